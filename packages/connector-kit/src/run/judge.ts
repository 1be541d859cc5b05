import {
  type Instant,
  msOfInstant,
  type RecordInput,
  type RecordKind,
  readRecord,
  type SourceRecord,
} from '@clientele/model';
import type { Gone, Stream, Why } from '../connector.js';
import type { Item } from '../item.js';
import type { Json } from '../json.js';
import { digestOf } from './digest.js';
import type { Known } from './keep.js';
import { namelessId } from './nameless.js';
import { reasonOf } from './reason.js';
import { compareVersions, laterVersion, nextVersion, notAfter } from './version.js';

/** Characters of an object that are kept where it is refused. */
const LONGEST_BODY = 262_144;

/**
 * How the objects came: `read` by us, one after the other, so that the later answer is the later state; `heard`; or `kept`
 * since they were refused.
 */
export type Coming = 'read' | 'heard' | 'kept';

export interface Counts {
  readonly objects: number;
  /** Objects by what became of them: these four add up to the objects, and to those that were found missing. */
  readonly changed: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly gone: number;
}

export interface Judged {
  readonly items: readonly Item[];
  readonly known: readonly Known[];
  readonly seen: readonly string[];
  readonly resolved: readonly string[];
  readonly counts: Counts;
  /** The latest change time said, never later than now. */
  readonly highest: Instant | undefined;
  /** True where an object could not even be told apart: what is missing cannot be told then. */
  readonly blind: boolean;
}

/** An object that the source has no more; `at` where it says since when. */
export interface Left {
  readonly id: string;
  readonly why: Why;
  readonly at?: Instant | undefined;
}

/** An object that the source has, and fails to give; `object` is what it says of it all the same. */
export interface Unread {
  readonly id: string;
  readonly object: Json;
  readonly reason: string;
}

/** What came of a stream. */
export interface Came {
  readonly objects?: readonly Json[];
  readonly left?: readonly Left[];
  readonly unread?: readonly Unread[];
  readonly kept?: readonly KeptObject[];
}

/** An object that was refused, as it was kept; `id` is what it was told from others by. */
export interface KeptObject {
  readonly id: string;
  readonly object: Json;
}

/** Why an object cannot be decoded. */
interface Undecoded {
  readonly undecoded: string;
}

export interface JudgeParts<Settings extends object> {
  readonly name: string;
  readonly stream: Stream<Settings>;
  readonly settings: Settings;
  readonly coming: Coming;
  /** No change can be later. */
  readonly latest: Instant;
  readonly known: readonly Known[];
  readonly hide: (text: string) => string;
}

/** Says what is new in objects, against what is known of them. */
export class Judge<Settings extends object> {
  readonly #parts: JudgeParts<Settings>;
  /** By object, then by kind and id. */
  readonly #known = new Map<string, Map<string, Known>>();
  readonly #changed = new Map<string, Known>();
  readonly #items: Item[] = [];
  readonly #seen = new Set<string>();
  readonly #resolved = new Set<string>();
  readonly #counts = { objects: 0, changed: 0, unchanged: 0, refused: 0, gone: 0 };
  #highest: Instant | undefined;
  #blind = false;

  constructor(parts: JudgeParts<Settings>) {
    this.#parts = parts;
    for (const one of parts.known) this.#knownOf(one.object).set(keyOf(one), one);
  }

  object(object: Json): void {
    this.#counts.objects += 1;
    const id = objectId(this.#parts.stream, object);
    if (id === undefined) {
      this.#blind = true;
      const own = namelessId(object);
      this.#seen.add(own);
      this.#refuseObject(own, 'it has no id by which it could be told from others', object, 1);
      return;
    }
    this.#seen.add(id);
    const said = this.#decoded(object);
    if ('undecoded' in said) this.#refuseObject(id, said.undecoded, object, 1);
    else if ('gone' in said) this.left({ id, why: said.gone, at: said.at });
    else this.#records(id, said, object);
  }

