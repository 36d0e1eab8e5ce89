import { make } from "./dom";
import type { Wording } from "./wording";

/** What an empty chat shows: a greeting, and questions to begin with. */
export class Welcome {
  readonly element: HTMLElement;
  private readonly starters: HTMLElement;

  constructor(wording: Wording, say: (text: string) => void) {
    const who = make("p", { class: "who" }, wording.say("bot"));
    const greeting = make("div", { class: "turn bot" }, who, make("div", { class: "words" }, wording.say("greeting")));
    this.starters = wording.label(make("div", { class: "choices", role: "group" }), "starters_label");
    wording.keep(({ starters }) => this.starters.replaceChildren(...starters.map((text) => starter(text, say))));
    this.element = make("div", {}, greeting, this.starters);
  }

  /** The chat has begun. */
  hideStarters(): void {
    this.starters.hidden = true;
  }
}

function starter(text: string, say: (text: string) => void): HTMLElement {
  const button = make("button", { type: "button" }, text);
  button.addEventListener("click", () => say(text));
  return button;
}
