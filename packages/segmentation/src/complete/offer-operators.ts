import { familyOf } from '../check/value-types.js';
import type { Candidate } from './candidate.js';
import type { Subject } from './expectation.js';
import { probeOfParameter } from './offer-names.js';
import { sampleValue } from './sample-values.js';

const MEANINGS: Readonly<Record<string, string>> = {
  '=': 'is',
  '!=': 'is not; an absent value is neither',
  '>': 'is more, or later, than',
  '>=': 'is at least, or not before',
  '<': 'is less, or earlier, than',
  '<=': 'is at most, or not after',
  BETWEEN: 'lies between two values, both included',
  'IN (': 'is one of several values',
  'NOT IN (': 'is there, and none of several values',
  CONTAINS: 'has this in it, upper and lower case alike',
  'NOT CONTAINS': 'has not; absent lists have nothing in them',
  'IS NULL': 'is absent',
  'IS NOT NULL': 'is there',
  'IN TOP': 'is among the highest of the shop',
  'IN BOTTOM': 'is among the lowest of the shop',
  'UP BY': 'is more than in as many days before',
  'DOWN BY': 'is less than in as many days before',
  'MATCHES (': 'there are such rows',
  'NOT MATCHES (': 'there are none',
  'NOT_MATCHES (': 'there are none, in another spelling',
  '+': 'plus',
  '-': 'minus',
  '*': 'times',
  '/': 'divided by',
};

const ORDER = ['>=', '<=', '=', '>', '<', '!=', 'BETWEEN', 'IN (', 'NOT IN ('];
const PRESENCE = ['IS NOT NULL', 'IS NULL'];

/** The operators that may follow something, by its type. */
export function offerOperators(of: Subject): readonly Candidate[] {
  const probes = probesOf(of);
  return operatorsAfter(of).map((operator, group) => offered(operator, group, probes?.(operator)));
}

function operatorsAfter({ form, type, name }: Subject): readonly string[] {
  if (form === 'rows') {
    const present = name === 'customer_within_distance' ? [] : PRESENCE;
    return ['MATCHES (', 'NOT MATCHES (', 'NOT_MATCHES (', ...present];
  }
  if (type === 'duration') return [];
  if (name.startsWith('distance_')) return ['<=', '='];
  // An anniversary and a value that is written out have fewer tests than what has a name.
  const isWhole = form === 'attribute' || form === 'measure';
  const contains = form === 'attribute' || form === 'parameter' ? ['CONTAINS', 'NOT CONTAINS'] : [];
  switch (familyOf(type)) {
    case 'number':
      return [
        ...ORDER,
        ...(isWhole ? ['IN TOP', 'IN BOTTOM'] : []),
        ...(form === 'measure' ? ['UP BY', 'DOWN BY'] : []),
        ...PRESENCE,
      ];
    case 'date':
      return [...(form === 'anniversary' ? ORDER.filter((each) => !each.endsWith('IN (')) : ORDER), ...PRESENCE];
    case 'text':
      return [
        ...['=', '!=', 'IN (', 'NOT IN ('],
        ...(type === 'text' || type === 'several' ? contains : []),
        ...PRESENCE,
      ];
    case 'boolean':
      return ['=', '!=', ...PRESENCE];
    case 'list':
      return ['CONTAINS', 'NOT CONTAINS', ...PRESENCE];
    case 'coordinates':
      return ['='];
    default:
      return [...ORDER, ...contains, ...PRESENCE];
  }
}

/** What may be calculated with something. */
export function offerArithmetic(of: Subject): readonly Candidate[] {
  const family = familyOf(of.type);
  const operators =
    of.form === 'rows'
      ? []
      : family === 'number' || family === 'any'
        ? ['+', '-', '*', '/']
        : family === 'date'
          ? ['+', '-']
          : [];
  const probe = family === 'date' ? 'first_order_date + 1d < today' : 'amount_spent + 1 > 0';
  return operators.map((operator, index) => offered(operator, 50 + index, probe));
}

function offered(operator: string, group: number, probe: string | undefined): Candidate {
  return {
    kind: 'operator',
    label: operator.replace(/ \($/, ''),
    insert: operator.endsWith('(') ? operator : `${operator} `,
    description: MEANINGS[operator] ?? '',
    group,
    ...(probe !== undefined && { probe }),
  };
}

/** A query with each operator after something of that name; none where it has no name of its own. */
function probesOf({ form, type, values, name, rows }: Subject): ((operator: string) => string) | undefined {
  const value = sampleValue(type, values);
  const tested = (operator: string): string => {
    const sign = operator.replace(/ ?\($/, '');
    if (sign.startsWith('IS')) return sign;
    if (sign === 'BETWEEN') return `BETWEEN ${value} AND ${value}`;
    if (sign.endsWith('TOP') || sign.endsWith('BOTTOM') || sign.endsWith('BY')) return `${sign} 1%`;
    return sign.endsWith('IN') ? `${sign} (${value})` : `${sign} ${value}`;
  };
  switch (form) {
    case 'attribute':
      return (operator) => `${name} ${tested(operator)}`;
    case 'measure':
      return (operator) =>
        `${name} OF ${rows?.name ?? ''}${/BY$/.test(operator) ? ' (date >= -1d)' : ''} ${tested(operator)}`;
    case 'parameter':
      return rows === undefined || type === 'coordinates' || name.startsWith('distance_')
        ? undefined
        : (operator) => `${rows.name} MATCHES (${name} ${tested(operator)})`;
    case 'rows':
      return (operator) => (operator.startsWith('IS') ? `${name} ${operator}` : probeOfParameterless(name));
    default:
      return undefined;
  }
}

function probeOfParameterless(rows: string): string {
  return rows === 'customer_within_distance'
    ? probeOfParameter(rows, { name: 'distance_km', type: 'decimal', description: '' })
    : `${rows} MATCHES ()`;
}
