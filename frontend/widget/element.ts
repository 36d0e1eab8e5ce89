import { Chat } from "./chat";
import css from "./style.css";
import type { Entrance } from "./session";
import { make } from "./dom";
import { chooseLanguage } from "./texts";
import { Wording } from "./wording";

/** What a page can tell of how its visitor came: a store's code, a campaign's name, a referral's code. */
export const ENTRANCE = ["location", "campaign", "referral"] as const;

/**
 * `<notouch-chat origin language heading location campaign referral>`. `origin` is the server's; by default the
 * page's own.
 */
export class NotouchChat extends HTMLElement {
  private chat: Chat | undefined;

  connectedCallback(): void {
    this.chat ??= this.build();
    this.chat.start();
  }

  disconnectedCallback(): void {
    this.chat?.stop();
  }

  open(): void {
    this.chat?.panel.open();
  }

  close(): void {
    this.chat?.panel.close();
  }

  private build(): Chat {
    const page = document.documentElement.lang || navigator.language;
    const wording = new Wording(chooseLanguage(this.getAttribute("language"), page, navigator.language));
    wording.keep((_, language) => (this.lang = language));
    const heading = this.getAttribute("heading");
    const origin = this.getAttribute("origin") ?? location.origin;
    const shown = heading ? document.createTextNode(heading) : wording.say("title");
    const chat = new Chat({ wording, origin }, shown, this.entrance());
    this.draw(chat, wording);
    return chat;
  }

  private entrance(): Entrance {
    const told = ENTRANCE.map((name) => [name, this.getAttribute(name) ?? ""] as const);
    return Object.fromEntries(told.filter(([, code]) => code));
  }

  private draw({ panel }: Chat, wording: Wording): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    // Readers of the page find the chat among its landmarks.
    root.append(wording.label(make("section", {}, panel.dialog, panel.launcher.element), "title"));
  }
}
