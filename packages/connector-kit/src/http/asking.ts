import { instantOfMs } from '@clientele/model';
import type { Answer, Ask, Limits } from '../connector.js';
import { failed, type Stopped } from '../failure.js';
import type { Json } from '../json.js';
import { Garbled } from '../thrown.js';
import type { AccessToken } from './access-token.js';
import { backoffMs } from './backoff.js';
import type { Budget } from './budget.js';
import { followed, movedTo } from './redirects.js';
import { retryAfterMs, serverTime } from './retry-after.js';

/** Tries of a request that the network or the platform fails. */
const MOST_TRIES = 6;
/** A run waits so long for the platform; where it would take longer, it pauses until then. */
export const PATIENCE_MS = 300_000;
const TRY_AGAIN = new Set([408, 425, 500, 502, 503, 504]);
const NO_BUDGET = 429;
const UNAVAILABLE = 503;

export interface AskingParts<Settings extends object> {
  readonly settings: Settings;
  readonly budget: () => Budget;
  readonly learn: Limits['learn'];
  readonly sign: ((request: Request, settings: Settings, token?: string) => Request | Promise<Request>) | undefined;
  readonly token: AccessToken | undefined;
  readonly fetch: (request: Request) => Promise<Response>;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

export interface Traffic {
  readonly requests: number;
  /** Requests made again. */
  readonly again: number;
  /** Milliseconds waited for the budget, before trying again, or for what the platform works on. */
  readonly waitedMs: number;
}

type Asked = { readonly outcome: 'answered'; readonly answer: Answer } | Stopped;
type Tried =
  | { readonly outcome: 'answered'; readonly answer: Answer }
  | { readonly outcome: 'no-budget'; readonly waitMs: number | undefined }
  | { readonly outcome: 'again'; readonly waitMs: number | undefined; readonly failure: Stopped }
  | Stopped;

/** Makes the requests of one connection; what can go wrong is a value. */
export class Asking<Settings extends object> {
  readonly #parts: AskingParts<Settings>;
  #traffic = { requests: 0, again: 0, waitedMs: 0 };
  #aheadMs = 0;

  constructor(parts: AskingParts<Settings>) {
    this.#parts = parts;
  }

