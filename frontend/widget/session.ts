import type { Storage } from "./storage";

const TOKEN = "token";
const TIMEOUT = 15_000;

/** How the customer came to the page: a store's code, a campaign's name, a referral's code. */
export type Entrance = Record<string, string>;

/** The customer's session with the server. It begins with the first message, not with the visit of a page. */
export class Session {
  private beginning: Promise<string> | undefined;
  private entered = false;

  /** `replaced` is called when the server no longer knows the session, before another one begins. */
  constructor(
    readonly origin: string,
    private readonly storage: Storage,
    private readonly language: string,
    private readonly replaced: () => void,
    private readonly entrance: Entrance = {},
  ) {}

  get token(): string | null {
    return this.storage.get(TOKEN);
  }

  /** Call the API; throws when the server can't be reached. */
  async request(method: "GET" | "POST", path: string, body?: object): Promise<Response> {
    const token = this.token ?? (await this.begin());
    const response = await this.fetch(method, path, body, token);
    if (response.status !== 401) return response;
    return this.fetch(method, path, body, await this.replace(token));
  }

  /** Tell how the customer came, once in a visit, before they say something. */
  async enter(): Promise<void> {
    const token = this.token ?? (await this.begin());
    if (this.entered || !Object.keys(this.entrance).length) return;
    const { ok } = await this.fetch("POST", "/chat/entrances", this.entrance, token);
    this.entered = ok;
  }

  /** Report a click on a link, even if it leads the page away. One that gets lost is not worth another try. */
  clicked(message: number, link: string): void {
    if (!this.token) return;
    const options = this.options("POST", { message, link }, this.token);
    fetch(`${this.origin}/chat/clicks`, { ...options, keepalive: true }).catch(() => undefined);
  }

  /** The server doesn't know `refused`: begin anew, unless another request or tab did so already. */
  async replace(refused: string): Promise<string> {
    if (this.token === refused) {
      this.storage.remove(TOKEN);
      this.replaced();
    }
    return this.token ?? this.begin();
  }

  private begin(): Promise<string> {
    this.beginning ??= this.create().finally(() => (this.beginning = undefined));
    return this.beginning;
  }

  private async create(): Promise<string> {
    const response = await this.fetch("POST", "/chat/sessions", { language: this.language, ...this.entrance });
    if (!response.ok) throw new Error(`The server gave no session: ${response.status}`);
    const { token } = (await response.json()) as { token: string };
    this.storage.set(TOKEN, token);
    this.entered = true;
    return token;
  }

  private fetch(method: string, path: string, body?: object, token?: string): Promise<Response> {
    return fetch(this.origin + path, this.options(method, body, token));
  }

  private options(method: string, body?: object, token?: string): RequestInit {
    const headers: Record<string, string> = {};
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers["Authorization"] = `Bearer ${token}`;
    const options: RequestInit = { method, headers, credentials: "omit", signal: AbortSignal.timeout(TIMEOUT) };
    return body ? { ...options, body: JSON.stringify(body) } : options;
  }
}
