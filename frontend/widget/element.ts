import { Chat } from "./chat";
import css from "./style.css";
import type { Entrance } from "./session";
import { chooseLanguage, textsIn } from "./texts";

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
    const language = (this.lang = chooseLanguage(this.getAttribute("language"), page, navigator.language));
    const texts = textsIn(language);
    const origin = this.getAttribute("origin") ?? location.origin;
    const chat = new Chat({ texts, language, origin }, this.getAttribute("heading") ?? texts.title, this.entrance());
    this.draw(chat);
    return chat;
  }

  private entrance(): Entrance {
    const told = ENTRANCE.map((name) => [name, this.getAttribute(name) ?? ""] as const);
    return Object.fromEntries(told.filter(([, code]) => code));
  }

  private draw({ panel }: Chat): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(panel.dialog, panel.launcher.element);
  }
}
