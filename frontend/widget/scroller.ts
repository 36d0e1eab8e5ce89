import { icons, make } from "./dom";

const NEAR = 60;

/** The part of the panel that scrolls: who reads its end goes on reading the end, and nobody else is moved. */
export class Scroller {
  readonly element: HTMLElement;
  private readonly view: HTMLElement;
  private readonly newest: HTMLButtonElement;

  /** `label` is on the button that leads to messages which came in below. */
  constructor(label: string, ...content: Node[]) {
    this.view = make("div", { class: "view" }, ...content);
    this.newest = make("button", { type: "button", class: "newest", hidden: "" }, icons.down(), label);
    this.element = make("div", { class: "scroller" }, this.view, this.newest);
    this.view.addEventListener("scroll", () => (this.newest.hidden ||= this.isAtEnd()));
    this.newest.addEventListener("click", () => this.toEnd());
  }

  /** Do what makes the content grow. */
  growing(grow: () => void): void {
    const follows = this.isAtEnd();
    grow();
    if (follows) this.toEnd();
    else this.newest.hidden = false;
  }

  toEnd(): void {
    this.view.scrollTop = this.view.scrollHeight;
    this.newest.hidden = true;
  }

  private isAtEnd(): boolean {
    const { scrollTop, scrollHeight, clientHeight } = this.view;
    return scrollHeight - scrollTop - clientHeight < NEAR;
  }
}
