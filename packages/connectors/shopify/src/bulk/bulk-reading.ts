import { Garbled, type Json, type Page } from '@clientele/connector-kit';
import { msOfInstant } from '@clientele/model';
import { z } from 'zod';
import { asked, type ShopContext } from '../asked.js';
import { BULK_STATE, RUN_BULK } from '../questions/bulk.js';
import { bulkQuestion, type Question } from '../questions/question.js';
import { READ_TOGETHER, readSome } from '../read-some.js';
import { adminAddress } from '../settings.js';
import { whole } from '../whole.js';
import { Assembly } from './assembly.js';
import { type BulkState, begunState, bulkState } from './operation.js';
import { readPiece } from './piece.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** It is asked how an operation stands after a tenth of the time that it has taken so far, within these. */
const SHORTEST_WAIT_MS = 2_000;
const LONGEST_WAIT_MS = MINUTE_MS;
/** So long it stands in line while others run; after that pages are gone through, which bring something meanwhile. */
const LONGEST_IN_LINE_MS = 60 * MINUTE_MS;
/** Shopify ends an operation after ten days. */
const LONGEST_RUN_MS = 11 * DAY_MS;
/** Operations that may come to nothing, one after the other. */
const MOST_LOST = 3;
/** Parts of one file; of a very large one, they are larger. */
const MOST_PARTS = 2_048;
/** What whoever keeps the file answers where it is there no more, or its address holds no longer. */
const NO_FILE = [400, 403, 404, 410, 416];
/** Shopify does not let this app begin one. */
const NOT_ALLOWED = [400, 403];

const reading = z.strictObject({ by: z.literal('bulk'), lost: z.int().min(0) });

/** Where a reading by a bulk operation stands; `lost` operations before came to nothing. Times are ours, in ms. */
export const bulkCursor = z.discriminatedUnion('phase', [
  reading.extend({ phase: z.literal('begin'), sinceMs: z.int() }),
  reading.extend({ phase: z.literal('wait'), sinceMs: z.int(), operation: z.string() }),
  reading.extend({
    phase: z.literal('take'),
    operation: z.string(),
    /** Of the whole file. */
    bytes: z.int().min(0),
    /** Pieces of it that were asked for; more than there are where a crash had them asked for again. */
    pieces: z.int().min(0),
    /** The part that comes next. */
    part: z.int().min(0),
  }),
]);
export type BulkCursor = z.output<typeof bulkCursor>;
type Taking = Extract<BulkCursor, { phase: 'take' }>;

/** How much of a file is dealt with in a step, in bytes. */
export interface BulkSizes {
  /** Asked for at once; longer than any line. */
  readonly pieceBytes: number;
  /** Of a part, all of whose objects are one page. */
  readonly partBytes: number;
}

/** A page; or that no bulk operation brings what is asked for. */
export type BulkPage = Page<BulkCursor> | 'fruitless';

export function startOfBulk({ now }: Pick<ShopContext, 'now'>): BulkCursor {
  return { by: 'bulk', phase: 'begin', lost: 0, sinceMs: msOfInstant(now) };
}

/** One step of reading everything by a bulk operation: it is begun, waited for, put aside on the disk, and gone through in parts. */
export async function bulkPage(
  question: Question,
  cursor: BulkCursor,
  context: ShopContext,
  sizes: BulkSizes,
): Promise<BulkPage> {
  switch (cursor.phase) {
    case 'begin':
      return after(await begin(question, context), cursor, context);
    case 'wait':
      return after(await stateOf(cursor.operation, context), cursor, context);
    case 'take':
      return taken(question, cursor, context, sizes);
  }
}

async function begin(question: Question, { settings, ask }: ShopContext): Promise<BulkState> {
  const { status, body } = await ask({
    url: adminAddress(settings),
    method: 'POST',
    body: { query: RUN_BULK, variables: { query: bulkQuestion(question) } },
    answers: NOT_ALLOWED,
  });
  return NOT_ALLOWED.includes(status) ? { state: 'lost', again: false } : begunState(body);
}

async function stateOf(operation: string, context: ShopContext): Promise<BulkState> {
  return bulkState(await asked(BULK_STATE, { id: operation }, context));
}

