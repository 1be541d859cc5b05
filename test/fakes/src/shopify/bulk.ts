import { type DocumentNode, execute, type GraphQLSchema } from 'graphql';
import { randomOf } from '../random.js';
import { linesOf, lineText } from './bulk-lines.js';
import { readBulkQuery } from './bulk-query.js';
import type { Context } from './context.js';
import { gid, type Id } from './gid.js';
import { answerField, schemaOf } from './schema.js';
import type { Ms } from './time.js';

export interface BulkOperation {
  readonly __typename: 'BulkOperation';
  readonly id: Id;
  readonly query: string;
  readonly createdAt: Ms;
  completedAt: Ms | null;
  status: 'CANCELED' | 'CANCELING' | 'COMPLETED' | 'CREATED' | 'EXPIRED' | 'FAILED' | 'RUNNING';
  errorCode: 'ACCESS_DENIED' | 'INTERNAL_SERVER_ERROR' | 'TIMEOUT' | null;
  objectCount: number;
  rootObjectCount: number;
  fileSize: number | null;
  url: string | null;
  partialDataUrl: string | null;
}

/** How bulk operations go, until it is changed. */
export interface BulkHabits {
  /** Milliseconds until one runs, and until it has run. */
  startsMs: number;
  runsMs: number;
  /** Operations of the app in the shop at once. */
  atOnce: number;
  /** The next one fails so, after so many lines. */
  failsNext: { readonly errorCode: NonNullable<BulkOperation['errorCode']>; readonly lines: number } | undefined;
}

interface Work {
  readonly document: DocumentNode;
  readonly schema: GraphQLSchema;
  readonly context: Context;
  readonly grouped: boolean;
}

/** Rows at the top that are read at once: a large shop is never held twice. */
const BATCH = 500;
const KEPT_MS = 7 * 86_400_000;
const LONGEST_QUERY = 65_535;

/** The bulk operations of the app. They go on by the shop's clock, whenever somebody looks. */
export class BulkOperations {
  readonly habits: BulkHabits = { startsMs: 500, runsMs: 2000, atOnce: 5, failsNext: undefined };
  readonly #operations = new Map<Id, BulkOperation>();
  readonly #work = new Map<Id, Work>();
  readonly #files = new Map<string, { readonly body: Buffer; readonly endsAt: Ms }>();
  readonly #nextId: () => Id;
  readonly #now: () => Ms;
  readonly #url: string;
  readonly #finished: (operation: BulkOperation) => void;
  readonly #random = randomOf(0xb01c);

  constructor(nextId: () => Id, now: () => Ms, url: string, finished: (operation: BulkOperation) => void) {
    this.#nextId = nextId;
    this.#now = now;
    this.#url = url;
    this.#finished = finished;
  }

  /** All of them as they stand now, by id, oldest first. */
  get operations(): ReadonlyMap<Id, BulkOperation> {
    this.settle();
    return this.#operations;
  }

  get newest(): BulkOperation | undefined {
    return [...this.operations.values()].at(-1);
  }

  run(query: string, grouped: boolean, context: Context): object {
    const refused = (messages: readonly string[], code: string, field: readonly string[] | null) => ({
      bulkOperation: null,
      userErrors: messages.map((message) => ({ field, message, code })),
    });
    const going = [...this.operations.values()].filter(({ completedAt }) => completedAt === null);
    const { atOnce } = this.habits;
    if (going.length >= atOnce) {
      const inProgress = `A bulk query operation for this app and shop is already in progress: ${gid('BulkOperation', going[0]?.id ?? '')}.`;
      if (atOnce === 1) return refused([inProgress], 'OPERATION_IN_PROGRESS', null);
      return refused([`You can have at most ${atOnce} bulk query operations in progress.`], 'LIMIT_REACHED', null);
    }
    if (Buffer.byteLength(query) > LONGEST_QUERY)
      return refused([`Query is too long (maximum is ${LONGEST_QUERY} bytes)`], 'INVALID', ['query']);
    const schema = schemaOf(context.version);
    const read = readBulkQuery(schema, query);
    if (read.refusals !== undefined) return refused(read.refusals, 'INVALID', ['query']);
    const operation: BulkOperation = {
      __typename: 'BulkOperation',
      id: this.#nextId(),
      query,
      createdAt: this.#now(),
      completedAt: null,
      status: 'CREATED',
      errorCode: null,
      objectCount: 0,
      rootObjectCount: 0,
      fileSize: null,
      url: null,
      partialDataUrl: null,
    };
    this.#operations.set(operation.id, operation);
    this.#work.set(operation.id, { document: read.document, schema, context, grouped });
    // What is answered stays as it was, while the operation goes on.
    return { bulkOperation: { ...operation }, userErrors: [] };
  }

