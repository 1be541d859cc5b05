import { unreachable } from '@clientele/model';
import { familyOf } from '../check/value-types.js';
import type { Token } from '../text/token.js';
import { isAskable } from './askable.js';
import { type Candidate, GROUPS } from './candidate.js';
import { type Caret, caretAt } from './caret.js';
import type { Completion, Completions } from './completion.js';
import type { Expectation, Subject } from './expectation.js';
import {
  type Names,
  offerAttributes,
  offerMeasures,
  offerParameters,
  offerRows,
  offerRowsOf,
  offerSteps,
} from './offer-names.js';
import { offerArithmetic, offerOperators } from './offer-operators.js';
import {
  offerDateNames,
  offerDurations,
  offerOperands,
  offerPercentages,
  offerSegments,
  offerValues,
} from './offer-values.js';
import { ranked } from './ranked.js';
import type { AskedValues, FoundValue, ValueSource } from './value-source.js';
import { type KnownNames, walkToCaret } from './walk-to-caret.js';

/** What may be offered. */
export interface CompletionCatalogue extends KnownNames {
  /** `all` that can be written, or only what can be `asked` too. */
  readonly offer: 'asked' | 'all';
}

/**
 * What may come next at an offset of a query, finished or not: a linear look at what stands before it. A text that
 * makes no sense there offers nothing. What is offered can be written at that place: the query reads on at least to its end.
 *
 * @param values what the shop holds; what it throws, this throws
 */
export async function complete(
  text: string,
  offset: number,
  catalogue: CompletionCatalogue,
  values: ValueSource,
): Promise<Completions> {
  const caret = caretAt(text, offset);
  if (caret === undefined) return { from: offset, to: offset, completions: [] };
  const { from, to, typed, word, tokens } = caret;
  const expected = walkToCaret(tokens, catalogue);
  const offered = await candidatesFor(expected, typed, catalogue, values);
  const isWhole = word !== undefined && isFitting(word, expected, offered);
  const next = isWhole ? await candidatesFor(walkToCaret([...tokens, word], catalogue), '', catalogue, values) : [];
  const completions = [
    ...offered.map((candidate) => placed(candidate, caret)),
    // Behind a word that may be whole comes the next one.
    ...next.map((candidate) => behind(placed(candidate, { ...caret, needsBlank: true }), typed)),
  ];
  return { from, to, completions };
}

async function candidatesFor(
  expected: readonly Expectation[],
  typed: string,
  catalogue: CompletionCatalogue,
  values: ValueSource,
): Promise<readonly Candidate[]> {
  const candidates: Candidate[] = [];
  for (const each of expected) candidates.push(...(await offersFor(each, typed, catalogue, values)));
  return ranked(candidates, typed).filter(
    ({ probe }) => catalogue.offer === 'all' || probe === undefined || isAskable(probe, catalogue.customAttributes),
  );
}

/** Whether a word that ends at the caret is one that may stand there. */
function isFitting(word: Token, expected: readonly Expectation[], offered: readonly Candidate[]): boolean {
  if (word.kind === 'name') return offered.some(({ label }) => label === word.name);
  const isNumber = word.kind === 'literal' && word.literal.kind === 'number';
  return expected.some((each) => {
    if (each.kind !== 'value') return word.kind === 'duration' || isNumber || each.kind === 'condition';
    const { type } = each.of;
    if (word.kind === 'duration') return false;
    if (isNumber) return type === 'id' || type === 'several' || ['number', 'any'].includes(familyOf(type));
    return offered.some(({ label }) => label === word.text) || ['date', 'any'].includes(familyOf(type));
  });
}

