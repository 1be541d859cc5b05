import { createHmac, timingSafeEqual } from 'node:crypto';
import { randomOf } from '../random.js';
import type { Ms } from './time.js';

/** What Shopify knows of an app that is in a shop. */
export interface AppFacts {
  readonly clientId: string;
  readonly secret: string;
  readonly scopes: readonly string[];
  /** Whether the app is approved for customer data: 0 for none, 1 without names and contacts, 2 for everything. */
  readonly protectedData: 0 | 1 | 2;
  /** So long an offline token lasts that ends; an hour unless it is said otherwise. */
  readonly tokenSeconds?: number;
}

/** An access token that was given out. */
export interface Grant {
  readonly token: string;
  readonly scopes: ReadonlySet<string>;
  /** Undefined of one that holds until the app is uninstalled. */
  readonly endsAt: Ms | undefined;
  readonly online: boolean;
}

/** A refresh token, and what it may still do. */
interface Refresh {
  readonly token: string;
  readonly endsAt: Ms;
  /** The one that came in its place; once that is used, this one is of no use. */
  next: Refresh | undefined;
  isSpent: boolean;
}

interface GrantBody {
  readonly access_token: string;
  readonly scope: string;
  readonly expires_in?: number;
  readonly refresh_token?: string;
  readonly refresh_token_expires_in?: number;
}

export type TokenAnswer =
  | { readonly status: 200; readonly body: GrantBody }
  | { readonly status: 400 | 401; readonly body: { readonly error: string; readonly error_description: string } };

const HOUR_S = 3600;
const REFRESH_S = 90 * 24 * HOUR_S;
const DAY_S = 24 * HOUR_S - 1;
const LEEWAY_S = 10;

const EXCHANGE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN = 'urn:ietf:params:oauth:token-type:id_token';
const ONLINE = 'urn:shopify:params:oauth:token-type:online-access-token';
const OFFLINE = 'urn:shopify:params:oauth:token-type:offline-access-token';

/** The app in the shop: how it gets access, and loses it. */
export class App {
  /** Changed by whoever drives the shop: scopes that a merchant grants or takes back, the secret that is rotated. */
  facts: AppFacts;
  readonly #domain: string;
  readonly #now: () => Ms;
  readonly #random = randomOf(0x5409);
  readonly #grants = new Map<string, Grant>();
  readonly #refreshes = new Map<string, Refresh>();
  readonly #codes = new Set<string>();
  #isInstalled = true;

  constructor(facts: AppFacts, domain: string, now: () => Ms) {
    this.facts = facts;
    this.#domain = domain;
    this.#now = now;
  }

  get isInstalled(): boolean {
    return this.#isInstalled;
  }

  /** The grant of an access token that still holds. */
  granted(token: string | undefined): Grant | undefined {
    const grant = token === undefined ? undefined : this.#grants.get(token);
    const holds = grant?.endsAt === undefined || grant.endsAt > this.#now();
    return this.#isInstalled && holds ? grant : undefined;
  }

  /** An offline token that holds until the app is uninstalled, as a custom app has. */
  customToken(): string {
    return this.#grant(undefined).token;
  }

  /** The refresh token that an app gets which is installed with tokens that end. */
  firstRefreshToken(): string {
    return this.#nextRefresh(undefined).token;
  }

  /** A code as the merchant brings it back from the page that asks them. */
  authorizationCode(): string {
    const code = this.#text('');
    this.#codes.add(code);
    return code;
  }

