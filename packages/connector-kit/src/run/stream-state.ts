import { type Instant } from '@clientele/model';
import { z } from 'zod';
import type { Facts, Pulled, Sweep } from '../connector.js';
import { isJson, type Json } from '../json.js';
import { instantText } from './instant-text.js';

const round = z.strictObject({
  kind: z.enum(['changes', 'sweep']),
  /** Which of the stream's sweeps; null for a round of changes. */
  sweep: z.string().nullable(),
  since: instantText.nullable(),
  /** By the platform's clock. */
  begunAt: instantText,
  cursor: z.custom<Json>(isJson),
  cursorVersion: z.int(),
  /** The latest change time met. */
  highest: instantText.nullable(),
  /** How many objects there were when it began, as the platform said it. */
  total: z.int().min(0).nullable().default(null),
  /** Something could not be told apart: it may be whatever seems to be missing. */
  blind: z.boolean(),
  /** Not everything was shown: what was not met may be there all the same. */
  partial: z.boolean().default(false),
  /** Since when the platform is only waited for, by our clock; null where it brought something. */
  waitsSince: instantText.nullable().default(null),
  /** Once all pages are read: the last object that was looked for as missing. */
  missingAfter: z.string().nullable(),
});
export type RoundState = z.output<typeof round>;

const streamState = z.strictObject({
  version: z.literal(1),
  /** All changes up to then are known; null before the first round. */
  since: instantText.nullable(),
  /** When the last complete round of changes began. */
  caughtUpAt: instantText.nullable(),
  /** Counts whole readings: an object seen in an earlier one only is missing in this one. */
  sweeps: z.int(),
  /** When the last complete reading of each sweep began. */
  swept: z.record(z.string(), instantText),
  /** Where the last complete round of changes ended. */
  ended: z
    .strictObject({ cursor: z.custom<Json>(isJson), cursorVersion: z.int() })
    .nullable()
    .default(null),
  round: round.nullable(),
});
/** How far a stream has come: small, and without secrets. */
export type StreamState = z.output<typeof streamState>;

/** The name of the sweep that reads everything again. */
const WHOLE = 'everything';

/** Nothing is known of the stream, or what was stored cannot be read any more: it begins anew, which loses nothing. */
const UNKNOWN: StreamState = {
  version: 1,
  since: null,
  caughtUpAt: null,
  sweeps: 0,
  swept: {},
  ended: null,
  round: null,
};

export function readStreamState(stored: Json | undefined): StreamState {
  const parsed = streamState.safeParse(stored);
  return parsed.success ? parsed.data : UNKNOWN;
}

/** How far a stream has come, for people. */
export interface StreamProgress {
  /** When its last complete round of changes began; null before the first. */
  readonly caughtUpAt: Instant | null;
  /** When everything was last read again, from its beginning; null where it never was. */
  readonly sweptAt: Instant | null;
  readonly isUnderWay: boolean;
  /** When the reading that goes on began; null where none does, and while the platform only works on what was asked for. */
  readonly readSince: Instant | null;
  /** How many objects there are, as the platform said it when a reading of everything began; null where none goes on, or it does not say. */
  readonly total: number | null;
}

export function streamProgress(stored: Json | undefined): StreamProgress {
  const { caughtUpAt, swept, round } = readStreamState(stored);
  return {
    caughtUpAt,
    sweptAt: swept[WHOLE] ?? null,
    isUnderWay: round !== null,
    readSince: round?.waitsSince === null ? round.begunAt : null,
    total: round?.total ?? null,
  };
}

/** A cursor that was stored; undefined where this release of the connector cannot go on from it. */
export function cursorOf<Settings extends object>(
  stream: Pulled<Settings>,
  round: Pick<RoundState, 'cursor' | 'cursorVersion'>,
): Json | undefined {
  const { version, schema, migrate } = stream.cursor;
  const form = stream.cursor;
  const stored: Json = round.cursor;
  const cursor =
    round.cursorVersion === version
      ? stored
      : migrate === undefined
        ? undefined
        : form.migrate?.(stored, round.cursorVersion);
  const parsed = schema.safeParse(cursor);
  return cursor !== undefined && parsed.success ? parsed.data : undefined;
}

/** The name of a sweep in the state: how far back it goes. */
export function sweepName({ backMs }: Sweep): string {
  return backMs === undefined ? WHOLE : `${backMs} ms`;
}

/** Whether a round of changes is due. */
export function isRoundDue({ everyMs = 0 }: Facts, { caughtUpAt }: StreamState, nowMs: number): boolean {
  return caughtUpAt === null || Date.parse(caughtUpAt) + everyMs <= nowMs;
}

/** The sweep that is due and goes back furthest. */
export function dueSweep({ sweeps }: Facts, { swept }: StreamState, nowMs: number, now: boolean): Sweep | undefined {
  return sweeps
    .filter((sweep) => {
      const last = swept[sweepName(sweep)];
      return now || last === undefined || Date.parse(last) + sweep.everyMs <= nowMs;
    })
    .sort((a, b) => reach(b) - reach(a))[0];
}

/** All sweeps that a complete reading so far back makes up for. */
export function madeUpFor({ sweeps }: Facts, sweep: string | null, since: Instant | null): string[] {
  if (since === null) return sweeps.map(sweepName);
  const reached = sweeps.find((one) => sweepName(one) === sweep);
  return reached === undefined ? [] : sweeps.filter((one) => reach(one) <= reach(reached)).map(sweepName);
}

function reach({ backMs }: Sweep): number {
  return backMs ?? Number.POSITIVE_INFINITY;
}
