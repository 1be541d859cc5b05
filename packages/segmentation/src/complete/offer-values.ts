import type { AmountKind } from '../catalogue/language.js';
import { type Family, familyOf } from '../check/value-types.js';
import { quotedText } from '../tree/name.js';
import { type Candidate, GROUPS } from './candidate.js';
import type { Expectation, Subject } from './expectation.js';
import { type Names, offerAttributes, offerMeasures } from './offer-names.js';
import type { FoundValue } from './value-source.js';

const DAYS: readonly (readonly [date: string, description: string])[] = [
  ['today', "The shop's day."],
  ['yesterday', 'The day before today.'],
  ['-7d', 'A week ago.'],
  ['-30d', 'Thirty days ago.'],
  ['-90d', 'Ninety days ago.'],
  ['-12m', 'Twelve months ago.'],
  ['-1y', 'A year ago.'],
  ['+7d', 'In a week.'],
  ['+30d', 'In thirty days.'],
];
const MOMENTS: readonly (readonly [date: string, description: string])[] = [
  ['-6h', 'Six hours ago, to the second.'],
  ['-30min', 'Half an hour ago, to the second.'],
];
const UNITS: readonly (readonly [unit: string, word: string])[] = [
  ['d', 'days'],
  ['w', 'weeks'],
  ['m', 'months'],
  ['y', 'years'],
  ['h', 'hours'],
  ['min', 'minutes'],
];
const MOMENT_PROBE = 'last_order_date >= -6h';

/** What something may be compared with. */
export function offerValues(
  { of, isLiteral }: Extract<Expectation, { kind: 'value' }>,
  found: readonly FoundValue[],
  names: Names,
  typed: string,
): readonly Candidate[] {
  const { type } = of;
  const family = familyOf(type);
  const written: readonly Candidate[] = [
    ...texts(of, found),
    ...(family === 'boolean' ? ['true', 'false'].map((word) => date(word, '', GROUPS.attribute)) : []),
    ...(family === 'date' || family === 'any' ? dates(typed) : []),
  ];
  if (type === 'coordinates') return [date('(', 'Latitude and longitude in degrees: (40.7128, -74.006).')];
  // An open quote is the beginning of a text.
  if (isLiteral || type === 'list' || type === 'boolean' || typed.startsWith("'")) return written;
  const isOfRow = of.form === 'parameter';
  const others = offerAttributes(names)
    .filter((attribute) => attribute.type !== 'list' && areOfOneKind(family, attribute.type))
    .filter(({ label }) => label !== of.name)
    .map((attribute) => ({ ...attribute, group: GROUPS.measure, probe: comparison(of, attribute) }));
  const measures = isOfRow ? [] : offerMeasures(names, family === 'any' ? undefined : family);
  const compared = measures.map((measure) => ({ ...measure, group: GROUPS.other, probe: comparison(of, measure) }));
  return [...written, ...others, ...compared];
}

/** What comes after + - * / : a number, or of dates a length of time or another date. */
export function offerOperands(
  { of, operator }: Extract<Expectation, { kind: 'operand' }>,
  names: Names,
  typed: string,
): readonly Candidate[] {
  const family = familyOf(of.type);
  const alike = offerAttributes(names).filter(({ type }) => familyOf(type) === (family === 'date' ? 'date' : 'number'));
  if (family === 'date') {
    const offered = [...offerDurations(typed), ...(operator === '-' ? [...dates(typed), ...alike] : [])];
    return offered.map((candidate) => ({ ...candidate, probe: 'first_order_date + 1d < today' }));
  }
  const numbers: readonly Candidate[] = [...alike, ...offerMeasures(names, 'number')];
  return numbers.map((candidate) => ({ ...candidate, probe: `amount_spent + ${amountOf(candidate)} > 0` }));
}

/** Lengths of time, for WITHIN and after a date. */
export function offerDurations(typed: string): readonly Candidate[] {
  const [, digits] = /^(\d{1,5})[a-z]*$/i.exec(typed) ?? [];
  if (digits !== undefined) return UNITS.map(([unit, word]) => date(`${digits}${unit}`, `${digits} ${word}.`));
  return ['1d', '2d', '7d', '30d', '90d', '6h', '30min'].map((length) => date(length, 'A length of time.'));
}

