import { dayOf, localDateTimeOf, type TimeZone, unreachable } from '@clientele/model';
import { attributeNamed } from '../catalogue/custom-attributes.js';
import { amountOf } from '../reference/amounts.js';
import type { ListedPerson, Question } from '../reference/context.js';
import { nearness } from '../reference/distance.js';
import { matchFunction } from '../reference/functions.js';
import type { Person } from '../reference/person.js';
import { ratio, ratioOfCount } from '../reference/ratio.js';
import { sequenceIn } from '../reference/sequence.js';
import type { AmountValue, TraitValue } from '../reference/trait-value.js';
import { deriveTrait } from '../reference/traits.js';
import { trendOf } from '../reference/trends.js';
import type { Condition, Sequence, TestedAmount } from '../tree/condition.js';
import type { Rows } from '../tree/rows.js';
import type { Test } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { decimalText, quantityText } from './quantity.js';
import { traitInWords } from './trait-in-words.js';
import { unitOfAmount, unitOfMeasure } from './units.js';

/** What a profile has of what a condition asks for; null where it is absent, and of AND, OR and NOT. */
export interface Found {
  readonly value: string | null;
  /** As a page shows it. */
  readonly display: string | null;
}

const NOTHING: Found = { value: null, display: null };

export function foundOf(condition: Condition, person: Person, question: Question): Found {
  switch (condition.kind) {
    case 'match':
      return condition.rows.name === 'customer_within_distance'
        ? distanceFound(condition.rows, person)
        : rowsFound(condition.rows, person, question);
    case 'test':
      return amountFound(condition, person, question);
    case 'sequence':
      return stepsFound(condition, person, question);
    case 'listed': {
      const decided = question.lists.get(condition.handle)?.get(person.id) ?? [];
      const listed = decided.find(({ as }) => as === condition.as);
      return listed === undefined ? NOTHING : same(decidedInWords(listed, question.shop.timeZone));
    }
    case 'and':
    case 'or':
    case 'not':
    case 'segment':
    case 'hold-out':
    case 'sample':
      return NOTHING;
    default:
      return unreachable(condition);
  }
}

function same(value: string): Found {
  return { value, display: value };
}

function decidedInWords({ as, at, by, reason }: ListedPerson, zone: TimeZone): string {
  return `${as} on ${dayOf(at, zone)} by ${by}${reason === '' ? '' : `: ${reason}`}`;
}

function distanceFound(rows: Rows, person: Person): Found {
  const { nearest } = nearness(rows, person);
  return nearest === undefined ? NOTHING : same(`${decimalText(ratio(BigInt(nearest), 1_000n))} km`);
}

const DAY_OF_YEAR = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', timeZone: 'UTC' });

function amountFound({ amount, test }: TestedAmount, person: Person, question: Question): Found {
  const { currency } = question.shop;
  if (amount.kind === 'measure' && test.kind === 'trend') {
    // What it is now, and what it was over as many days before.
    const { now, before } = trendOf(amount, person, question);
    const text = (value: AmountValue | undefined) => measureText(amount.name, amount.rows.name, value, currency);
    return same(`${text(now)} after ${text(before)}`);
  }
  if (amount.kind === 'measure' && test.kind !== 'percentile' && test.kind !== 'trend') {
    const { name, rows } = amount;
    return rowsFound({ ...rows, parameters: [...rows.parameters, { name, test }] }, person, question);
  }
  if (amount.kind === 'anniversary') {
    const of = deriveTrait(amount.attribute, person, question);
    if (of?.kind !== 'date') return NOTHING;
    return { value: of.day, display: DAY_OF_YEAR.format(new Date(`${of.day}T00:00:00Z`)) };
  }
  const value = amountOf(amount, person, question);
  if (value === undefined) return NOTHING;
  const text = valueText(test, value, question);
  const attribute = amount.kind === 'attribute' ? attributeNamed(amount.name, question.customTypes) : undefined;
  if (attribute !== undefined && isTrait(value))
    return { value: text, display: traitInWords(attribute, value, currency) };
  return {
    value: text,
    display: value.kind === 'number' ? quantityText(value.number, unitOfAmount(amount, currency)) : text,
  };
}

function isTrait(value: AmountValue): value is TraitValue {
  return value.kind !== 'day' && value.kind !== 'moment' && value.kind !== 'several';
}

function rowsFound(rows: Rows, person: Person, question: Question): Found {
  const { totals } = matchFunction(rows, person, question);
  const tested = rows.parameters.flatMap(({ name }) => (Object.hasOwn(totals, name) ? [name] : []));
  const shown = tested.length === 0 ? ['count'] : tested;
  return same(shown.map((name) => measureText(name, rows.name, totals[name], question.shop.currency)).join(', '));
}

/** How many of the steps without NOT were done. */
function stepsFound(sequence: Sequence, person: Person, question: Question): Found {
  const { rows, waits } = sequenceIn(sequence, person, question);
  const steps = sequence.steps.filter(({ negated }) => !negated).length;
  const unit = { kind: 'things', one: 'step', many: 'steps' } as const;
  return same(`${rows.length} of ${quantityText(ratioOfCount(steps), unit)}${waits ? ', waiting' : ''}`);
}

function measureText(name: string, rows: string, value: AmountValue | undefined, currency: string): string {
  if (value === undefined) return 'none';
  return value.kind === 'number' ? quantityText(value.number, unitOfMeasure(name, rows, currency)) : plainText(value);
}

/** A value as text: exact decimals to six places, a day (a time where the condition names one), a list joined. */
function valueText(test: Test, value: AmountValue, question: Question): string {
  const isTime = value.kind === 'moment' || (value.kind === 'date' && namesTime(test));
  return isTime ? localDateTimeOf(value.at, question.shop.timeZone) : plainText(value);
}

function plainText(value: AmountValue): string {
  switch (value.kind) {
    case 'number':
      return decimalText(value.number);
    case 'date':
    case 'day':
    case 'moment':
      return value.day;
    case 'text':
      return value.text;
    case 'list':
    case 'several':
      return value.texts.join(', ');
    case 'boolean':
      return value.boolean ? 'yes' : 'no';
    default:
      return unreachable(value);
  }
}

function namesTime(test: Test): boolean {
  return valuesOf(test).some((value) => value.kind === 'datetime' || value.kind === 'moment');
}
