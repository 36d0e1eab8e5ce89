import { make } from "./dom";
import type { Texts } from "./texts";

/** What an empty chat shows: a greeting, and questions to begin with. */
export class Welcome {
  readonly element: HTMLElement;
  private readonly starters: HTMLElement;

  constructor(texts: Texts, say: (text: string) => void) {
    const who = make("p", { class: "who" }, texts.bot);
    const greeting = make("div", { class: "turn bot" }, who, make("div", { class: "words" }, texts.greeting));
    const buttons = texts.starters.map((text) => {
      const button = make("button", { type: "button" }, text);
      button.addEventListener("click", () => say(text));
      return button;
    });
    this.starters = make("div", { class: "choices", role: "group", "aria-label": texts.starters_label }, ...buttons);
    this.element = make("div", {}, greeting, this.starters);
  }

  /** The chat has begun. */
  hideStarters(): void {
    this.starters.hidden = true;
  }
}
