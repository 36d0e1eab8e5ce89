import { Chat } from "./chat";
import css from "./style.css";
import { chooseLanguage, textsIn } from "./texts";

/** `<notouch-chat origin language heading>`. `origin` is the server's; by default the page's own. */
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
    const chat = new Chat({ texts, language, origin }, this.getAttribute("heading") ?? texts.title);
    this.draw(chat);
    return chat;
  }

  private draw({ panel }: Chat): void {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(panel.dialog, panel.launcher.element);
  }
}
