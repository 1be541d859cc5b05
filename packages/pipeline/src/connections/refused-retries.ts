import type { Stopped } from '@clientele/connector-kit';
import type { StoredRefused } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import type { PullParts } from '../pull/pulled-connection.js';
import type { PulledConnections, Unusable } from '../pull/pulled-connections.js';
import { refusedStream } from '../pull/stored-keep.js';
import { type ReadAgain, retryRefused } from '../retry-refused.js';

/** Objects of a platform that are tried together. */
const MOST_TOGETHER = 1_000;

export interface RetryParts extends Parts, Pick<PullParts, 'inTurn'> {
  /** Reads refused rows of files again. */
  readonly readAgain: ReadAgain;
}

/** `tried` to the end, with what was accepted and what is refused still; or why the platform could not be asked. */
export type Retried =
  | { readonly outcome: 'tried'; readonly accepted: number; readonly refused: number }
  | Stopped
  | Unusable;

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
    const countOf = async () => (await ledger.refused.countByConnection(shop.id)).get(connection) ?? 0;
    const one = number === undefined ? undefined : await ledger.refused.get(shop.id, number);
    if (number !== undefined && one?.connection !== connection) return { outcome: 'tried', accepted: 0, refused: 0 };
    const before = await countOf();
    if (one !== undefined && isPulled(one)) {
      const why = await this.#connections.retry(shop, connection, [one]);
      if (why !== undefined) return why;
    } else {
      const why = number === undefined ? await this.#retryPulled(shop, connection) : undefined;
      await inTurn(shop.id, () => retryRefused(this.#parts, shop, readAgain, connection));
      if (why !== undefined) return why;
    }
    const refused = await countOf();
    return { outcome: 'tried', accepted: Math.max(0, before - refused), refused };
  }

  /** Asks the platform once more for what could not be read of it; answers why that could not be. */
  async #retryPulled(shop: Shop, connection: string): Promise<Stopped | Unusable | undefined> {
    const { ledger } = this.#parts;
    for (let after = 0; ; ) {
      const page = await ledger.refused.list(shop.id, { connection, after, limit: MOST_TOGETHER });
      const pulled = page.filter(isPulled);
      const why = pulled.length === 0 ? undefined : await this.#connections.retry(shop, connection, pulled);
      if (why !== undefined) return why;
      if (page.length < MOST_TOGETHER) return undefined;
      after = page.at(-1)?.number ?? after;
    }
  }
}

function isPulled({ retry }: StoredRefused): boolean {
  return refusedStream(retry) !== undefined;
}

function keyOf(shop: Shop, connection: string): string {
  return `${shop.id} ${connection}`;
}
