/** Fetches a widget token from the page's own server. Called again when a token nears its end or is refused. */
export type GetToken = () => Promise<string>;

/** The share of a token's life after which it is renewed before it is used again. */
const RENEW_AT = 0.8;

/** Keeps one token for as long as it is good. Whoever asks while it is being fetched waits for the same fetch. */
export class TokenHolder {
  #current: { readonly token: string; readonly renewAt: number } | undefined;
  #fetching: Promise<string> | undefined;

  /** @param clock milliseconds, only ever compared with themselves; the server's clock may differ. */
  constructor(
    private readonly getToken: GetToken,
    private readonly clock: () => number,
  ) {}

  token(): Promise<string> {
    if (this.#current !== undefined && this.clock() < this.#current.renewAt)
      return Promise.resolve(this.#current.token);
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = undefined;
    });
    return this.#fetching;
  }

  /** Says that the gateway refused a token: the next one is fetched anew. */
  refuse(token: string): void {
    if (this.#current?.token === token) this.#current = undefined;
  }

  async #fetch(): Promise<string> {
    const token: unknown = await this.getToken();
    if (typeof token !== 'string') throw new TypeError(`getToken() gave no token but ${typeof token}`);
    this.#current = { token, renewAt: this.clock() + RENEW_AT * lifeOf(token) };
    return token;
  }
}

/** Milliseconds between a JWT's issue and expiry; for any other text as long as the gateway takes it. */
function lifeOf(token: string): number {
  try {
    const payload = (token.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/');
    const { iat, exp }: { iat?: unknown; exp?: unknown } = JSON.parse(atob(payload));
    return typeof iat === 'number' && typeof exp === 'number' ? (exp - iat) * 1000 : Number.POSITIVE_INFINITY;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}
