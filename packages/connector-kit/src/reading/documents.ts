import { type Instant, msOfInstant } from '@clientele/model';
import { z } from 'zod';
import type { Context, CursorForm, Page } from '../connector.js';
import { canonicalJson, type Json } from '../json.js';
import { digestOf } from '../run/digest.js';
import { instantText } from '../run/instant-text.js';

/** So many readings are remembered by their documents; older documents are told by when they changed. */
const MOST_REMEMBERED = 500;

const documentsCursor = z.strictObject({
  /** How documents were read. */
  reader: z.string(),
  /** Documents that changed no later are not read, remembered or not; null where all that count are remembered. */
  upTo: instantText.nullable(),
  /** What was read: a document as it was then, and when it had changed. */
  read: z.array(z.strictObject({ mark: z.string(), changedAt: instantText })),
  /** The one that is being read, and how much of it came. */
  open: z.strictObject({ mark: z.string(), found: z.int().min(0) }).nullable(),
});
export type DocumentsCursor = z.output<typeof documentsCursor>;

/** A document that can be read, as it is now. */
export interface ListedDocument {
  readonly name: string;
  readonly changedAt: Instant;
  /** Another one whenever the same document would bring something else. */
  readonly tag: string;
}

/** What is met in a document, in the same order whenever it is read. */
export interface Found {
  readonly object?: Json;
  /** Something could not be told: what is not met in this round is not gone for that. */
  readonly partial?: true;
}

/** Thrown by a reading whose document is no longer what was listed. The new one is read in the next round. */
export class DocumentChanged extends Error {}

export interface DocumentsOptions<Settings extends object, Document extends ListedDocument> {
  /** Objects on a page. */
  readonly pageSize: number;
  /** Those there are; `since` is when the newest of those that were read had changed. */
  list(context: Context<Settings>, since: Instant | undefined): Promise<readonly Document[]>;
  /** Reads one from its beginning. The context may be asked for as long as the reading goes on, over several pages. */
  read(document: Document, context: Context<Settings>): AsyncIterable<Found>;
  /** How documents are read, as a short text: where it is another one, all are read anew. */
  reader(settings: Settings): string;
  /** Whether documents hold a part of what there is, so that nothing is gone for not being in them. */
  isPartial(settings: Settings): boolean;
}

export interface Documents<Settings extends object> {
  readonly cursor: CursorForm<DocumentsCursor>;
  /** With the cursor at which a round ended, what has changed since; without, everything. */
  start(last: DocumentsCursor | undefined, settings: Settings): DocumentsCursor;
  pull(cursor: DocumentsCursor, context: Context<Settings>): Promise<Page<DocumentsCursor> | 'expired'>;
}

/**
 * Whole documents, such as files in a folder, each read from front to back, oldest first. A round of changes reads those
 * that are new or not what they were. A reading is held between two pages; where it was lost with its process, the
 * document is read from its beginning again and what came before is passed over.
 */
export function documents<Settings extends object, Document extends ListedDocument>(
  options: DocumentsOptions<Settings, Document>,
): Documents<Settings> {
  // A shortcut only: whoever pulls from another cursor, or has other settings, begins a reading of their own.
  const held = new WeakMap<Settings, Reading<Settings, Document>>();
  return {
    cursor: { version: 1, schema: documentsCursor },
    start(last, settings) {
      const reader = options.reader(settings);
      return last?.reader === reader ? { ...last, open: null } : { reader, upTo: null, read: [], open: null };
    },
    async pull(cursor, context) {
      const { settings } = context;
      if (cursor.reader !== options.reader(settings)) return 'expired';
      const before = held.get(settings);
      held.delete(settings);
      const isSame = before !== undefined && canonicalJson(before.cursor) === canonicalJson(cursor);
      if (!isSame) await before?.close();
      const reading = isSame ? before : new Reading(options, cursor);
      const page = await reading.page(context);
      if (!page.done) held.set(settings, reading);
      return page;
    },
  };
}

interface OpenDocument {
  readonly mark: string;
  readonly changedAt: Instant;
  readonly reading: AsyncIterator<Found>;
}

/** Goes through the documents of one round. */
class Reading<Settings extends object, Document extends ListedDocument> {
  readonly #options: DocumentsOptions<Settings, Document>;
  readonly #gate = new Gate<Settings>();
  #cursor: DocumentsCursor;
  #waiting: Document[] | undefined;
  #open: OpenDocument | undefined;
  #isPartial = false;

  constructor(options: DocumentsOptions<Settings, Document>, cursor: DocumentsCursor) {
    this.#options = options;
    this.#cursor = cursor;
  }

  get cursor(): DocumentsCursor {
    return this.#cursor;
  }

