import { addToDay, type Day } from '@clientele/model';
import type { Parameters } from '@clientele/warehouse';
import { BENCH_SHOP } from './bench-shop.js';
import type { Draw } from './draw.js';

/** A question with its literals drawn: as a query, and as SQL over the layout that suits it best. */
export interface Asked {
  readonly query: string;
  /** Of a question that no short SQL answers alike there is none: its time stands alone. */
  readonly sql?: string;
  readonly parameters?: Parameters;
}

/** What a question looks into. */
export const QUESTION_KINDS = ['traits', 'products and lists', 'windows', 'sequences'] as const;
export type QuestionKind = (typeof QUESTION_KINDS)[number];

export interface Question {
  readonly name: string;
  readonly kind: QuestionKind;
  /** A layout without rows where the shop was made before there was such data: then it is not asked. */
  readonly of?: 'bench_ratings' | 'bench_points' | 'bench_places';
  readonly ask: (draw: Draw, products: readonly string[]) => Asked;
}

/** A day before the one on which the shop's clock stands. */
export const ago = (days: number): Day => addToDay(BENCH_SHOP.clock, -days, 'd');

/** SQL that counts the rows of a table of people. */
export const count = (table: string, where: string) => `SELECT count() AS count FROM ${table} WHERE ${where}`;

/** SQL that counts the people about whose rows something holds. */
export const profilesOf = (rows: string, having: string) =>
  `SELECT count() AS count FROM (SELECT profile_no FROM ${rows} GROUP BY profile_no HAVING ${having})`;
