import type { Storage } from "./storage";
import type { Message } from "./types";

const READ = "read";

/** Counts the replies that came in while the panel was closed, over visits of pages too. */
export class Unread {
  private newest = 0;
  private count = 0;

  constructor(
    private readonly storage: Storage,
    private readonly show: (count: number) => void,
  ) {}

  arrived({ id, sender }: Message): void {
    this.newest = id;
    if (sender !== "customer" && id > Number(this.storage.get(READ))) this.show(++this.count);
  }

  /** The customer has seen everything up to now. */
  read(): void {
    if (this.newest) this.storage.set(READ, String(this.newest));
    this.count = 0;
    this.show(0);
  }

  /** The numbers begin anew. */
  reset(): void {
    this.storage.remove(READ);
    this.newest = 0;
    this.read();
  }
}
