import { icons, make } from "./dom";
import type { Wording } from "./wording";

/** The round button in the corner, with the number of unread messages. */
export class Launcher {
  readonly element = make("button", { type: "button", class: "launcher" }, icons.chat(), icons.down());
  private unread = 0;
  private readonly badge = make("span", { class: "badge", "aria-hidden": "true" });

  constructor(
    private readonly wording: Wording,
    toggle: () => void,
  ) {
    this.element.append(this.badge);
    this.element.addEventListener("click", toggle);
    this.showOpen(false);
    this.wording.keep(() => this.showUnread(this.unread));
  }

  showOpen(open: boolean): void {
    this.element.setAttribute("aria-expanded", String(open));
  }

  showUnread(count: number): void {
    const { open, open_unread } = this.wording.texts;
    const label = count ? open_unread.replace("%", String(count)) : open;
    this.unread = count;
    this.element.setAttribute("aria-label", label);
    this.badge.textContent = count > 9 ? "9+" : String(count);
    this.badge.hidden = !count;
  }
}
