import { icons, make } from "./dom";
import type { Wording } from "./wording";

/** Where the customer writes: Enter sends, Shift and Enter begin a new line. */
export class Composer {
  readonly element: HTMLFormElement;
  private readonly input: HTMLTextAreaElement;

  constructor(
    wording: Wording,
    private readonly say: (text: string) => void,
  ) {
    this.input = make("textarea", { id: "input", rows: "1", maxlength: "4096", enterkeyhint: "send" });
    wording.label(this.input, "placeholder", "placeholder");
    this.element = make(
      "form",
      {},
      make("label", { for: "input", class: "hidden" }, wording.say("input")),
      this.input,
      wording.label(make("button", { type: "submit", class: "send" }, icons.send()), "send"),
    );
    this.element.addEventListener("submit", (event) => this.submit(event));
    this.input.addEventListener("keydown", (event) => this.handleKey(event));
    this.input.addEventListener("input", () => this.fit());
  }

  focus(): void {
    this.input.focus();
  }

  private handleKey(event: KeyboardEvent): void {
    if (event.key === "Enter" && !event.shiftKey && !isComposing(event)) this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    this.input.value = "";
    this.fit();
    this.say(text);
    this.focus();
  }

  /** As tall as what is written, up to what the style sheet allows. */
  private fit(): void {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight}px`;
  }
}

/** Keys that compose a Korean syllable are not meant for us; Safari tells so only by the code 229. */
export function isComposing(event: KeyboardEvent): boolean {
  return event.isComposing || event.keyCode === 229;
}
