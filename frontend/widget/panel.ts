import { Composer, isComposing } from "./composer";
import { icons, make } from "./dom";
import { Launcher } from "./launcher";
import { Scroller } from "./scroller";
import type { Transcript } from "./transcript";
import { Welcome } from "./welcome";
import type { Wording } from "./wording";

/** Narrower than this the panel covers the screen; the style sheet says the same. */
const PHONE = "(max-width: 480px)";

export interface Uses {
  say(text: string): void;
  opened(): void;
}

/** The chat as one sees it: the launcher and the dialog it opens. */
export class Panel {
  readonly launcher: Launcher;
  readonly dialog: HTMLDialogElement;
  readonly scroller: Scroller;
  private readonly closeButton = make("button", { type: "button", class: "plain" }, icons.close());
  private readonly composer: Composer;
  private readonly welcome: Welcome;
  private readonly typing: HTMLElement;
  private readonly noConnection: Text;
  private readonly offline = make("p", { class: "offline", role: "status" });

  constructor(
    private readonly wording: Wording,
    heading: Node,
    transcript: Transcript,
    private readonly uses: Uses,
  ) {
    this.launcher = new Launcher(wording, () => (this.dialog.open ? this.close() : this.open()));
    this.composer = new Composer(wording, uses.say);
    this.welcome = new Welcome(wording, uses.say);
    this.typing = typingDots(wording);
    this.noConnection = wording.say("offline");
    const { log, unsent } = transcript;
    this.scroller = new Scroller(wording.say("newest"), this.welcome.element, log, unsent, this.typing);
    const header = this.header(heading);
    const parts = [header, this.scroller.element, this.offline, this.composer.element];
    this.dialog = make("dialog", { "aria-labelledby": "title" }, ...parts);
    this.listen();
  }

  open(): void {
    if (this.dialog.open) return;
    const covers = matchMedia(PHONE).matches;
    if (covers) this.dialog.showModal();
    else this.dialog.show();
    this.launcher.showOpen(true);
    this.scroller.toEnd();
    // On a phone the focus on the input would bring up the keyboard over the conversation.
    if (covers) this.closeButton.focus();
    else this.composer.focus();
    this.uses.opened();
  }

  close(): void {
    this.dialog.close();
  }

  /** Show something new in the chat, which has begun with that. */
  add(grow: () => void): void {
    this.welcome.hideStarters();
    this.scroller.growing(grow);
  }

  showTyping(typing: boolean): void {
    if (typing) this.scroller.growing(() => (this.typing.hidden = false));
    else this.typing.hidden = true;
  }

  showConnected(connected: boolean): void {
    this.offline.replaceChildren(...(connected ? [] : [this.noConnection]));
  }

  private header(heading: Node): HTMLElement {
    this.wording.label(this.closeButton, "close");
    const names = make("div", {}, make("h2", { id: "title" }, heading), make("p", {}, this.wording.say("subtitle")));
    return make("div", { class: "header" }, make("span", { class: "mark" }, icons.chat()), names, this.closeButton);
  }

  private listen(): void {
    this.closeButton.addEventListener("click", () => this.close());
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !isComposing(event)) this.close();
    });
    this.dialog.addEventListener("close", () => {
      this.launcher.showOpen(false);
      this.launcher.element.focus();
    });
  }
}

function typingDots(wording: Wording): HTMLElement {
  const dots = make("div", { class: "words", "aria-hidden": "true" }, make("i"), make("i"), make("i"));
  return make("div", { class: "turn bot typing", hidden: "" }, make("p", { class: "hidden" }, wording.say("typing")), dots);
}