async function offersFor(
  expected: Expectation,
  typed: string,
  { language, customAttributes = new Map() }: CompletionCatalogue,
  values: ValueSource,
): Promise<readonly Candidate[]> {
  const find = (asked: AskedValues | undefined, written = typed): Promise<readonly FoundValue[]> =>
    asked === undefined ? Promise.resolve([]) : values.find(asked, plainText(written));
  const names = async (): Promise<Names> => {
    const ofEvents = /^events\.'?/i.exec(typed)?.[0];
    const events = ofEvents === undefined ? [] : await find({ of: 'events' }, typed.slice(ofEvents.length));
    return { language, customAttributes, events };
  };
  switch (expected.kind) {
    case 'condition':
      return offerConditions(await names(), expected.isFirst);
    case 'test':
      return offerOperators(expected.of);
    case 'arithmetic':
      return offerArithmetic(expected.of);
    case 'value':
      return offerValues(expected, await find(valuesOf(expected.of)), await names(), typed);
    case 'operand':
      return offerOperands(expected, await names(), typed);
    case 'words':
      return expected.words.map(word);
    case 'rows of':
      return offerRowsOf(expected.measure, await names());
    case 'step':
      return [...offerSteps(await names()), ...(expected.isFirst ? [] : [word('NOT', 1)])];
    case 'parameter':
      return offerParameters(expected);
    case 'handle':
      return offerSegments(await find({ of: 'segments' }));
    case 'date name':
      return offerDateNames(await names());
    case 'percent':
      return offerPercentages(typed, expected.mayBeMore);
    case 'duration':
      return offerDurations(typed);
    default:
      return unreachable(expected);
  }
}

/** What a condition may begin with. */
function offerConditions(names: Names, isFirst: boolean): readonly Candidate[] {
  return [
    ...offerAttributes(names),
    ...offerRows(names),
    form('in_segment', 'in_segment(', 'Members of another segment.', 'segment'),
    form('NOT', 'NOT ', 'Everybody for whom the next condition does not hold.'),
    form('(', '(', 'Conditions that belong together.'),
    form('added_to', 'added_to(', 'Those whom somebody added to a segment by hand.', 'segment'),
    form('excluded_from', 'excluded_from(', 'Those whom somebody excluded from a segment by hand.', 'segment'),
    { ...form('in_hold_out', 'in_hold_out()', 'Those whom the shop leaves alone, to measure against.') },
    { ...form('in_sample', 'in_sample(', 'A stable random part of all profiles.'), probe: "in_sample(1%, 'x')" },
    {
      ...form('anniversary', 'anniversary(', 'The days on which a date returns each year.'),
      probe: "anniversary('first_order_date') = today",
    },
    {
      ...form('SEQUENCE', 'SEQUENCE (', 'One thing after another.'),
      probe: 'SEQUENCE (orders_placed THEN orders_placed)',
    },
    ...offerMeasures(names),
    {
      ...form('today', 'today ', "The shop's day, to calculate with."),
      kind: 'date',
      group: GROUPS.other,
      probe: 'today - first_order_date > 1',
    },
    ...(isFirst
      ? [{ ...form('FROM', 'FROM customers WHERE ', "As Shopify's editor begins."), group: GROUPS.older }]
      : []),
  ];
}

function form(label: string, insert: string, description: string, kind: Candidate['kind'] = 'keyword'): Candidate {
  return { kind, label, insert, description, group: GROUPS.form };
}

const WORDS: Readonly<Record<string, string>> = {
  AND: 'and also; binds tighter than OR',
  OR: 'or else',
  NOT: 'no such row comes after',
  THEN: 'and later',
  WITHIN: 'so long after the row before',
  ')': 'closes the parenthesis',
  ',': 'one more',
  '(': 'which of them',
  OF: 'of these rows',
  BY: 'by so many percent',
  '%': 'percent',
};

function word(text: string, index = 0): Candidate {
  const isClose = text === ')' || text === '%';
  const isOpen = text.endsWith('(');
  return {
    kind: 'keyword',
    label: text,
    insert: isClose || isOpen ? text : `${text} `,
    description: WORDS[text] ?? '',
    group: index,
  };
}

/** What the shop is asked for where something is compared. */
function valuesOf({ form: of, type, name, rows }: Subject): AskedValues | undefined {
  const isText = ['text', 'choice', 'list', 'id', 'any'].includes(type);
  if (of === 'attribute' && isText) return { of: 'attribute', name };
  return of === 'parameter' && name === 'id' && rows?.name !== 'storefront.collection_viewed'
    ? { of: 'products' }
    : undefined;
}

/** What is typed of a text, without its quote. */
function plainText(typed: string): string {
  return typed.replace(/^'/, '').replace(/\\(['\\])/g, '$1');
}

function behind(completion: Completion, word: string): Completion {
  return { ...completion, insert: `${word}${completion.insert}` };
}

function placed({ kind, label, insert, description, profiles = null }: Candidate, caret: Caret): Completion {
  const lead = caret.needsBlank && !/^[),:%]/.test(insert) ? ' ' : '';
  const written = caret.blankFollows ? insert.trimEnd() : insert;
  return { kind, label, insert: `${lead}${written}`, description, profiles };
}
