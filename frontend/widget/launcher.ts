import { icons, make } from "./dom";
import type { Texts } from "./texts";

/** The round button in the corner, with the number of unread messages. */
export class Launcher {
  readonly element = make("button", { type: "button", class: "launcher" }, icons.chat(), icons.down());
  private readonly badge = make("span", { class: "badge", "aria-hidden": "true" });

  constructor(
    private readonly texts: Texts,
    toggle: () => void,
  ) {
    this.element.append(this.badge);
    this.element.addEventListener("click", toggle);
    this.showOpen(false);
    this.showUnread(0);
  }

  showOpen(open: boolean): void {
    this.element.setAttribute("aria-expanded", String(open));
  }

  showUnread(count: number): void {
    const label = count ? this.texts.open_unread.replace("%", String(count)) : this.texts.open;
    this.element.setAttribute("aria-label", label);
    this.badge.textContent = count > 9 ? "9+" : String(count);
    this.badge.hidden = !count;
  }
}
