import { backoff } from "./backoff";
import type { Storage } from "./storage";

/** Something the customer said that the server may not have yet. `shown` is how it reads in the chat. */
export interface Parcel {
  clientId: string;
  shown: string;
  button?: string;
}

export type State = "sending" | "sent" | "failed";

/** What became of one attempt; "refused" is for good, "later" can be tried again, at the earliest after `seconds`. */
export type Outcome = { kind: "sent" } | { kind: "refused" } | { kind: "later"; seconds?: number };

export interface Port {
  storage: Storage;
  send(parcel: Parcel): Promise<Outcome>;
  changed(parcel: Parcel, state: State): void;
  sleep(milliseconds: number): Promise<void>;
}

const ATTEMPTS = 4;
const STORED = "outbox";

/**
 * Sends one thing after the other, in order, and keeps each until the server has it: over failures, and over reloads
 * of the page. A repeated attempt carries the same clientId, by which the server knows it again.
 */
export class Outbox {
  private waiting: Parcel[] = [];
  private failed: Parcel[] = [];
  private busy = false;

  constructor(private readonly port: Port) {}

  /** What an earlier visit could not send any more. */
  stored(): Parcel[] {
    try {
      return JSON.parse(this.port.storage.get(STORED) ?? "[]") as Parcel[];
    } catch {
      return []; // The page's own scripts can write there too.
    }
  }

  add(parcel: Parcel): void {
    this.store([...this.others(parcel.clientId), parcel]);
    this.waiting.push(parcel);
    this.port.changed(parcel, "sending");
    void this.sendAll();
  }

  retry(clientId: string): void {
    const again = this.failed.filter((parcel) => parcel.clientId === clientId);
    this.failed = this.failed.filter((parcel) => parcel.clientId !== clientId);
    again.forEach((parcel) => this.add(parcel));
  }

  /** The connection is back: try everything that failed for want of one. */
  retryAll(): void {
    const kept = new Set(this.stored().map((parcel) => parcel.clientId));
    this.failed.filter((parcel) => kept.has(parcel.clientId)).forEach((parcel) => this.retry(parcel.clientId));
  }

  private async sendAll(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    for (let next; (next = this.waiting[0]); this.waiting.shift()) await this.deliver(next);
    this.busy = false;
  }

  private async deliver(parcel: Parcel): Promise<void> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const outcome = await this.port.send(parcel).catch((): Outcome => ({ kind: "later" }));
      if (outcome.kind === "sent") return this.settle(parcel, "sent");
      if (outcome.kind === "refused") return this.settle(parcel, "failed");
      await this.port.sleep(outcome.seconds ? outcome.seconds * 1000 : backoff(attempt));
    }
    this.fail(parcel);
  }

  /** It is decided; a next visit need not try again. */
  private settle(parcel: Parcel, state: State): void {
    this.store(this.others(parcel.clientId));
    if (state === "failed") this.failed.push(parcel);
    this.port.changed(parcel, state);
  }

  private fail(parcel: Parcel): void {
    this.failed.push(parcel);
    this.port.changed(parcel, "failed");
  }

  private others(clientId: string): Parcel[] {
    // Read anew each time: another tab of the same customer writes here too.
    return this.stored().filter((parcel) => parcel.clientId !== clientId);
  }

  private store(parcels: Parcel[]): void {
    if (parcels.length) this.port.storage.set(STORED, JSON.stringify(parcels));
    else this.port.storage.remove(STORED);
  }
}
