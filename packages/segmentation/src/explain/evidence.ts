import type { Question } from '../reference/context.js';
import { matchFunction } from '../reference/functions.js';
import type { Person } from '../reference/person.js';
import type { RowRecord } from '../reference/rows.js';
import { sequenceIn } from '../reference/sequence.js';
import { rowsBefore } from '../reference/trends.js';
import type { Condition, Sequence, TestedAmount } from '../tree/condition.js';
import type { Rows } from '../tree/rows.js';
import { amountsIn } from '../tree/walk.js';
import type { Effort } from './changes-at.js';

/** A record that a condition counted. */
export interface Evidence {
  readonly kind: RowRecord['kind'];
  readonly connection: string;
  readonly externalId: string;
}

/**
 * The records without which a condition would be as if there were no rows for it; none of AND, OR and NOT, and of what
 * is known of a profile without looking at its rows.
 */
export function evidenceOf(condition: Condition, person: Person, question: Question, effort: Effort): Evidence[] {
  if (condition.kind === 'sequence') return evidenceOfSequence(condition, person, question, effort);
  if (condition.kind === 'match' && condition.rows.name === 'customer_within_distance') return [];
  const counted =
    condition.kind === 'match'
      ? [ofShare(condition.rows)]
      : condition.kind === 'test'
        ? rowsMeasured(condition, person, question)
        : [];
  return keysOf(counted.flatMap((rows) => matchFunction(rows, person, question).records));
}

/**
 * The records of the steps that were done; where a sequence holds, of every further way to do it all, so that without
 * them it does not. It stops looking for further ways where that takes too long.
 */
function evidenceOfSequence(sequence: Sequence, person: Person, question: Question, effort: Effort): Evidence[] {
  const records: RowRecord[] = [];
  for (let left = person, found = sequenceIn(sequence, left, question); ; ) {
    const done = found.rows.flatMap(({ record }) => record ?? []);
    records.push(...done);
    effort.comparisons -= sequence.steps.length * (left.events.length + left.orders.length) ** 2;
    if (!found.holds || done.length === 0 || effort.comparisons <= 0) return keysOf(records);
    left = without(left, done);
    found = sequenceIn(sequence, left, question);
    if (!found.holds) return keysOf(records);
  }
}

/** The rows of all measures, and those before where a trend compares with them. */
function rowsMeasured(condition: TestedAmount, person: Person, question: Question): Rows[] {
  const measures = [...amountsIn(condition)].filter((amount) => amount.kind === 'measure');
  return measures.flatMap(({ name, rows }) => {
    const before = condition.test.kind === 'trend' ? rowsBefore(rows, person, question) : undefined;
    return [rows, before ?? []].flat().map((some) => (isShare(name) ? inTime(some) : ofShare(some)));
  });
}

/** A share is of all rows of its time: they are its evidence too. */
function ofShare(rows: Rows): Rows {
  return rows.parameters.some(({ name }) => isShare(name)) ? inTime(rows) : rows;
}

function inTime({ name, parameters }: Rows): Rows {
  return { name, parameters: parameters.filter((parameter) => parameter.name === 'date') };
}

function isShare(measure: string): boolean {
  return measure.startsWith('share_of_');
}

function without(person: Person, records: readonly RowRecord[]): Person {
  const gone = new Set(records.map(keyText));
  const isLeft = (kind: RowRecord['kind'], connection: string, id: string) =>
    !gone.has(keyText({ kind, connection, id }));
  return {
    ...person,
    orders: person.orders.filter(({ connection, id }) => isLeft('order', connection, id)),
    purchases: person.purchases.filter(({ order }) => isLeft('order', order.connection, order.id)),
    refunds: person.refunds.filter(({ order, connection, id }) => isLeft(order ? 'order' : 'refund', connection, id)),
    events: person.events.filter(({ connection, record }) => isLeft('event', connection, record.externalId)),
  };
}

/** Each record once. */
function keysOf(records: readonly RowRecord[]): Evidence[] {
  const keys = records.map(({ kind, connection, id }): Evidence => ({ kind, connection, externalId: id }));
  return [...new Map(keys.map((key) => [JSON.stringify(key), key])).values()];
}

function keyText({ kind, connection, id }: RowRecord): string {
  return JSON.stringify([kind, connection, id]);
}
