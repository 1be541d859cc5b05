import type { Question } from '../reference/context.js';
import { evaluate } from '../reference/evaluate.js';
import { matchFunction } from '../reference/functions.js';
import type { Person } from '../reference/person.js';
import type { RowRecord } from '../reference/rows.js';
import { sequenceIn } from '../reference/sequence.js';
import { rowsBefore } from '../reference/trends.js';
import type { Amount } from '../tree/amount.js';
import type { Condition, Match, Sequence, TestedAmount } from '../tree/condition.js';
import type { Rows } from '../tree/rows.js';
import { amountsIn, valuesOf } from '../tree/walk.js';
import type { Effort } from './changes-at.js';
import {
  type Layers,
  recordOfEvent,
  recordOfOrder,
  recordOfRefund,
  recordsOfAttribute,
  together,
} from './records-of-attribute.js';

/** A record that a condition is about. */
export interface Evidence {
  readonly kind: RowRecord['kind'];
  readonly connection: string;
  readonly externalId: string;
}

/**
 * The records that a condition rests on: those that its values are of and, where it would be the same without them, as
 * many more as it takes until it would not. So without them it is the other way round; if it would be the same without
 * any record, they are those that its values are of. None of AND, OR and NOT, and of what customer records say.
 */
export function evidenceOf(condition: Condition, person: Person, question: Question, effort: Effort): Evidence[] {
  if (condition.kind === 'sequence') return evidenceOfSequence(condition, person, question, effort);
  if (condition.kind !== 'match' && condition.kind !== 'test') return [];
  const layers = layersOf(condition, person, question);
  if (layers.length === 0) return [];
  const holds = evaluate(condition, person, question);
  const outermost = (many: number) => layers.slice(0, many).flat();
  const turned = fewestThat(layers.length, (many) => {
    effort.comparisons -= person.orders.length + person.events.length;
    return effort.comparisons > 0 && evaluate(condition, without(person, outermost(many)), question) !== holds;
  });
  return keysOf(outermost(turned ?? 1));
}

/** What a condition is about, and at last all that there is; nothing where it is about no record. */
function layersOf(condition: Match | TestedAmount, person: Person, question: Question): Layers {
  if (condition.kind === 'match' && condition.rows.name === 'customer_within_distance') return [];
  const counted = rowsCounted(condition, person, question).flatMap((rows) =>
    matchFunction(rows, person, question).records.toReversed(),
  );
  const named = [...amountsIn(condition)].flatMap((amount) => attributeIn(amount));
  const own = condition.kind === 'match' ? [] : ownAttributes(condition, question);
  const ofAttributes = (names: readonly string[]) =>
    together([...new Set(names)].map((name) => recordsOfAttribute(name, person, question, testOf(condition))));
  const about = [
    ...together([[counted], ofAttributes(own)]),
    // Rows may be compared with them.
    ...ofAttributes(named.filter((name) => !own.includes(name))),
  ].filter((layer) => layer.length > 0);
  const all = [
    ...person.orders.map(recordOfOrder),
    ...person.refunds.map(recordOfRefund),
    ...person.events.map(recordOfEvent),
  ];
  return about.length === 0 ? [] : [...about, all];
}

function testOf(condition: Match | TestedAmount): TestedAmount['test'] {
  return condition.kind === 'test' ? condition.test : { kind: 'presence', present: true };
}

/** The attributes that are tested and compared with; whoever has an order takes part in a percentile of what is about orders. */
function ownAttributes({ amount, test }: TestedAmount, { customTypes }: Question): string[] {
  const names = [amount, ...valuesOf(test)].flatMap(outsideRows);
  const isOfBuyers = test.kind === 'percentile' && names.some((name) => !customTypes.has(name));
  return isOfBuyers ? [...names, 'number_of_orders'] : names;
}

/** The attributes of an amount itself, not of what its rows are compared with. */
function outsideRows(amount: Amount): string[] {
  if (amount.kind === 'calculation') return [amount.left, amount.right].flatMap(outsideRows);
  return attributeIn(amount);
}

function attributeIn(amount: Amount): string[] {
  if (amount.kind === 'anniversary') return [amount.attribute];
  return amount.kind === 'attribute' ? [amount.name] : [];
}

/** The smallest number that is found by doubling, then halving; undefined where none is, up to the most. */
function fewestThat(most: number, fits: (many: number) => boolean): number | undefined {
  let tooFew = 0;
  let enough = 1;
  while (!fits(enough)) {
    if (enough >= most) return undefined;
    tooFew = enough;
    enough = Math.min(enough * 2, most);
  }
  while (enough - tooFew > 1) {
    const between = Math.floor((tooFew + enough) / 2);
    if (fits(between)) enough = between;
    else tooFew = between;
  }
  return enough;
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

/** The rows that are asked for and those of all measures; those before too, where a trend compares with them. */
function rowsCounted(condition: Match | TestedAmount, person: Person, question: Question): Rows[] {
  if (condition.kind === 'match') return [ofShare(condition.rows)];
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
  return /^share_of[_.]/.test(measure);
}

function without(person: Person, records: readonly RowRecord[]): Person {
  const gone = new Set(records.map(keyText));
  const isLeft = (record: RowRecord) => !gone.has(keyText(record));
  return {
    ...person,
    orders: person.orders.filter((order) => isLeft(recordOfOrder(order))),
    purchases: person.purchases.filter(({ order }) => isLeft(recordOfOrder(order))),
    refunds: person.refunds.filter((refund) => isLeft(recordOfRefund(refund))),
    events: person.events.filter((event) => isLeft(recordOfEvent(event))),
  };
}

/** Each record once. */
function keysOf(records: readonly RowRecord[]): Evidence[] {
  const keys = new Map(records.map((record) => [keyText(record), record]));
  return [...keys.values()].map(({ kind, connection, id }) => ({ kind, connection, externalId: id }));
}

function keyText({ kind, connection, id }: RowRecord): string {
  return `${kind}\0${connection}\0${id}`;
}
