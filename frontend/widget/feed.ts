import { backoff } from "./backoff";
import type { Session } from "./session";
import type { Message, Typing } from "./types";

const POLL_EVERY = 2000;
const OPEN_WITHIN = 8000;
const SESSION_UNKNOWN = 4401;
const PAGE = 200;

export interface Listener {
  message(message: Message): void;
  typing(typing: boolean): void;
  connected(connected: boolean): void;
}

/**
 * Brings the chat's messages, each once and in order: over a WebSocket, and by asking again and again where that is
 * not possible. After each closed socket one poll fetches what was missed; the longer sockets fail, the more polls
 * come between the attempts to open one.
 */
export class Feed {
  private last = 0;
  private running: object | undefined;
  private socket: WebSocket | undefined;
  private connected: boolean | undefined;
  private wakeUp: () => void = () => {};

  constructor(
    private readonly session: Session,
    private readonly listener: Listener,
  ) {}

  start(): void {
    if (this.running) return;
    const run = (this.running = {});
    void this.run(() => this.running === run);
  }

  stop(): void {
    this.running = undefined;
    this.socket?.close();
    this.wakeUp();
  }

  /** Read from the beginning: the session is another one. */
  restart(): void {
    this.last = 0;
    this.socket?.close();
  }

  /** Don't wait for the next attempt: there is reason to think that it works now. */
  hurry(): void {
    this.wakeUp();
  }

  private async run(wanted: () => boolean): Promise<void> {
    for (let misses = 0; wanted(); ) {
      // A page may forbid the socket altogether; then it can't even be made.
      const opened = await this.listen().catch(() => false);
      misses = opened ? 0 : misses + 1;
      const polls = Math.min(2 ** misses, 20);
      for (let poll = 0; poll < polls && wanted(); poll++) {
        const reached = await this.poll();
        this.report(reached);
        await this.pause(reached && misses ? POLL_EVERY : backoff(poll));
      }
    }
  }

  /** Listen on a socket until it closes; was it ever open? */
  private listen(): Promise<boolean> {
    const token = this.session.token ?? "";
    const address = `${this.session.origin.replace(/^http/, "ws")}/chat/ws?after=${this.last}&typing=1`;
    return new Promise((resolve) => {
      const socket = (this.socket = new WebSocket(address, ["notouch", token]));
      const timer = setTimeout(() => socket.close(), OPEN_WITHIN);
      let opened = false;
      socket.onopen = () => {
        opened = true;
        clearTimeout(timer);
        this.report(true);
      };
      socket.onmessage = (event) => this.take(JSON.parse(String(event.data)) as Message | Typing);
      socket.onclose = async ({ code }) => {
        clearTimeout(timer);
        this.listener.typing(false);
        if (code === SESSION_UNKNOWN) await this.session.replace(token).catch(() => {});
        resolve(opened);
      };
    });
  }

  private async poll(): Promise<boolean> {
    try {
      for (let full = true; full; ) {
        const response = await this.session.request("GET", `/chat/messages?after=${this.last}`);
        if (!response.ok) return false;
        const messages = (await response.json()) as Message[];
        messages.forEach((message) => this.take(message));
        full = messages.length === PAGE;
      }
      return true;
    } catch {
      return false;
    }
  }

  private take(received: Message | Typing): void {
    if ("typing" in received) return this.listener.typing(received.typing);
    if (received.id <= this.last) return;
    this.last = received.id;
    this.listener.message(received);
  }

  private report(connected: boolean): void {
    if (connected !== this.connected) this.listener.connected(connected);
    this.connected = connected;
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
