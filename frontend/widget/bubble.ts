import { make } from "./dom";
import { pieces } from "./links";
import type { State } from "./outbox";
import type { Message } from "./types";
import type { Wording } from "./wording";

/** How a message is shown: in which words around it, and where its relative links begin. */
export interface Setting {
  wording: Wording;
  origin: string;
}

type Followed = (link: string) => void;

/** A message from the server: who wrote it, the words, and when. `followed` hears of the links that are followed. */
export function bubble({ sender, text, created_at }: Message, setting: Setting, followed: Followed): HTMLElement {
  const ours = sender === "customer" ? undefined : followed;
  return turn(sender, text, setting, time(created_at, setting.wording), ours);
}

/** A message on its way: in place of the time it shows how far it is. */
export function ownBubble(text: string, state: State, setting: Setting, retry: () => void): HTMLElement {
  const element = turn("customer", text, setting, setting.wording.say(state));
  element.dataset["state"] = state;
  if (state === "failed") element.lastElementChild?.append(" ", again(setting.wording, retry));
  return element;
}

function turn(
  sender: Message["sender"],
  text: string,
  { wording, origin }: Setting,
  meta: Node,
  followed?: Followed,
): HTMLElement {
  return make(
    "div",
    { class: `turn ${sender}` },
    make("p", { class: "who" }, wording.say(sender)),
    make("div", { class: "words" }, ...linked(text, origin, followed)),
    make("p", { class: "meta" }, meta),
  );
}

function again(wording: Wording, retry: () => void): HTMLElement {
  const button = make("button", { type: "button", class: "retry" }, wording.say("retry"));
  button.addEventListener("click", retry);
  return button;
}

function time(createdAt: string, wording: Wording): HTMLElement {
  const element = make("time", { datetime: createdAt });
  wording.keep((_, language) => {
    element.textContent = new Date(createdAt).toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
  });
  return element;
}

function linked(text: string, origin: string, followed?: Followed): (Node | string)[] {
  return pieces(text).map((piece) => (piece.address ? anchor(piece.text, piece.address, origin, followed) : piece.text));
}

function anchor(text: string, address: string, origin: string, followed?: Followed): Node | string {
  if (!URL.canParse(address, origin)) return text;
  const link = make("a", { href: new URL(address, origin).href, target: "_blank", rel: "noopener" }, text);
  if (!followed) return link;
  link.addEventListener("click", () => followed(address));
  // With the middle button.
  link.addEventListener("auxclick", (event) => event.button === 1 && followed(address));
  return link;
}
