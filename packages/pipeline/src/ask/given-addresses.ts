import { identifierKey, identifiersOf } from '@clientele/identity';
import type { ShopId } from '@clientele/model';
import { identityReader, type Sql } from '@clientele/warehouse';
import { addressesOf, type NewestFirst, type WritingChannel } from './reachable.js';

/** The addresses that stand in a file, each once, whoever else it is of. It remembers those only that are of several. */
export class GivenAddresses {
  readonly channel: WritingChannel;
  readonly #sql: Sql;
  readonly #shop: ShopId;
  readonly #given = new Set<string>();
  /** Of the people at hand, what identity knows addresses by that are of several. */
  #ofSeveral = new Set<string>();

  constructor(sql: Sql, shop: ShopId, channel: WritingChannel) {
    this.#sql = sql;
    this.#shop = shop;
    this.channel = channel;
  }

  /** Looks up with whom some people share their addresses, before {@link give} is asked about these. */
  async meet(people: readonly NewestFirst[]): Promise<void> {
    const reader = identityReader(this.#sql, this.#shop);
    const keys = new Set(people.flatMap((records) => [...this.#keysOf(records).values()].flat()));
    const carriers = [...(await reader.carriersOf([...keys]))].filter(([, customers]) => customers.length > 1);
    const profiles = await reader.profilesOf([...new Set(carriers.flatMap(([, customers]) => customers))]);
    const ofSeveral = carriers.filter(([, customers]) => new Set(customers.map((no) => profiles.get(no))).size > 1);
    this.#ofSeveral = new Set(ofSeveral.map(([key]) => key));
  }

  /** The first of a person's addresses that nobody before was given; undefined where there is none. */
  give(records: NewestFirst, addresses: readonly string[]): string | undefined {
    const keysOf = this.#keysOf(records);
    const address = addresses.find((one) => !keysOf.get(one)?.some((key) => this.#given.has(key)));
    const keys = address === undefined ? [] : (keysOf.get(address) ?? []);
    for (const key of keys) if (this.#ofSeveral.has(key)) this.#given.add(key);
    return address;
  }

  /** By address what identity knows it by: all spellings of a mailbox are one, and all ways to write a number. */
  #keysOf(records: NewestFirst): Map<string, string[]> {
    const kind = this.channel === 'email' ? 'email' : 'phone';
    const keys = new Map<string, string[]>();
    for (const record of records) {
      const own = identifiersOf(record, record.connection).filter((identifier) => identifier.kind === kind);
      for (const address of addressesOf([record], this.channel)) {
        keys.set(address, [...(keys.get(address) ?? []), ...own.map(identifierKey)]);
      }
    }
    return keys;
  }
}
