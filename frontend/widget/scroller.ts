import { icons, make } from "./dom";

const NEAR = 60;

/** The part of the panel that scrolls: who reads its end goes on reading the end, and nobody else is moved. */
export class Scroller {
  readonly element: HTMLElement;
  private readonly view: HTMLElement;
  private readonly newest: HTMLButtonElement;
  private atEnd = true;

  /** `label` is on the button that leads to messages which came in below. */
  constructor(label: Node, ...content: Node[]) {
    this.view = make("div", { class: "view" }, ...content);
    this.newest = make("button", { type: "button", class: "newest", hidden: "" }, icons.down(), label);
    this.element = make("div", { class: "scroller" }, this.view, this.newest);
    this.newest.addEventListener("click", () => this.toEnd());
    this.view.addEventListener("scroll", () => this.scrolled());
    // The input grows, a keyboard comes up: the view gets smaller, and its end must stay in sight.
    new ResizeObserver(() => this.atEnd && this.toEnd()).observe(this.view);
  }

  /** Do what makes the content grow. */
  growing(grow: () => void): void {
    grow();
    if (this.atEnd) this.toEnd();
    else this.newest.hidden = false;
  }

  toEnd(): void {
    this.view.scrollTop = this.view.scrollHeight;
    this.atEnd = true;
    this.newest.hidden = true;
  }

  private scrolled(): void {
    const { scrollTop, scrollHeight, clientHeight } = this.view;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.atEnd) this.newest.hidden = true;
  }
}