  async page(context: Context<Settings>): Promise<Page<DocumentsCursor>> {
    this.#isPartial = this.#options.isPartial(context.settings);
    this.#gate.open(context);
    const objects: Json[] = [];
    let isDone = false;
    try {
      while (objects.length < this.#options.pageSize && !isDone) {
        const found = await this.#next(context);
        if (found === undefined) isDone = true;
        else {
          this.#isPartial ||= found.partial === true;
          if (found.object !== undefined) objects.push(found.object);
        }
      }
    } finally {
      await this.#gate.close();
    }
    return { objects, next: this.#cursor, done: isDone, partial: this.#isPartial };
  }

  async close(): Promise<void> {
    await this.#open?.reading.return?.();
  }

  /** What is found next, in this document or another; undefined where all are read. */
  async #next(context: Context<Settings>): Promise<Found | undefined> {
    for (;;) {
      const open = this.#open ?? (await this.#begin(context));
      if (open === undefined) return undefined;
      this.#open = open;
      try {
        const { done, value } = await open.reading.next();
        if (done !== true) {
          const { mark, found } = this.#cursor.open ?? { mark: open.mark, found: 0 };
          this.#cursor = { ...this.#cursor, open: { mark, found: found + 1 } };
          return value;
        }
        this.#cursor = afterReading(this.#cursor, open);
      } catch (error) {
        if (!(error instanceof DocumentChanged)) throw error;
        this.#cursor = { ...this.#cursor, open: null };
        this.#isPartial = true;
      }
      this.#open = undefined;
    }
  }

  async #begin(context: Context<Settings>): Promise<OpenDocument | undefined> {
    this.#waiting ??= await this.#unread(context);
    const document = this.#waiting.shift();
    if (document === undefined) return undefined;
    const mark = markOf(document);
    const reading = this.#options.read(document, this.#gate.context(context))[Symbol.asyncIterator]();
    const before = this.#cursor.open?.mark === mark ? this.#cursor.open.found : 0;
    this.#open = { mark, changedAt: document.changedAt, reading };
    try {
      for (let passed = 0; passed < before; passed += 1) await reading.next();
    } catch (error) {
      if (!(error instanceof DocumentChanged)) throw error;
      // Nothing more comes of this reading: it ends with the next thing that is asked of it.
      this.#isPartial = true;
    }
    this.#cursor = { ...this.#cursor, open: { mark, found: before } };
    return this.#open;
  }

  /** Those that this round is to read: first the one that was being read, then as they changed. */
  async #unread(context: Context<Settings>): Promise<Document[]> {
    const { upTo, read, open } = this.#cursor;
    const marks = new Set(read.map(({ mark }) => mark));
    const newest = read.at(-1)?.changedAt ?? upTo ?? undefined;
    const listed = await this.#options.list(context, newest);
    // Where no document is to be seen, nothing can be told of what would have been in one.
    if (listed.length === 0) this.#isPartial = true;
    const unread = listed.filter(
      (document) =>
        !marks.has(markOf(document)) && (upTo === null || msOfInstant(document.changedAt) > msOfInstant(upTo)),
    );
    const isOpen = (document: Document) => markOf(document) === open?.mark;
    // What was being read has changed or is gone: the rest of it comes as what it is now, or never.
    if (open !== null && !unread.some(isOpen)) {
      this.#cursor = { ...this.#cursor, open: null };
      this.#isPartial = true;
    }
    return unread.sort(
      (a, b) =>
        Number(isOpen(b)) - Number(isOpen(a)) ||
        msOfInstant(a.changedAt) - msOfInstant(b.changedAt) ||
        (a.name < b.name ? -1 : 1),
    );
  }
}

/**
 * Lets the requests of a reading through while a step is under way, each by that step, and none between two steps: what
 * fails then would belong to none.
 */
class Gate<Settings extends object> {
  #step: Context<Settings> | undefined;
  #waiting: (() => void)[] = [];
  readonly #asked = new Set<Promise<unknown>>();

  context(first: Context<Settings>): Context<Settings> {
    return {
      settings: first.settings,
      now: first.now,
      spool: (name) => first.spool(name),
      ask: async (request) => {
        while (this.#step === undefined) await new Promise<void>((resolve) => this.#waiting.push(resolve));
        const asked = this.#step.ask(request);
        this.#asked.add(asked);
        try {
          return await asked;
        } finally {
          this.#asked.delete(asked);
        }
      },
    };
  }

  open(step: Context<Settings>): void {
    this.#step = step;
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  async close(): Promise<void> {
    this.#step = undefined;
    await Promise.allSettled(this.#asked);
  }
}

function markOf({ name, tag }: ListedDocument): string {
  return digestOf({ name, tag });
}

function afterReading({ reader, upTo, read }: DocumentsCursor, { mark, changedAt }: OpenDocument): DocumentsCursor {
  const all = [...read, { mark, changedAt }].sort((a, b) => msOfInstant(a.changedAt) - msOfInstant(b.changedAt));
  const forgotten = all.slice(0, -MOST_REMEMBERED).at(-1);
  return { reader, upTo: forgotten?.changedAt ?? upTo, read: all.slice(-MOST_REMEMBERED), open: null };
}