  cancel(id: Id): object {
    const operation = this.operations.get(id);
    if (operation === undefined)
      return { bulkOperation: null, userErrors: [{ field: ['id'], message: 'Bulk operation does not exist' }] };
    if (operation.completedAt !== null) {
      const message = `A bulk operation cannot be canceled when it is ${operation.status.toLowerCase()}`;
      return { bulkOperation: operation, userErrors: [{ field: null, message }] };
    }
    operation.status = 'CANCELING';
    return { bulkOperation: { ...operation }, userErrors: [] };
  }

  /** The file of a result; undefined where there is none, or none any longer. */
  file(name: string): Buffer | undefined {
    const file = this.#files.get(name);
    return file !== undefined && file.endsAt > this.#now() ? file.body : undefined;
  }

  /** Takes each operation to where it is by now. */
  settle(): void {
    const now = this.#now();
    const { startsMs, runsMs } = this.habits;
    for (const operation of this.#operations.values()) {
      if (operation.completedAt !== null) continue;
      const ran = now - operation.createdAt - startsMs;
      if (operation.status === 'CREATED' && ran >= 0) operation.status = 'RUNNING';
      if (ran < runsMs) continue;
      if (operation.status === 'CANCELING') operation.status = 'CANCELED';
      else this.#finish(operation);
      operation.completedAt = now;
      this.#work.delete(operation.id);
      this.#finished(operation);
    }
  }

  #finish(operation: BulkOperation): void {
    const work = this.#work.get(operation.id) as Work;
    const fails = this.habits.failsNext;
    this.habits.failsNext = undefined;
    const { roots, denied, lines, body } = this.#read(work, fails?.lines);
    operation.objectCount = lines;
    operation.rootObjectCount = roots;
    operation.errorCode = denied ? 'ACCESS_DENIED' : (fails?.errorCode ?? null);
    operation.status = operation.errorCode === null ? 'COMPLETED' : 'FAILED';
    if (lines === 0) return;
    const name = `${operation.id}-${Math.floor(this.#random() * 0xffff_ffff).toString(16)}.jsonl`;
    this.#files.set(name, { body, endsAt: this.#now() + KEPT_MS });
    const url = `${this.#url}/bulk-operation-outputs/${name}`;
    if (operation.status === 'COMPLETED') operation.url = url;
    else operation.partialDataUrl = url;
    operation.fileSize = body.length;
  }

  /** @param most lines that are written */
  #read({ document, schema, context, grouped }: Work, most = Number.POSITIVE_INFINITY) {
    // A large shop's file is longer than a text may be.
    const pieces: Buffer[] = [];
    let lines = 0;
    let roots = 0;
    const written = (denied: boolean) => ({ roots, denied, lines, body: Buffer.concat(pieces) });
    for (let skip = 0; ; skip += BATCH) {
      const window = { skip, take: BATCH, isMore: false };
      const contextValue: Context = { ...context, errors: [], searches: [], window };
      const result = execute({ schema, document, contextValue, fieldResolver: answerField });
      if (result instanceof Promise) throw new Error('the fake answers at once');
      for (const error of result.errors ?? []) {
        if (error.originalError !== undefined) throw error.originalError;
        if (error.extensions.code === 'ACCESS_DENIED') return written(true);
      }
      const read = linesOf((result.data ?? {}) as Readonly<Record<string, unknown>>);
      roots += read.roots;
      const some = (grouped ? read.lines : this.#shuffled(read.lines)).slice(0, most - lines);
      lines += some.length;
      pieces.push(Buffer.from(some.map(lineText).join('')));
      if (!window.isMore) return written(false);
    }
  }

  /** Children stand anywhere, also before what they belong to. */
  #shuffled<T>(lines: T[]): readonly T[] {
    for (let place = lines.length - 1; place > 0; place -= 1) {
      const other = Math.floor(this.#random() * (place + 1));
      [lines[place], lines[other]] = [lines[other] as T, lines[place] as T];
    }
    return lines;
  }
}
