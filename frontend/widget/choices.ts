import { make } from "./dom";
import type { Button } from "./types";

/** The buttons under a reply. One can be pressed once; on a scale of ratings one can change one's mind. */
export class Choices {
  readonly element: HTMLElement;
  private readonly buttons: HTMLButtonElement[];
  private readonly scale: boolean;

  constructor(buttons: Button[], press: (button: Button) => void) {
    this.scale = isScale(buttons.map((button) => button.title));
    this.buttons = buttons.map((button) => {
      const element = make("button", { type: "button", "aria-pressed": "false" }, button.title);
      element.addEventListener("click", () => {
        if (element.getAttribute("aria-disabled") === "true") return;
        this.mark(button.title);
        press(button);
      });
      return element;
    });
    const kind = this.scale ? "choices scale" : "choices";
    this.element = make("div", { class: kind, role: "group" }, ...this.buttons);
  }

  offers(title: string): boolean {
    return this.buttons.some((button) => button.textContent === title);
  }

  /** Show which one was pressed. The others stay focusable, so that the focus is not lost with them. */
  mark(title: string): void {
    for (const button of this.buttons) {
      button.setAttribute("aria-pressed", String(button.textContent === title));
      if (!this.scale) button.setAttribute("aria-disabled", "true");
    }
  }
}

/** Do the titles stand for the ratings 1 to 5, in either order? "1", "★ 4" and "5 - great" do. */
export function isScale(titles: string[]): boolean {
  const ratings = titles.map((title) => /^\D*([1-5])(?!\d)/.exec(title)?.[1] ?? "?").join("");
  return ratings === "12345" || ratings === "54321";
}
