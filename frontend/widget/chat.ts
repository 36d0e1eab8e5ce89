import type { Setting } from "./bubble";
import { deliver } from "./deliver";
import { Feed } from "./feed";
import { Outbox, type Outcome, type Parcel } from "./outbox";
import { Panel } from "./panel";
import { type Entrance, Session } from "./session";
import { openStorage, type Storage } from "./storage";
import { Transcript } from "./transcript";
import type { Button, Message } from "./types";
import { Unread } from "./unread";

/** One customer's chat: what goes out and what comes in, and the panel that shows both. */
export class Chat {
  readonly panel: Panel;
  private readonly storage: Storage;
  private readonly session: Session;
  private readonly outbox: Outbox;
  private readonly feed: Feed;
  private readonly transcript: Transcript;
  private readonly unread: Unread;

  constructor(
    private readonly setting: Setting,
    heading: Node,
    entrance: Entrance,
  ) {
    this.storage = openStorage(setting.origin);
    this.session = new Session(setting.origin, this.storage, setting.wording.language, () => this.beginAnew(), entrance);
    this.transcript = new Transcript(setting, {
      press: (button) => this.say(button.title, button),
      retry: (parcel) => this.outbox.retry(parcel.clientId),
      followed: (message, link) => this.session.clicked(message, link),
    });
    this.panel = new Panel(setting.wording, heading, this.transcript, {
      say: (text) => this.say(text),
      opened: () => this.unread.read(),
    });
    this.unread = new Unread(this.storage, (count) => this.panel.launcher.showUnread(count));
    this.outbox = this.makeOutbox();
    this.feed = this.makeFeed();
  }

  /** Fetch what was said, and send what an earlier visit could not; before a first message there is neither. */
  start(): void {
    if (this.session.token) this.feed.start();
    this.outbox.stored().forEach((parcel) => this.outbox.add(parcel));
    window.addEventListener("online", this.hurry);
  }

  stop(): void {
    this.feed.stop();
    window.removeEventListener("online", this.hurry);
  }

  private makeOutbox(): Outbox {
    return new Outbox({
      storage: this.storage,
      send: (parcel) => this.send(parcel),
      changed: (parcel, state) => this.panel.add(() => this.transcript.showOwn(parcel, state)),
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    });
  }

  private makeFeed(): Feed {
    return new Feed(this.session, {
      message: (message) => this.receive(message),
      typing: (typing) => this.panel.showTyping(typing),
      connected: (connected) => {
        this.panel.showConnected(connected);
        if (connected) this.outbox.retryAll();
      },
    });
  }

  private say(shown: string, button?: Button): void {
    this.outbox.add({ clientId: newId(), shown, ...(button && { button: button.token }) });
    this.panel.scroller.toEnd();
  }

  private async send(parcel: Parcel): Promise<Outcome> {
    const outcome = await deliver(this.session, parcel);
    this.feed.start();
    this.feed.hurry();
    return outcome;
  }

  private receive(message: Message): void {
    if (message.language) this.setting.wording.speak(message.language);
    this.panel.add(() => this.transcript.show(message));
    this.unread.arrived(message);
    if (this.panel.dialog.open) this.unread.read();
  }

  /** The server knows the session no more; another one begins, with what it has not had yet. */
  private beginAnew(): void {
    this.transcript.clear();
    this.unread.reset();
    this.feed.restart();
  }

  private readonly hurry = (): void => {
    this.outbox.retryAll();
    this.feed.hurry();
  };
}

function newId(): string {
  // crypto.randomUUID is missing on pages without https.
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
