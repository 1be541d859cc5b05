import { type AppKeys, shopify } from '@clientele/connector-shopify';
import type { AppInstallation } from '@clientele/ledger';
import { msOfInstant, parseTimeZone, type Shop, type ShopId, shopId, timeZone } from '@clientele/model';
import type { Parts, PulledConnections } from '@clientele/pipeline';
import type { SessionToken } from './session-token.js';
import { exchangeToken, type Grant } from './token-exchange.js';

/** The app's name in the ledger, and that of the connection that it makes: its platform's. */
export const APP = shopify.id;

export interface InstallationParts extends Pick<Parts, 'ledger' | 'clock'> {
  /** Among whose connectors is that of this app. */
  readonly connections: Pick<PulledConnections, 'connector' | 'try' | 'connect' | 'disconnect' | 'signInAnew' | 'sync'>;
  /** Reaches Shopify; follows no redirect. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** Tells of what failed and is tried again: without secrets and personal data. */
  readonly log: (message: string) => void;
}

/** Whether somebody may go on to their shop. */
export type Entered =
  | { readonly outcome: 'entered'; readonly shop: ShopId }
  | { readonly outcome: 'stale' }
  | { readonly outcome: 'failed'; readonly sentence: string };

const UTC = timeZone('UTC');
/** Access that was lost is asked for no more often. */
const AGAIN_MS = 60_000;
const REMOVED = 'the app was taken out of the shop; installing it again in Shopify goes on from here';

/**
 * In which shops the app is. Shopify installs it without asking us: whoever comes first makes the shop and its connection
 * here, everybody after finds them.
 */
export class Installations {
  readonly #parts: InstallationParts;
  readonly #keys: AppKeys;
  /** By domain: however many come at once, one of them installs. */
  readonly #underWay = new Map<string, Promise<Entered>>();
  readonly #grantedAt = new Map<string, number>();

  constructor(parts: InstallationParts, keys: AppKeys) {
    this.#parts = parts;
    this.#keys = keys;
  }

  /** What is known of a shop, also where the app is out of it. */
  find(domain: string): Promise<AppInstallation | undefined> {
    return this.#parts.ledger.appInstallations.find(APP, domain);
  }

  /** The shop of whoever works there; installs the app where it is not yet, or no longer. */
  async enter(token: SessionToken): Promise<Entered> {
    const { ledger } = this.#parts;
    const known = await this.find(token.domain);
    const pull = known && (await ledger.pulls.get(known.shop, known.connection));
    if (known === undefined || known.removedAt !== null || pull === undefined) return this.#install(token);
    // One that was disconnected here stays so until somebody connects it again.
    if (pull.endedAt === null && pull.end?.code === 'denied') this.#regain(token);
    return { outcome: 'entered', shop: known.shop };
  }

  /** The app was taken out of a shop: nothing is asked there any more. What is known of it stays until it is to be erased. */
  async remove(domain: string): Promise<void> {
    const { ledger, connections, clock } = this.#parts;
    const known = await this.find(domain);
    const shop = known && (await ledger.shops.get(known.shop));
    if (known === undefined || known.removedAt !== null || shop === undefined) return;
    await connections.disconnect(shop, known.connection, REMOVED);
    await ledger.appInstallations.remove(APP, domain, clock());
    await this.#writeDown(shop.id, 'connection.ended', known.connection);
  }

  /** The merchant lets the app do other things than before; what it may read beside that is read from the beginning. */
  async grant(domain: string, scopes: readonly string[]): Promise<void> {
    const { ledger, connections, log } = this.#parts;
    const known = await this.find(domain);
    const shop = known && (await ledger.shops.get(known.shop));
    if (known === undefined || known.removedAt !== null || shop === undefined) return;
    await ledger.appInstallations.grant(APP, domain, scopes);
    if (scopes.every((scope) => known.scopes.includes(scope))) return;
    // A token has the rights of when it was given. Should this be cut short, the next sweep reads everything.
    connections.signInAnew(shop, known.connection);
    connections
      .sync(shop, known.connection, { full: true })
      .catch((error: unknown) => log(`${domain} could not be read again: ${nameOf(error)}`));
  }

  /** Access was lost (a grant ends when it is not used for months): whoever works there brings it back, behind their answer. */
  #regain(token: SessionToken): void {
    const now = msOfInstant(this.#parts.clock());
    if (now - (this.#grantedAt.get(token.domain) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    this.#grantedAt.set(token.domain, now);
    this.#install(token)
      .then((entered) => entered.outcome === 'failed' && this.#parts.log(entered.sentence))
      .catch((error: unknown) => this.#parts.log(`${token.domain} could not be connected: ${nameOf(error)}`));
  }

  #install(token: SessionToken): Promise<Entered> {
    const { domain } = token;
    const underWay = this.#underWay.get(domain) ?? this.#connect(token).finally(() => this.#underWay.delete(domain));
    this.#underWay.set(domain, underWay);
    return underWay;
  }

  async #connect(token: SessionToken): Promise<Entered> {
    const { ledger, connections, clock, fetch } = this.#parts;
    const exchanged = await exchangeToken(token, this.#keys, fetch);
    if (exchanged.outcome !== 'granted') return exchanged;
    const { accessToken, refreshToken, scopes }: Grant = exchanged.grant;
    const connector = connections.connector(APP);
    if (connector === undefined) throw new Error(`the connector ${APP} is not loaded`);
    const { domain } = token;
    // With the access that was just given: the refresh token is for the connection alone.
    const tried = await connections.try(connector, { shop: domain, accessToken });
    if (tried.outcome !== 'reached')
      return { outcome: 'failed', sentence: `${domain} is not connected: ${tried.sentence}` };
    const { account } = tried;
    const { currency } = account;
    if (currency === undefined)
      return { outcome: 'failed', sentence: `${domain} does not say in which currency it counts` };
    const draft: Shop = {
      id: shopId(domain.slice(0, domain.indexOf('.'))),
      name: account.name ?? domain,
      currency,
      timeZone: parseTimeZone(account.timeZone ?? '') ?? UTC,
      clock: null,
      generated: false,
      createdAt: clock(),
    };
    const begun = { app: APP, account: domain, connection: APP, scopes, shop: draft };
    const installation = await ledger.appInstallations.begin(begun, clock());
    const shop = (await ledger.shops.get(installation.shop)) ?? draft;
    // Neither the app's keys nor a token among the settings: those are the app's, and the ledger keeps the token apart.
    const settings = { shop: domain };
    const reached = { outcome: 'reached', account, settings, token: refreshToken } as const;
    const connected = await connections.connect(shop, installation.connection, connector, reached);
    if (typeof connected !== 'string') return { outcome: 'failed', sentence: connected.sentence };
    await ledger.hookDoors.token(shop.id, installation.connection, clock());
    await this.#writeDown(shop.id, `connection.${connected}`, installation.connection);
    return { outcome: 'entered', shop: shop.id };
  }

  async #writeDown(shop: ShopId, what: string, subject: string): Promise<void> {
    await this.#parts.ledger.auditLog.append(shop, { who: `app:${APP}`, what, subject }, this.#parts.clock());
  }
}

/** What it is, and nothing that it says: that may hold what was sent. */
function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : 'it failed';
}
