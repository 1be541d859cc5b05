import { basename, dirname } from 'node:path';
import type { Instant, Refused, Shop, ShopId } from '@clientele/model';
import { advance } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

const PAGE = 1_000;

export interface RefusedInput extends Asked {
  /** At most so many; all without it. */
  readonly limit?: number;
  /** Tries them again first. */
  readonly retry: boolean;
  /** Absolute path of a file whose rows are forgotten first. */
  readonly discard?: string;
}

interface RefusedRow extends Refused {
  /** What its record would have belonged to. */
  readonly connection: string;
  /** How often it could not be read, and when last. */
  readonly tries: number;
  readonly triedAt: Instant;
}

/** What is refused; after a retry, what is refused still. */
export const refused: Verb<RefusedInput, readonly RefusedRow[]> = {
  name: 'refused',

  async run(house, input, report) {
    const shop = await house.shop(input.shop);
    if (input.retry) {
      const failed = await retryAll(house, shop);
      await house.inTurn(shop.id, () =>
        advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of })),
      );
      if (failed.length > 0) throw new CommandError(3, failed.join('\n'));
    }
    if (input.discard !== undefined) await discard(house, shop.id, input.discard);
    const found: RefusedRow[] = [];
    for await (const page of pagesOf(house, shop.id)) {
      for (const { connection, source, place, reason, tries, triedAt } of page) {
        found.push({ connection, source, place, reason, tries, triedAt });
      }
    }
    return yes(inOrder(found).slice(0, input.limit));
  },

  print(output, terminal, { retry, limit }) {
    if (output.length === 0) terminal.line(retry ? 'Nothing is refused any more.' : 'Nothing was refused.');
    else if (retry) terminal.line('Still refused:');
    for (const { connection, source, place, reason, tries, triedAt } of output) {
      const tried = tries > 1 ? ` (tried ${tries} times, last ${triedAt})` : '';
      terminal.line(`${source}, ${place}, for ${connection}: ${reason}${tried}`);
    }
    if (output.length === limit) terminal.line('There may be more: leave out --limit to see all.');
  },
};

/** Tries all refused input again; answers which connections could not be asked, and why. */
async function retryAll({ ledger, retries }: House, shop: Shop): Promise<string[]> {
  const failed: string[] = [];
  for (const connection of (await ledger.refused.countByConnection(shop.id)).keys()) {
    const retried = await retries.retry(shop, connection);
    if (retried.outcome !== 'tried') failed.push(`${connection} could not be asked again: ${retried.sentence}.`);
  }
  return failed;
}

async function* pagesOf({ ledger }: House, shop: ShopId) {
  let after = 0;
  for (;;) {
    const page = await ledger.refused.list(shop, { after, limit: PAGE });
    yield page;
    if (page.length < PAGE) return;
    after = page.at(-1)?.number ?? after;
  }
}

/** File by file as they came, each from its first line on: rows of an order wait for the rest of it, others do not. */
function inOrder(refused: readonly RefusedRow[]): readonly RefusedRow[] {
  const files = new Map([...new Set(refused.map(({ source }) => source))].map((source, index) => [source, index]));
  const fileOf = ({ source }: Refused) => files.get(source) ?? 0;
  return refused.toSorted((a, b) => fileOf(a) - fileOf(b) || lineOf(a) - lineOf(b));
}

/** `lines 12 to 14` is at 12. */
function lineOf({ place }: Refused): number {
  return Number(/\d+/.exec(place)?.[0] ?? 0);
}

/** Forgets the rows of a file that nobody will mend, or that came in with a mended file. */
async function discard(house: House, shop: ShopId, file: string): Promise<void> {
  let numbers: number[] = [];
  const read = new Set<string>();
  for (const { name, config } of await house.ledger.connections.list(shop)) {
    if (Object(config).directory === dirname(file)) read.add(name);
  }
  // What was pulled is placed by its stream and the file's name.
  const isPulled = (connection: string, place: string) =>
    read.has(connection) && ` ${place} `.includes(` ${basename(file)} `);
  for await (const page of pagesOf(house, shop)) {
    const own = page.filter(({ source, connection, place }) => source === file || isPulled(connection, place));
    numbers = numbers.concat(own.map(({ number }) => number));
  }
  if (numbers.length === 0) throw new CommandError(2, `The shop ${shop} has no refused row of ${file}.`);
  await house.ledger.refused.remove(shop, numbers);
  await writeDown(house, shop, 'refused.discarded', shop);
}
