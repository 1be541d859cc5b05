import type { Stopped } from '@clientele/connector-kit';
import type { StoredRefused } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import type { PullParts } from '../pull/pulled-connection.js';
import type { PulledConnections, Unusable } from '../pull/pulled-connections.js';
import { isRefusedObject } from '../pull/stored-keep.js';
import { type ReadAgain, retryRefused } from '../retry-refused.js';

/** Objects of a platform that are tried together. */
const MOST_TOGETHER = 1_000;

export interface RetryParts extends Parts, Pick<PullParts, 'inTurn'> {
  /** Reads refused rows of files again. */
  readonly readAgain: ReadAgain;
}

/** `tried` to the end, with how many inputs are refused no longer; or why the platform could not be asked. */
export type Retried = { readonly outcome: 'tried'; readonly accepted: number } | Stopped | Unusable;

const NOTHING = { outcome: 'tried', accepted: 0 } as const;

/** Tries refused input again, whoever asks: of each connection once at a time. Profiles follow when the street is advanced. */
export class RefusedRetries {
  readonly #parts: RetryParts;
  readonly #connections: Pick<PulledConnections, 'retry'>;
  readonly #underWay = new Map<string, { readonly number: number | undefined; readonly end: Promise<Retried> }>();

  constructor(parts: RetryParts, connections: Pick<PulledConnections, 'retry'>) {
    this.#parts = parts;
    this.#connections = connections;
  }

  isUnderWay(shop: Shop, connection: string): boolean {
    return this.#underWay.has(keyOf(shop, connection));
  }

  /**
   * Tries all refused input of a connection. Where the same is under way already, that is answered.
   *
   * @param number tries this one only, where it is an object of a platform; rows of files are tried together, since
   *   several may make one order
   */
  async retry(shop: Shop, connection: string, number?: number): Promise<Retried> {
    const key = keyOf(shop, connection);
    for (;;) {
      const underWay = this.#underWay.get(key);
      if (underWay === undefined) break;
      if (underWay.number === number) return underWay.end;
      await underWay.end.catch(() => {});
    }
    const end = this.#retry(shop, connection, number).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, { number, end });
    return end;
  }

  async #retry(shop: Shop, connection: string, number: number | undefined): Promise<Retried> {
    const { ledger, inTurn, readAgain } = this.#parts;
    const one = number === undefined ? undefined : await ledger.refused.get(shop.id, number);
    if (number !== undefined && one?.connection !== connection) return NOTHING;
    if (one !== undefined && isRefusedObject(one)) return this.#retryObjects(shop, connection, [one]);
    const pulled = number === undefined ? await this.#retryAllObjects(shop, connection) : NOTHING;
    const rows = await inTurn(shop.id, () => retryRefused(this.#parts, shop, readAgain, connection));
    return pulled.outcome === 'tried' ? { outcome: 'tried', accepted: pulled.accepted + rows.accepted } : pulled;
  }

  async #retryAllObjects(shop: Shop, connection: string): Promise<Retried> {
    const { ledger } = this.#parts;
    let accepted = 0;
    for (let after = 0; ; ) {
      const page = await ledger.refused.list(shop.id, { connection, after, limit: MOST_TOGETHER });
      const retried = await this.#retryObjects(shop, connection, page.filter(isRefusedObject));
      if (retried.outcome !== 'tried') return retried;
      accepted += retried.accepted;
      if (page.length < MOST_TOGETHER) return { outcome: 'tried', accepted };
      after = page.at(-1)?.number ?? after;
    }
  }

  /** Asks the platform once more for what could not be read of it. */
  async #retryObjects(shop: Shop, connection: string, objects: readonly StoredRefused[]): Promise<Retried> {
    if (objects.length === 0) return NOTHING;
    const retried = await this.#connections.retry(shop, connection, objects);
    if (retried.outcome !== 'done') return retried;
    const { changed, unchanged, gone } = retried.counts;
    return { outcome: 'tried', accepted: changed + unchanged + gone };
  }
}

function keyOf(shop: Shop, connection: string): string {
  return `${shop.id} ${connection}`;
}