export function offerPercentages(typed: string, mayBeMore: boolean): readonly Candidate[] {
  const [digits] = /^\d{1,9}(\.\d{1,6})?$/.exec(typed) ?? [];
  const isFitting = Number(digits) > 0 && (mayBeMore || Number(digits) <= 100);
  const percents = digits === undefined ? ['5', '10', '20', '25', '50'] : isFitting ? [digits] : [];
  return percents.map((percent) => ({ ...date(`${percent}%`, `${percent} of a hundred.`), kind: 'value' }));
}

/** Segments by their handles, in quotes. */
export function offerSegments(found: readonly FoundValue[]): readonly Candidate[] {
  return found.map((segment) => ({ ...text(segment, 'A saved segment.'), kind: 'segment' }));
}

/** Date attributes in quotes, for an anniversary. */
export function offerDateNames(names: Names): readonly Candidate[] {
  return offerAttributes(names)
    .filter(({ type }) => type === 'date')
    .map(({ label, description, probe: asked }) => ({
      ...text({ value: label, title: null, profiles: null }, description),
      kind: 'attribute',
      probe: `anniversary(${quotedText(label)}) = today AND ${asked}`,
    }));
}

function texts({ type, values }: Subject, found: readonly FoundValue[]): readonly Candidate[] {
  if (familyOf(type) !== 'text' && type !== 'list' && type !== 'any') return [];
  const known = new Map(found.map((each) => [each.value, each]));
  const closed = (values ?? []).map((value) => known.get(value) ?? { value, title: null, profiles: null });
  const all = closed.length > 0 ? closed.toSorted((a, b) => (b.profiles ?? 0) - (a.profiles ?? 0)) : found;
  return all.map((each) => text(each, ''));
}

function text({ value, title, profiles }: FoundValue, description: string): Candidate {
  return {
    kind: 'value',
    label: quotedText(value),
    insert: quotedText(value),
    description: title ?? description,
    group: GROUPS.attribute,
    profiles,
    typed: title === null ? [quotedText(value), value] : [quotedText(value), value, title, quotedText(title)],
  };
}

function dates(typed: string): readonly Candidate[] {
  const [, sign, digits] = /^([+-])(\d{1,5})[a-z]*$/i.exec(typed) ?? [];
  if (sign === undefined || digits === undefined) {
    return [
      ...DAYS.map(([day, description]) => date(day, description)),
      ...MOMENTS.map(([moment, description]) => ({ ...date(moment, description), probe: MOMENT_PROBE })),
    ];
  }
  return UNITS.map(([unit, word]) => ({
    ...date(`${sign}${digits}${unit}`, sign === '-' ? `${digits} ${word} ago.` : `In ${digits} ${word}.`),
    ...((unit === 'h' || unit === 'min') && { probe: MOMENT_PROBE }),
  }));
}

function date(word: string, description: string, group: number = GROUPS.attribute): Candidate {
  return { kind: 'date', label: word, insert: word, description, group };
}

/** A query that compares something with an amount. */
function comparison({ form, name, rows }: Subject, candidate: Candidate): string {
  const amount = amountOf(candidate);
  if (form === 'attribute') return `${name} = ${amount}`;
  if (form === 'anniversary') return `anniversary('first_order_date') = ${amount}`;
  if (form === 'parameter' && rows !== undefined) return `${rows.name} MATCHES (${name} = ${amount})`;
  if (form === 'measure' && rows !== undefined) return `${name} OF ${rows.name} = ${amount}`;
  // What has no name of its own is like anything of its kind, such as the amount itself.
  return `${amount} = ${amount}`;
}

/** The amount that a candidate stands for: its own query asks whether that is there. */
function amountOf({ probe = '' }: Candidate): string {
  return probe.replace(/ IS NOT NULL$/, '');
}

function areOfOneKind(family: Family, type: AmountKind): boolean {
  return family === 'any' || familyOf(type) === family;
}
