import { z } from 'zod';
import { pathText } from '../json/path-text.js';
import { isSegmentHandle } from '../segment-handle.js';
import { parseQuery } from '../text/parse-query.js';
import type { Amount } from '../tree/amount.js';
import type { Rows } from '../tree/rows.js';
import type { ImportError } from './imported.js';

/** What a merchant's own names stand for here. */
export interface ImportNames {
  /** Their event, by its id or name: rows of ours (`orders_placed`, `events.'Booked a table'`), or a name that is known there, such as `Placed Order`. */
  readonly events: ReadonlyMap<string, string>;
  /** Their list or segment, by its id: the handle of a segment of ours. */
  readonly lists: ReadonlyMap<string, string>;
  /** Their property of a person: an attribute of ours, or a measure such as `count OF orders_placed`. */
  readonly attributes: ReadonlyMap<string, string>;
  /** Their property of an event: a parameter of ours. */
  readonly properties: ReadonlyMap<string, string>;
  /** A postal code, as `US 02139`: its coordinates, `42.3647, -71.1042`. */
  readonly places: ReadonlyMap<string, readonly [latitude: string, longitude: string]>;
}

export type ImportNamesReading =
  | { readonly outcome: 'read'; readonly names: ImportNames }
  | { readonly outcome: 'invalid'; readonly errors: readonly ImportError[] };

const table = z
  .record(z.string(), z.string())
  .default({})
  .transform((names) => new Map(Object.entries(names)));

const COORDINATES = /^(-?\d+(?:\.\d+)?), ?(-?\d+(?:\.\d+)?)$/;
const place = z.string().transform((text, context): readonly [string, string] => {
  const [, latitude, longitude] = COORDINATES.exec(text) ?? [];
  if (latitude !== undefined && longitude !== undefined) return [latitude, longitude];
  context.addIssue({ code: 'custom', message: 'is no place: write its latitude and longitude, 42.3647, -71.1042' });
  return z.NEVER;
});

const schema = z.strictObject({
  events: table,
  lists: z
    .record(z.string(), z.string().refine(isSegmentHandle, { error: 'is no handle of a segment, such as vip' }))
    .default({})
    .transform((names) => new Map(Object.entries(names))),
  attributes: z
    .record(
      z.string(),
      z.string().refine((text) => readAmount(text) !== undefined, {
        error: 'is no attribute or measure: write number_of_orders, attributes.tier or count OF orders_placed',
      }),
    )
    .default({})
    .transform((names) => new Map(Object.entries(names))),
  properties: table,
  places: z
    .record(z.string(), place)
    .default({})
    .transform((names) => new Map(Object.entries(names))),
});

export const NO_NAMES: ImportNames = schema.parse({});

/** Reads a file of names, JSON that was parsed and not looked at. */
export function readImportNames(json: unknown): ImportNamesReading {
  const read = schema.safeParse(json);
  if (read.success) return { outcome: 'read', names: read.data };
  return {
    outcome: 'invalid',
    errors: read.error.issues.map(({ path, message }) => ({ path: pathText(path), message })),
  };
}

/** An attribute or a measure, as a query writes it; undefined for what is neither. */
export function readAmount(text: string): Amount | undefined {
  const parsed = parseQuery(`${text} IS NULL`);
  if (parsed.outcome === 'invalid' || parsed.condition.kind !== 'test') return undefined;
  const { amount } = parsed.condition;
  return amount.kind === 'attribute' || amount.kind === 'measure' ? amount : undefined;
}

/** Rows, as a query writes them: `events.message_opened (channel = 'email')`; undefined for what is no such thing. */
export function readRows(text: string): Rows | undefined {
  const amount = readAmount(`count OF ${text}`);
  return amount?.kind === 'measure' ? amount.rows : undefined;
}