/** What follows where an operation stands so. */
function after(state: BulkState, cursor: BulkCursor, { now }: Pick<ShopContext, 'now'>): BulkPage {
  const nowMs = msOfInstant(now);
  const { lost } = cursor;
  const sinceMs = cursor.phase === 'take' ? nowMs : cursor.sinceMs;
  switch (state.state) {
    case 'in-line':
      if (nowMs - sinceMs > LONGEST_IN_LINE_MS) return 'fruitless';
      return waiting({ by: 'bulk', phase: 'begin', lost, sinceMs }, MINUTE_MS);
    case 'running': {
      const begunMs = cursor.phase === 'wait' ? sinceMs : nowMs;
      const ranMs = nowMs - begunMs;
      if (ranMs > LONGEST_RUN_MS) return 'fruitless';
      const waitMs = Math.min(LONGEST_WAIT_MS, Math.max(SHORTEST_WAIT_MS, ranMs / 10));
      return waiting({ by: 'bulk', phase: 'wait', lost, sinceMs: begunMs, operation: state.id }, waitMs);
    }
    case 'written': {
      const { id: operation, bytes, url, objects: total } = state;
      const next: BulkCursor = { by: 'bulk', phase: 'take', lost, operation, bytes, pieces: 0, part: 0 };
      return { objects: [], next, done: url === undefined, total };
    }
    case 'lost':
      if (!state.again || lost + 1 >= MOST_LOST) return 'fruitless';
      return waiting({ by: 'bulk', phase: 'begin', lost: lost + 1, sinceMs: nowMs }, MINUTE_MS);
  }
}

function waiting(next: BulkCursor, waitMs: number): BulkPage {
  return { objects: [], next, done: false, waitMs };
}

/** More of the file is put aside, or, once it is there as a whole, the objects of a part are brought. */
async function taken(
  question: Question,
  cursor: Taking,
  context: ShopContext,
  { partBytes, pieceBytes }: BulkSizes,
): Promise<BulkPage> {
  const parts = Math.min(MOST_PARTS, Math.ceil(cursor.bytes / partBytes));
  const spool = await context.spool(cursor.operation);
  const assembly = new Assembly(question, spool, parts);
  try {
    if (spool.upTo < cursor.bytes) return await filled(assembly, [spool.upTo, pieceBytes], cursor, context);
    const { objects, orphaned } = await assembly.part(cursor.part);
    const part = cursor.part + 1;
    const all = [...(await whole(question, objects, context)), ...(await alone(question, orphaned, context))];
    return { objects: all, next: { ...cursor, part }, done: part >= parts, stale: true };
  } catch (error) {
    if (error instanceof Garbled) return after({ state: 'lost', again: true }, cursor, context);
    throw error;
  }
}

/** What it wrote is found where the operation says, each time anew: the address is a secret, and does not hold for ever. */
async function filled(
  assembly: Assembly,
  [from, most]: readonly [fromByte: number, mostBytes: number],
  cursor: Taking,
  context: ShopContext,
): Promise<BulkPage> {
  const state = await stateOf(cursor.operation, context);
  if (state.state !== 'written' || state.url === undefined || state.bytes !== cursor.bytes) {
    return after(state.state === 'written' ? { state: 'lost', again: true } : state, cursor, context);
  }
  const end = Math.min(from + most, cursor.bytes);
  const { status, bytes: came = new Uint8Array() } = await context.ask({
    url: state.url,
    headers: { accept: '*/*', range: `bytes=${from}-${end - 1}` },
    as: 'bytes',
    answers: NO_FILE,
  });
  if (NO_FILE.includes(status)) return after({ state: 'lost', again: true }, cursor, context);
  const piece = came.subarray(0, end - from);
  const { lines, bytes } = readPiece(piece, from + piece.length === cursor.bytes);
  await assembly.take(lines, from + bytes);
  return { objects: [], next: { ...cursor, pieces: cursor.pieces + 1 }, done: false };
}

/** Objects of which only elements came: those that are there are read by themselves. */
async function alone(question: Question, ids: readonly string[], context: ShopContext): Promise<Json[]> {
  const found: Json[] = [];
  for (let from = 0; from < ids.length; from += READ_TOGETHER) {
    const { objects } = await readSome(question, ids.slice(from, from + READ_TOGETHER), context);
    found.push(...objects);
  }
  return found;
}
