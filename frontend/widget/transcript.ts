import { bubble, ownBubble, type Setting } from "./bubble";
import { Choices } from "./choices";
import { make } from "./dom";
import type { Parcel, State } from "./outbox";
import type { Button, Message } from "./types";

export interface Actions {
  press(button: Button): void;
  retry(parcel: Parcel): void;
  followed(message: number, link: string): void;
}

/**
 * The messages on the screen. The log holds what the server has, in its order; what the customer just said stands
 * below it until the server's copy arrives, so a screen reader announces it once.
 */
export class Transcript {
  readonly log: HTMLElement;
  readonly unsent = make("div", { class: "unsent" });
  private readonly own = new Map<string, HTMLElement>();
  private readonly arrived = new Set<string>();
  private offered: Choices[] = [];
  private day = "";

  constructor(
    private readonly setting: Setting,
    private readonly actions: Actions,
  ) {
    const log = make("div", { class: "log", role: "log", "aria-live": "polite", tabindex: "0" });
    // What is there is not read out again when the words around it change.
    log.setAttribute("aria-relevant", "additions");
    this.log = setting.wording.label(log, "log");
  }

  show(message: Message): void {
    this.divideDays(new Date(message.created_at));
    this.log.append(bubble(message, this.setting, (link) => this.actions.followed(message.id, link)));
    if (message.buttons.length) this.offer(message.buttons);
    if (message.client_id === undefined) return;
    this.arrived.add(message.client_id);
    const own = this.own.get(message.client_id);
    if (own) own.remove();
    else this.markPressed(message.text);
  }

  showOwn(parcel: Parcel, state: State): void {
    if (this.arrived.has(parcel.clientId)) return;
    const shown = ownBubble(parcel.shown, state, this.setting, () => this.actions.retry(parcel));
    const before = this.own.get(parcel.clientId);
    if (before) before.replaceWith(shown);
    else this.unsent.append(shown);
    this.own.set(parcel.clientId, shown);
  }

  /** Forget what the server had: it belonged to a session that is gone. */
  clear(): void {
    this.log.replaceChildren();
    this.offered = [];
    this.day = "";
  }

  private divideDays(date: Date): void {
    const day = date.toDateString();
    if (day !== this.day) this.log.append(this.divider(date));
    this.day = day;
  }

  private divider(date: Date): HTMLElement {
    const element = make("p", { class: "day" });
    this.setting.wording.keep((_, language) => {
      element.textContent = date.toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long" });
    });
    return element;
  }

  private offer(buttons: Button[]): void {
    const choices = new Choices(buttons, (button) => this.actions.press(button));
    this.setting.wording.label(choices.element, "choices");
    this.offered.push(choices);
    this.log.append(choices.element);
  }

  /** A button that was pressed in an earlier visit reads as a message with its title. */
  private markPressed(title: string): void {
    const likely = [...this.offered].reverse().find((choices) => choices.offers(title));
    likely?.mark(title);
  }
}
