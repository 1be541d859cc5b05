import type { DeletionRecord, SourceRecord } from '@clientele/model';
import type { Item, RefusedInput } from '../item.js';
import type { Json } from '../json.js';
import type { Keep, KeptPage, Known } from './keep.js';
import { compareVersions } from './version.js';

/**
 * A keep in memory, for tests and for the laws. It takes records as the warehouse does: the later version wins, whatever
 * the order of arrival. Pages become durable several at a time, and all of them when a run is settled.
 */
export class MemoryKeep implements Keep {
  readonly #together: number;
  readonly #pages: KeptPage[] = [];
  readonly #states = new Map<string, string>();
  /** By stream and object, then by kind and id. */
  readonly #known = new Map<string, Map<string, Known>>();
  /** The sweep in which each object was last seen, by stream. */
  readonly #seen = new Map<string, Map<string, number>>();
  readonly #records = new Map<string, SourceRecord>();
  /** By place. */
  readonly #refused = new Map<string, RefusedInput>();
  #durable = 0;
  #token: string | undefined;

  constructor(together = 1) {
    this.#together = together;
  }

  async state(stream: string): Promise<Json | undefined> {
    const stored = this.#states.get(stream);
    return stored === undefined ? undefined : JSON.parse(stored);
  }

  async known(stream: string, objects: readonly string[]): Promise<readonly Known[]> {
    return objects.flatMap((object) => [...(this.#known.get(`${stream} ${object}`)?.values() ?? [])]);
  }

  async page(page: KeptPage): Promise<void> {
    this.#take(page);
    if (this.#pages.length - this.#durable >= this.#together) this.#durable = this.#pages.length;
  }

  async settled(): Promise<void> {
    this.#durable = this.#pages.length;
  }

  async missing(stream: string, sweep: number, after: string, limit: number): Promise<readonly string[]> {
    return [...(this.#seen.get(stream) ?? [])]
      .filter(([object, seen]) => seen < sweep && object > after && this.#isMissed(stream, object))
      .map(([object]) => object)
      .sort((a, b) => (a < b ? -1 : 1))
      .slice(0, limit);
  }

  async seen(stream: string, sweep: number, objects: readonly string[]): Promise<readonly string[]> {
    const sightings = this.#seen.get(stream);
    return objects.filter((object) => (sightings?.get(object) ?? 0) >= sweep);
  }

  async token(): Promise<Json | undefined> {
    return this.#token === undefined ? undefined : JSON.parse(this.#token);
  }

  async keepToken(token: Json): Promise<void> {
    this.#token = JSON.stringify(token);
  }

  /** What is left after a crash at this moment: everything up to the last durable page. */
  crashed(): MemoryKeep {
    const left = new MemoryKeep(this.#together);
    for (const page of this.#pages.slice(0, this.#durable)) left.#take(page);
    left.#durable = this.#durable;
    left.#token = this.#token;
    return left;
  }

  /** All records that are not gone, as the stores have them. */
  records(): SourceRecord[] {
    return [...this.#records.values()].filter(({ kind }) => kind !== 'deletion');
  }

  /** Everything that was refused and has not been read since. */
  refused(): RefusedInput[] {
    return [...this.#refused.values()];
  }

  /** The states as they are stored. */
  states(): string[] {
    return [...this.#states.values()];
  }

  /** All states there ever were. */
  everyState(): string[] {
    return this.#pages.flatMap(({ state }) => (state === undefined ? [] : [JSON.stringify(state)]));
  }

  /** What was dropped, and has not come back. */
  dropped(): DeletionRecord[] {
    return [...this.#records.values()].filter((record) => record.kind === 'deletion');
  }

  /** The same with other states: as another release might have left them. */
  withStates(change: (state: string) => string): MemoryKeep {
    const other = this.crashed();
    for (const [stream, state] of other.#states) other.#states.set(stream, change(state));
    return other;
  }

  #take(page: KeptPage): void {
    const { stream, items, known, seen, resolved, sweep, state } = page;
    this.#pages.push(page);
    for (const object of resolved) this.#refused.delete(`${stream} ${object}`);
    for (const item of items) this.#store(item);
    for (const one of known) {
      const place = `${stream} ${one.object}`;
      const records = this.#known.get(place) ?? new Map<string, Known>();
      this.#known.set(place, records.set(`${one.kind} ${one.externalId}`, one));
    }
    const sightings = this.#seen.get(stream) ?? new Map<string, number>();
    this.#seen.set(stream, sightings);
    for (const object of seen) sightings.set(object, sweep);
    if (state !== undefined) this.#states.set(stream, JSON.stringify(state));
  }

  #store(item: Item): void {
    if (item.outcome === 'refused') {
      this.#refused.set(item.place, item);
      return;
    }
    const { record } = item;
    const key = `${record.kind === 'deletion' ? record.of : record.kind} ${record.externalId}`;
    const stored = this.#records.get(key);
    if (stored !== undefined && compareVersions(record.version, stored.version) <= 0) return;
    this.#records.set(key, record);
  }

  /** Whether anybody would miss it: something of it is there, or waits to be read. */
  #isMissed(stream: string, object: string): boolean {
    const place = `${stream} ${object}`;
    if (this.#refused.has(place)) return true;
    const records = this.#known.get(place);
    return records !== undefined && [...records.values()].some(({ gone }) => gone === undefined);
  }
}
