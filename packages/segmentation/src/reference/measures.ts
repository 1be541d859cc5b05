import type { TimeZone } from '@clientele/model';
import { type PropertyType, propertyAs, propertyNamed } from './properties.js';
import { add, compareRatios, divide, type Ratio, ratioOfCount } from './ratio.js';
import type { Row } from './rows.js';
import { compareTexts } from './text-order.js';
import type { AmountValue } from './trait-value.js';

/** Names of what is told apart, where they are not those of the parameter. */
const PARAMETERS: Readonly<Record<string, string>> = { product: 'id', products: 'id', days: 'date' };
const FORM = /^(sum|average|min|max|first|last|usual|distinct|share_of)([_.])(.+)$/;

/** As what a property is looked at. */
interface PropertyOf {
  readonly type: PropertyType;
  readonly zone: TimeZone;
}

/** Whether a name is that of a measure: of all rows together, not of one, as when an account was last given credit. */
export function isMeasure(name: string): boolean {
  return name === 'count' || (FORM.test(name) && name !== 'last_credit_date');
}

/**
 * A measure of the rows that are left; undefined where it is absent.
 *
 * @param inTime the rows that their date alone leaves, of which it may be a share
 * @param property the type and the time zone of a property whose first or last is asked for
 */
export function measureOf(
  name: string,
  left: readonly Row[],
  inTime: readonly Row[],
  property: PropertyOf,
): AmountValue | undefined {
  if (name === 'count') return count(left.length);
  if (name === 'share_of_count') return number(quotient(ratioOfCount(left.length), ratioOfCount(inTime.length)));
  const [, kind = '', separator, of = ''] = FORM.exec(name) ?? [];
  const parameter = separator === '.' ? `property.${of}` : parameterOf(kind, of);
  const valuesOf = (rows: readonly Row[]) =>
    rows.flatMap((row) => valueOfRow(row, parameter, typeOf(kind, property)) ?? []);
  const values = valuesOf(left);
  switch (kind) {
    case 'sum':
      return number(sum(values));
    case 'average':
      return number(quotient(sum(values), ratioOfCount(values.length)));
    case 'min':
      return number(values.map(numberOf).sort(compareRatios)[0]);
    case 'max':
      return number(values.map(numberOf).sort(compareRatios).at(-1));
    case 'first':
      return values[0];
    case 'last':
      return values.at(-1);
    case 'usual': {
      const times = (each: string) => values.filter((value) => textOf(value) === each).length;
      const texts = [...new Set(values.map(textOf))];
      const [usual] = texts.sort((a, b) => times(b) - times(a) || compareTexts(a, b));
      return usual === undefined ? undefined : { kind: 'text', text: usual };
    }
    case 'distinct':
      return count(new Set(values.map(textOf)).size);
    case 'share_of':
      return number(quotient(sum(values), sum(valuesOf(inTime))));
    default:
      throw new TypeError(`'${name}' is no measure`);
  }
}

/** `distinct_categories` is of `category`, `usual_product` of `id`. */
function parameterOf(kind: string, of: string): string {
  const known = PARAMETERS[of];
  if (known !== undefined || kind !== 'distinct') return known ?? of;
  return of.endsWith('ies') ? `${of.slice(0, -3)}y` : of.slice(0, -1);
}

/** The value that a row has. */
function valueOfRow(row: Row, parameter: string, { type, zone }: PropertyOf): AmountValue | undefined {
  const property = propertyNamed(parameter);
  return property === undefined ? row.values[parameter] : propertyAs(type, row.properties?.[property], zone);
}

function typeOf(kind: string, asked: PropertyOf): PropertyOf {
  if (kind === 'first' || kind === 'last') return asked;
  return { ...asked, type: kind === 'usual' || kind === 'distinct' ? 'text' : 'number' };
}

function sum(values: readonly AmountValue[]): Ratio {
  return values.map(numberOf).reduce(add, ratioOfCount(0));
}

/** Absent where it would be by zero. */
function quotient(a: Ratio, b: Ratio): Ratio | undefined {
  return b.numerator === 0n ? undefined : divide(a, b);
}

function numberOf(value: AmountValue): Ratio {
  if (value.kind !== 'number') throw new TypeError(`a ${value.kind} is no number`);
  return value.number;
}

/** What tells a value apart from others. */
function textOf(value: AmountValue): string {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'date') return value.day;
  throw new TypeError(`a ${value.kind} is no text`);
}

function number(value: Ratio | undefined): AmountValue | undefined {
  return value && { kind: 'number', number: value };
}

function count(value: number): AmountValue {
  return { kind: 'number', number: ratioOfCount(value) };
}