  left({ id, why, at }: Left): void {
    this.#seen.add(id);
    this.#resolved.add(id);
    const before = this.#items.length;
    const known = this.#knownOf(id);
    for (const one of known.values()) this.#drop(one, why, at, this.#items.length === before ? 1 : 0);
    const { kind } = this.#parts.stream;
    if (known.size === 0 && this.#parts.coming === 'heard' && kind !== 'any') {
      this.#drop(this.#unheardOf(id, kind, at), why, at, 1);
    }
    this.#counts[this.#items.length > before ? 'gone' : 'unchanged'] += 1;
  }

  unread({ id, object, reason }: Unread): void {
    this.#counts.objects += 1;
    this.#seen.add(id);
    this.#refuseObject(id, reason, object, 1);
  }

  /** Tries an object once more that was refused: what it was refused by before waits no more, whatever it is told by now. */
  kept({ id, object }: KeptObject): void {
    if (id !== (objectId(this.#parts.stream, object) ?? namelessId(object))) this.#resolved.add(id);
    this.object(object);
  }

  judged(): Judged {
    return {
      items: this.#items,
      known: [...this.#changed.values()],
      seen: [...this.#seen],
      resolved: [...this.#resolved],
      counts: { ...this.#counts },
      highest: this.#highest,
      blind: this.#blind,
    };
  }

  #decoded(object: Json): readonly RecordInput[] | Gone | Undecoded {
    try {
      return this.#parts.stream.decode(object, this.#parts.settings);
    } catch (error) {
      return { undecoded: reasonOf(error) };
    }
  }

  #records(id: string, said: readonly RecordInput[], object: Json): void {
    const before = this.#items.length;
    const rows = () => (this.#items.length === before ? 1 : 0);
    const readings = said.map((input) => readRecord(input));
    const records = readings.flatMap((reading) => (reading.outcome === 'read' ? [reading.record] : []));
    const reasons = readings.flatMap((reading) => (reading.outcome === 'refused' ? [reading.reason] : []));
    if (records.some((record) => this.#isOldNews(id, record))) {
      // What was refused is older than what is known by now; of anything else that comes late, that is not said.
      if (this.#parts.coming === 'kept') this.#resolved.add(id);
      this.#counts.unchanged += 1;
      return;
    }
    const unsaid = new Map(this.#knownOf(id));
    for (const record of records) {
      unsaid.delete(keyOf(subjectOf(record)));
      this.#record(id, record, rows());
    }
    if (reasons.length > 0) {
      // Which records it would have said is not known: none of them is gone.
      this.#refuseObject(id, reasons.join('; '), object, rows());
      return;
    }
    for (const one of unsaid.values()) this.#drop(one, 'deleted', undefined, rows());
    this.#resolved.add(id);
    this.#counts[this.#items.length > before ? (said.length === 0 ? 'gone' : 'changed') : 'unchanged'] += 1;
  }

  /** Whether an object is as it was before what is known of it: nothing that it says or leaves out counts then. */
  #isOldNews(object: string, record: SourceRecord): boolean {
    const subject = subjectOf(record);
    if (!this.#isMain(subject.kind)) return false;
    const known = this.#knownOf(object).get(keyOf(subject));
    if (known === undefined) return false;
    const order = compareVersions(notAfter(record.version, this.#parts.latest), known.said);
    // What is heard may be older than its time tells; what was gone and is read again is back, whatever its time.
    if (this.#parts.coming === 'heard') return order < 0 || (order === 0 && known.digest !== contentOf(record));
    if (this.#parts.coming === 'kept') return order < 0 || (order === 0 && known.gone !== undefined);
    return order < 0 && (known.gone === undefined || this.#parts.stream.kind === 'any');
  }

  #isMain(kind: RecordKind): boolean {
    const { kind: main } = this.#parts.stream;
    return main === 'any' || main === kind;
  }

  #record(object: string, record: SourceRecord, rows: number): void {
    const { kind, externalId } = subjectOf(record);
    const said = notAfter(record.version, this.#parts.latest);
    if (this.#isMain(kind)) this.#highest = laterOf(this.#highest, said.updatedAt);
    const digest = contentOf(record);
    const known = this.#knownOf(object).get(keyOf({ kind, externalId }));
    if (known?.digest === digest && (known.gone === undefined || record.kind === 'deletion')) {
      // A source may count what we do not keep (that somebody looked): nothing is handed over then.
      if (compareVersions(said, known.said) > 0) this.#remember({ ...known, said });
      return;
    }
    // Where the version has not moved and the content has, the source does not count this change.
    const given = known === undefined || compareVersions(said, known.given) > 0 ? said : nextVersion(known.given);
    const gone = record.kind === 'deletion' ? { gone: 'deleted' as const } : {};
    this.#remember({ stream: this.#parts.name, object, kind, externalId, said, given, digest, ...gone });
    this.#hand({ ...record, version: given }, `${this.#parts.name} ${object}`, rows);
  }

  #drop(known: Known, why: Why, at: Instant | undefined, rows: number): void {
    // Late news: it has come back since.
    if (this.#parts.coming === 'heard' && at !== undefined && isBefore(at, known.said.updatedAt)) return;
    const since = at === undefined ? known.said : notAfter({ updatedAt: at, tiebreak: 0 }, this.#parts.latest);
    const said = laterVersion(known.said, since);
    if (known.gone !== undefined) {
      // Gone once more: what it was meanwhile, and is yet to be heard of, is old by now.
      if (compareVersions(said, known.said) > 0) this.#remember({ ...known, said });
      return;
    }
    const given = laterVersion(nextVersion(known.given), since);
    this.#remember({ ...known, said, given, gone: why });
    const { kind: of, externalId, object } = known;
    this.#hand({ kind: 'deletion', of, externalId, version: given }, `${this.#parts.name} ${object}`, rows);
  }

  /** A deletion that arrives before what it deletes. */
  #unheardOf(id: string, kind: RecordKind, at: Instant | undefined): Known {
    const version = notAfter({ updatedAt: at ?? this.#parts.latest, tiebreak: 0 }, this.#parts.latest);
    return { stream: this.#parts.name, object: id, kind, externalId: id, said: version, given: version, digest: '' };
  }

  #remember(known: Known): void {
    this.#knownOf(known.object).set(keyOf(known), known);
    this.#changed.set(`${known.object} ${keyOf(known)}`, known);
  }

  #knownOf(object: string): Map<string, Known> {
    let records = this.#known.get(object);
    if (records === undefined) {
      records = new Map();
      this.#known.set(object, records);
    }
    return records;
  }

  #hand(record: SourceRecord, place: string, rows: number): void {
    this.#items.push({ outcome: 'read', record, rows, place });
  }

  #refuseObject(id: string, reason: string, object: Json, rows: number): void {
    this.#resolved.delete(id);
    this.#counts.refused += 1;
    const place = `${this.#parts.name} ${id}`;
    const body = (JSON.stringify(object) ?? '').slice(0, LONGEST_BODY);
    this.#items.push({ outcome: 'refused', place, reason: this.#parts.hide(reason), body, rows });
  }
}

/** The record that a record is about: a deletion is about another. */
function subjectOf(record: SourceRecord): { readonly kind: RecordKind; readonly externalId: string } {
  return { kind: record.kind === 'deletion' ? record.of : record.kind, externalId: record.externalId };
}

function contentOf(record: SourceRecord): string {
  return digestOf({ ...record, version: null });
}

function keyOf({ kind, externalId }: { readonly kind: RecordKind; readonly externalId: string }): string {
  return `${kind} ${externalId}`;
}

/** As long as the external id of a record may be. */
const LONGEST_ID = 512;

/** The id of an object; undefined where it has none, or none that can be read and stored. */
export function objectId<Settings extends object>(stream: Stream<Settings>, object: Json): string | undefined {
  try {
    const id: unknown = stream.id(object);
    return typeof id === 'string' && id !== '' && id.length <= LONGEST_ID && !id.includes('\0') ? id : undefined;
  } catch {
    return undefined;
  }
}

function laterOf(a: Instant | undefined, b: Instant): Instant {
  return a === undefined || isBefore(a, b) ? b : a;
}

function isBefore(a: Instant, b: Instant): boolean {
  return msOfInstant(a) < msOfInstant(b);
}