  get traffic(): Traffic {
    return { ...this.#traffic };
  }

  /** The platform's clock, as its last answer showed it; ours where it does not. In ms. */
  get platformNow(): number {
    return this.#parts.now() + this.#aheadMs;
  }

  async ask(ask: Ask): Promise<Asked> {
    const { now } = this.#parts;
    const budget = this.#parts.budget();
    const place = placeOf(ask);
    let tries = 0;
    let patienceMs = PATIENCE_MS;
    let isRenewed = false;
    for (;;) {
      // Before the budget is taken: a token may take long to get, and its request has a turn of its own.
      const obtained = await this.#parts.token?.get(instantOfMs(now()));
      if (obtained !== undefined && obtained.outcome !== 'obtained') return obtained;
      const waitMs = budget.take(now());
      if (waitMs > patienceMs) return pausedAt(place, now() + waitMs);
      if (waitMs > 0) {
        await this.wait(waitMs);
        patienceMs -= waitMs;
        continue;
      }
      const tried = await this.#try(ask, place, obtained?.token.access, isRenewed, budget);
      if (tried === 'renew') {
        isRenewed = true;
        continue;
      }
      if (tried.outcome === 'no-budget') {
        this.#traffic.again += 1;
        // All callers are held together, so luck need not keep them apart: it may only halve the wait.
        const backoff = backoffMs(budget.refused() + 1, (1 + this.#parts.random()) / 2);
        budget.hold(now() + (tried.waitMs || backoff));
        continue;
      }
      budget.answered();
      if (tried.outcome !== 'again') return tried;
      tries += 1;
      if (tries >= MOST_TRIES || ask.once === true) return tried.failure;
      this.#traffic.again += 1;
      if (tried.waitMs !== undefined) budget.hold(now() + tried.waitMs);
      else await this.wait(backoffMs(tries, this.#parts.random()));
    }
  }

  /** Waits for the platform. */
  async wait(ms: number): Promise<void> {
    this.#traffic.waitedMs += ms;
    await this.#parts.sleep(ms);
  }

  async #try(
    ask: Ask,
    place: string,
    access: string | undefined,
    isRenewed: boolean,
    budget: Budget,
  ): Promise<Tried | 'renew'> {
    const { settings, sign, token, now } = this.#parts;
    const bare = requestOf(ask);
    const request = sign === undefined ? bare : await sign(bare, settings, access);
    this.#traffic.requests += 1;
    let response: Response;
    let text = '';
    let bytes: Uint8Array | undefined;
    try {
      response = await followed(this.#parts.fetch, request);
      if (ask.as === 'bytes') bytes = new Uint8Array(await response.arrayBuffer());
      else text = await response.text();
    } catch (error) {
      if (error instanceof Garbled) return failed('garbled', `${place}: ${error.message}`);
      // The network's own words may name the address with its keys.
      return again(failed('unreachable', `${place}: no answer came; ${triesOf(ask)}`));
    }
    const { headers } = response;
    const platform = serverTime(headers);
    if (platform !== undefined) this.#aheadMs = platform - now();
    const waitMs = retryAfterMs(headers, now());
    const isAnswer = response.ok || ask.answers?.includes(response.status) === true;
    const body = !isAnswer || bytes !== undefined ? null : ask.as === 'text' ? text : jsonOf(text);
    if (response.status === 200 && ask.headers?.range !== undefined) {
      return again(failed('garbled', `${place}: a part was asked for, and not that came; ${triesOf(ask)}`));
    }
    if (body === undefined) return again(failed('garbled', `${place}: what came is not JSON; ${triesOf(ask)}`));
    const answer: Answer = { status: response.status, headers, body, ...(bytes !== undefined && { bytes }) };
    const learned = isAnswer ? this.#parts.learn?.(answer) : undefined;
    if (learned?.refused === true) return { outcome: 'no-budget', waitMs: learned.waitMs };
    if (learned?.waitMs !== undefined) budget.hold(now() + learned.waitMs);
    const status = learned?.status ?? response.status;
    if (status === NO_BUDGET || (status === UNAVAILABLE && waitMs !== undefined))
      return { outcome: 'no-budget', waitMs };
    if (status >= 200 && status < 300) return { outcome: 'answered', answer };
    if (ask.answers?.includes(status) === true) return { outcome: 'answered', answer: { ...answer, status } };
    if (TRY_AGAIN.has(status)) {
      return again(failed('unreachable', `${place}: the platform answers ${status}; ${triesOf(ask)}`), waitMs);
    }
    if (status === 401 && access !== undefined && !isRenewed) {
      token?.refused(access);
      return 'renew';
    }
    if (status === 401 || status === 403) {
      const denied = isOurs(ask)
        ? `it may not be read (${status}): let the user that Clientele runs as read it, or choose another directory`
        : `the platform denies access (${status}); check the connection's settings and rights`;
      return failed('denied', `${place}: ${denied}`);
    }
    return failed('refused', `${place}: ${refusalOf(ask, status, movedTo(response, new URL(request.url)))}`);
  }
}

function again(failure: Stopped, waitMs?: number): Tried {
  return { outcome: 'again', waitMs, failure };
}

function pausedAt(place: string, until: number): Stopped {
  const at = instantOfMs(until);
  return { outcome: 'paused', until: at, sentence: `${place}: the platform's budget is used up until ${at}` };
}

function triesOf({ once }: Ask): string {
  return once === true ? 'whether it was done is not known' : `it was tried ${MOST_TRIES} times`;
}

/** Whether it is a file or directory of our own machine. */
function isOurs({ url }: Ask): boolean {
  return new URL(url).protocol === 'file:';
}

function refusalOf(ask: Ask, status: number, moved: URL | undefined): string {
  if (isOurs(ask) && status === 404) return 'there is no such directory';
  if (moved === undefined) return `the platform does not take the request (${status})`;
  return (
    `the platform sends on to ${moved.protocol}//${moved.host} (${status}), where the request does not follow: ` +
    'give the connection the address that the platform has now'
  );
}

/** Where a request goes, for people: without its query, which may hold keys and addresses. */
function placeOf({ method = 'GET', url }: Ask): string {
  const { origin, pathname } = new URL(url);
  if (isOurs({ url })) return decodeURIComponent(pathname);
  return `${method} ${origin}${pathname}`;
}

function requestOf({ url, method = 'GET', query = {}, headers = {}, body }: Ask): Request {
  const address = new URL(url);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) address.searchParams.set(name, String(value));
  }
  const all = new Headers(headers);
  if (!all.has('accept')) all.set('accept', 'application/json');
  if (body === undefined) return new Request(address, { method, headers: all });
  if (body instanceof URLSearchParams || typeof body === 'string')
    return new Request(address, { method, headers: all, body });
  all.set('content-type', 'application/json');
  return new Request(address, { method, headers: all, body: JSON.stringify(body) });
}

/** Undefined where the text is no JSON; nothing at all is null. */
function jsonOf(text: string): Json | undefined {
  if (text.trim() === '') return null;
  try {
    const value: Json = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