  /** A session token of somebody in the admin, as App Bridge gives it to the page; parts may be claimed otherwise. */
  sessionToken(claims: Readonly<Record<string, unknown>> = {}, secret = this.facts.secret): string {
    const now = Math.floor(this.#now() / 1000);
    const payload = {
      iss: `https://${this.#domain}/admin`,
      dest: `https://${this.#domain}`,
      aud: this.facts.clientId,
      sub: '1',
      exp: now + 60,
      nbf: now,
      iat: now,
      jti: this.#text(''),
      sid: this.#text(''),
      ...claims,
    };
    const signed = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded(payload)}`;
    return `${signed}.${signatureOf(signed, secret)}`;
  }

  /** What the token endpoint answers to a body, in JSON or as a form. */
  answer(asked: Readonly<Record<string, unknown>>): TokenAnswer {
    if (asked.client_id !== this.facts.clientId || asked.client_secret !== this.facts.secret)
      return refusal('invalid_client', 'The client is not known, or its secret is not right.');
    if (!this.#isInstalled) return refusal('application_not_installed', 'The app is not installed in this shop.');
    const expires = asked.expiring === '1' || asked.expiring === 1;
    if (asked.grant_type === EXCHANGE) return this.#exchange(asked, expires);
    if (asked.grant_type === 'refresh_token') return this.#refresh(String(asked.refresh_token));
    if (asked.grant_type === 'client_credentials') return bodyOf(this.#grant(DAY_S), DAY_S);
    if (!this.#codes.delete(String(asked.code)))
      return refusal('invalid_request', 'The authorization code was not found or was already used.');
    return expires ? this.#expiring() : bodyOf(this.#grant(undefined));
  }

  /** Access tokens that end hold no longer, before their time: whoever uses one gets 401, and a new one by the refresh token. */
  endTokens(): void {
    for (const { token, endsAt } of this.#grants.values()) if (endsAt !== undefined) this.#grants.delete(token);
  }

  uninstall(): void {
    this.#isInstalled = false;
    this.#grants.clear();
    this.#refreshes.clear();
  }

  install(): void {
    this.#isInstalled = true;
  }

  #exchange(asked: Readonly<Record<string, unknown>>, expires: boolean): TokenAnswer {
    if (asked.subject_token_type !== ID_TOKEN || !this.#isSession(String(asked.subject_token)))
      return refusal('invalid_subject_token', 'The session token is not valid or has expired.');
    if (asked.requested_token_type === ONLINE) return bodyOf(this.#grant(DAY_S, true), DAY_S);
    if (asked.requested_token_type !== OFFLINE)
      return refusal('invalid_request', 'The requested token type is not known.');
    return expires ? this.#expiring() : bodyOf(this.#grant(undefined));
  }

  /** A used refresh token answers the same until the one that took its place is used, so that no grant is lost. */
  #refresh(token: string): TokenAnswer {
    const refresh = this.#refreshes.get(token);
    if (refresh === undefined || refresh.isSpent || refresh.endsAt <= this.#now())
      return refusal('invalid_grant', 'The refresh token is not valid or has expired.');
    for (const before of this.#refreshes.values()) if (before.next === refresh) before.isSpent = true;
    return this.#expiring(refresh);
  }

  #expiring(before?: Refresh): TokenAnswer {
    const next = this.#nextRefresh(before);
    const seconds = this.facts.tokenSeconds ?? HOUR_S;
    const { body } = bodyOf(this.#grant(seconds), seconds);
    return { status: 200, body: { ...body, refresh_token: next.token, refresh_token_expires_in: REFRESH_S } };
  }

  #nextRefresh(before: Refresh | undefined): Refresh {
    const next = before?.next ?? {
      token: this.#text('shprt_'),
      endsAt: this.#now() + REFRESH_S * 1000,
      next: undefined,
      isSpent: false,
    };
    this.#refreshes.set(next.token, next);
    if (before !== undefined) before.next = next;
    return next;
  }

  #grant(seconds: number | undefined, online = false): Grant {
    const endsAt = seconds === undefined ? undefined : this.#now() + seconds * 1000;
    const grant = { token: this.#text('shpat_'), scopes: new Set(this.facts.scopes), endsAt, online };
    this.#grants.set(grant.token, grant);
    return grant;
  }

  #isSession(token: string): boolean {
    const [head = '', payload = '', signature = ''] = token.split('.');
    const [given, right] = [signature, signatureOf(`${head}.${payload}`, this.facts.secret)].map((text) =>
      Buffer.from(text),
    );
    if (given === undefined || right === undefined || given.length !== right.length) return false;
    if (!timingSafeEqual(given, right)) return false;
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    const now = this.#now() / 1000;
    return (
      claims.aud === this.facts.clientId &&
      claims.dest === `https://${this.#domain}` &&
      claims.exp + LEEWAY_S > now &&
      claims.nbf - LEEWAY_S <= now
    );
  }

  #text(prefix: string): string {
    const digits = Array.from({ length: 32 }, () => Math.floor(this.#random() * 16).toString(16));
    return prefix + digits.join('');
  }
}

function bodyOf({ token, scopes }: Grant, seconds?: number) {
  const ends = seconds === undefined ? {} : { expires_in: seconds };
  return { status: 200, body: { access_token: token, scope: [...scopes].join(','), ...ends } } as const;
}

function refusal(error: string, error_description: string): TokenAnswer {
  return { status: error === 'invalid_client' ? 401 : 400, body: { error, error_description } };
}

function encoded(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signatureOf(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url');
}
