import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LANGUAGE, type LanguageType } from '../catalogue/language.js';
import { checkLanguage, checkQuery } from '../check/check-query.js';
import { anyCondition } from '../text/condition.fixture.js';
import { parseQuery } from '../text/parse-query.js';
import { printCondition } from '../text/print-condition.js';
import { EXAMPLES, SHOPIFY_QUERIES, SHOPIFYQL_QUERIES } from '../text/published-queries.fixture.js';
import type { Token } from '../text/token.js';
import { tokenise } from '../text/tokenise.js';
import { canonicalName } from '../tree/name.js';
import { type CompletionCatalogue, complete } from './complete.js';
import type { Completion, Completions } from './completion.js';
import { NO_VALUES, type ValueSource } from './value-source.js';

const CUSTOM = new Map<string, LanguageType>([
  ['attributes.shoe_size', { type: 'decimal' }],
  ["attributes.'Loyalty tier'", { type: 'text' }],
  ['attributes.interests', { type: 'list' }],
  ['attributes.last_visit', { type: 'date' }],
  ['metafields.facts.birth_date', { type: 'date' }],
  ['metafields.custom.membership_level', { type: 'text' }],
]);
const WHOLE: CompletionCatalogue = { language: LANGUAGE, customAttributes: CUSTOM, offer: 'all' };
const ASKED: CompletionCatalogue = { language: LANGUAGE, offer: 'asked' };

/** A shop that has what the examples name. */
const HELD: Readonly<Record<string, readonly string[]>> = {
  segments: ['vip', 'newsletter-readers'],
  events: ['Points earned', 'Booked a table'],
  products: ['22423', 'A'],
};
const VALUES: ValueSource = {
  find: async (asked, prefix) =>
    (HELD[asked.of] ?? [])
      .filter((value) => value.toLowerCase().startsWith(prefix.toLowerCase()))
      .map((value) => ({ value, title: null, profiles: 3 })),
};

const labels = ({ completions }: Completions): string[] => completions.map(({ label }) => label);

/** Completes where `|` stands. */
async function at(marked: string, catalogue = ASKED, values: ValueSource = NO_VALUES): Promise<Completions> {
  return complete(marked.replace('|', ''), marked.indexOf('|'), catalogue, values);
}

/** What a text becomes when the completion of a label is taken. */
async function taken(marked: string, label: string, values: ValueSource = NO_VALUES): Promise<string> {
  const found = await at(marked, ASKED, values);
  const completion = found.completions.find((each) => each.label === label);
  if (completion === undefined) throw new Error(`${label} is not among ${labels(found).join(' ')}`);
  return inserted(marked.replace('|', ''), found, completion);
}

function inserted(text: string, { from, to }: Completions, { insert }: Completion): string {
  return text.slice(0, from) + insert + text.slice(to);
}

describe('what is offered', () => {
  it('is what begins as what is typed, then what has a word that does', async () => {
    expect(labels(await at('amount|')).slice(0, 3)).toEqual([
      'amount_spent',
      'amount_refunded',
      'largest_order_amount',
    ]);
  });

  it('has the operators of the type', async () => {
    expect(labels(await at('number_of_orders |'))).toEqual(
      expect.arrayContaining(['>=', 'BETWEEN', 'IN TOP', 'IS NULL']),
    );
    expect(labels(await at('customer_tags |'))).toEqual(['CONTAINS', 'NOT CONTAINS', 'IS NOT NULL', 'IS NULL']);
    expect(labels(await at('orders_placed |'))).toContain('MATCHES');
  });

  it('has the values of a choice, within quotes too, to the end of the text', async () => {
    expect(labels(await at("rfm_group = 'at|"))).toEqual(["'AT_RISK'", "'NEEDS_ATTENTION'"]);
    expect(await taken("rfm_group = 'AT|SK' AND number_of_orders > 2", "'AT_RISK'")).toBe(
      "rfm_group = 'AT_RISK' AND number_of_orders > 2",
    );
    expect(await taken("rfm_group = 'at| AND customer_tags CONTAINS 'x'", "'AT_RISK'")).toBe(
      "rfm_group = 'AT_RISK' AND customer_tags CONTAINS 'x'",
    );
    expect(await taken('rfm_group = at_ri|', "'AT_RISK'")).toBe("rfm_group = 'AT_RISK'");
  });

  it('has what the shop holds, with its title and how many have it', async () => {
    const found = await at("products_purchased MATCHES (id = '|", ASKED, {
      find: async (asked) => (asked.of === 'products' ? [{ value: "it's", title: 'Tea', profiles: 7 }] : []),
    });
    expect(found.completions[0]).toMatchObject({
      kind: 'value',
      label: "'it\\'s'",
      insert: "'it\\'s'",
      description: 'Tea',
      profiles: 7,
    });
  });

  it('has a blank where words would touch, and none where one follows', async () => {
    expect(await taken("rfm_group = 'LOYAL'|", 'AND')).toBe("rfm_group = 'LOYAL' AND ");
    expect(await taken('amount_sp| > 5', 'amount_spent')).toBe('amount_spent > 5');
    expect(await taken('orders_placed MATCHES (count > 5 |', ')')).toBe('orders_placed MATCHES (count > 5 )');
  });

  it('has parameters that are not there yet', async () => {
    const found = labels(await at('orders_placed MATCHES (date >= -7d, |'));
    expect(found).toContain('count');
    expect(found).not.toContain('date');
  });

  it('counts the days that are typed', async () => {
    expect(labels(await at('last_order_date >= -14|'))).toEqual(
      expect.arrayContaining(['-14d', '-14w', '-14m', '-14y']),
    );
  });

  it.each([
    ['|', (insert: string) => `${insert}IS NOT NULL`, ['attribute', 'rows']],
    ['number_of_orders > |', (insert: string) => `number_of_orders > ${insert}`, ['attribute', 'value']],
    ['last_order_date >= |', (insert: string) => `last_order_date >= ${insert}`, ['attribute', 'date']],
    ['customer_email_domain |', (insert: string) => `customer_email_domain ${insert}'x'`, ['operator']],
  ])('is nothing that can be written and not asked yet: %s', async (marked, query, kinds) => {
    for (const { insert, kind } of (await at(marked)).completions) {
      if (!kinds.includes(kind)) continue;
      const checked = checkQuery(query(insert));
      const codes = checked.outcome === 'invalid' ? checked.errors.map(({ code }) => code) : [];
      expect(codes, query(insert)).not.toContain('not-built-yet');
    }
    expect(labels(await at(marked, WHOLE))).toEqual(expect.arrayContaining(labels(await at(marked))));
  });

  it('goes on behind what cannot be read', async () => {
    expect(labels(await at('amount_spent >> 5 AND number_of_or|'))).toContain('number_of_orders');
    expect(labels(await at('orders_placed MATCHES (dat >< 5, cou|'))).toContain('count');
    expect(labels(await at("'unclosed AND |"))).toEqual([]);
  });
});

/** What follows at each offset of a query: a token, and where it begins. */
function tokensOf(query: string): readonly Token[] {
  return tokenise(query).tokens.filter(({ kind }) => kind !== 'end');
}

/** Columns that Shopify's editor shows and sorts by: they say nothing about members. */
function isColumn(query: string, { place }: Token): boolean {
  const show = /\bSHOW\b(.*)\bWHERE\b|\b(?:ORDER|GROUP) BY\b(.*)$/g;
  return [...query.matchAll(show)].some(
    (match) => place.offset > match.index + 4 && place.offset < match.index + match[0].length - 4,
  );
}

/** Whether a token can only be thought up: a text, a number, a name that nothing declares. */
function isFree(query: string, token: Token, typed: string): boolean {
  if (isColumn(query, token)) return true;
  // Shopify's older form is completed, but not begun.
  if (token.text === '(' && /\w$/.test(query.slice(0, token.place.offset)) && typed === '') return true;
  // Only who has written all of a number can be offered its unit.
  const isCounted = /\d/.test(typed) && typed === /^[+-]?\d+/.exec(token.text)?.[0];
  if (token.kind === 'duration') return !isCounted;
  // The name of a property is nowhere declared.
  if (token.kind === 'name') return /^(property|sum|average|min|max|share_of|first|last|usual|distinct)\./.test(typed);
  if (token.kind !== 'literal') return false;
  switch (token.literal.kind) {
    case 'text':
      return !isKnownText(query, token);
    case 'number':
    case 'day':
    case 'datetime':
      return true;
    case 'offset':
    case 'moment':
      return !isCounted || token.text.includes('_');
    default:
      return false;
  }
}

function isKnownText(query: string, { text, place }: Token): boolean {
  const before = query.slice(0, place.offset);
  if (/(in_segment|anniversary) ?\($/.test(before)) return true;
  const attribute = /([\w.]+) (?:!?=|(?:NOT )?IN \([^)]*|(?:NOT )?CONTAINS) ?$/.exec(before)?.[1] ?? '';
  const ofAttribute = LANGUAGE.attributes.get(attribute);
  const type =
    ofAttribute ??
    [...LANGUAGE.rows.values()].find((rows) => rows.parameters.has(attribute))?.parameters.get(attribute);
  return type?.values?.includes(text.slice(1, -1)) ?? false;
}

/** Whether a text with a completion goes on as the query does, to the end of the token. */
function leadsTo(query: string, token: Token, { from }: Completions, { insert }: Completion): boolean {
  const { offset, length } = token.place;
  // A blank before a parenthesis says nothing.
  const plain = (text: string) => text.toLowerCase().replace(/ \(/g, '(');
  if (plain(query.slice(0, from) + insert).startsWith(plain(query.slice(0, offset + length)))) return true;
  if (token.kind !== 'name' || from > offset) return false;
  const offered = insert.trim();
  // Names of other dialects are found under ours, and a source's own events once `events.` is written.
  return (
    canonicalName(offered) === token.name ||
    (/^events\.'/.test(token.text) && offered.startsWith('events.')) ||
    (offered.endsWith('.') && token.text.startsWith(offered))
  );
}

describe('every prefix of an example', () => {
  it.each(EXAMPLES)('%s', async (query) => {
    for (const token of tokensOf(query)) {
      const { offset, length } = token.place;
      for (let typed = 0; typed < Math.min(length, 60); typed += 1) {
        const written = token.text.slice(0, typed);
        if (isFree(query, token, written)) continue;
        const found = await complete(query.slice(0, offset + typed), offset + typed, WHOLE, VALUES);
        const isOffered = found.completions.some((completion) => leadsTo(query, token, found, completion));
        if (!isOffered)
          expect.fail(
            `${query.slice(0, offset + typed)}| should offer ${token.text}, not ${labels(found).slice(0, 12).join(' ')}`,
          );
      }
    }
  });
});

describe('what is inserted', () => {
  /** Those that make sense, and those that only keep to the grammar. */
  const queries = fc.oneof(
    fc
      .constantFrom(...EXAMPLES, ...SHOPIFY_QUERIES, ...SHOPIFYQL_QUERIES)
      .map((query) => ({ query, errorsOf: faults })),
    anyCondition.map(printCondition).map((query) => ({ query, errorsOf: faultsInGrammar })),
  );

  it('can stand where it is offered', async () => {
    await fc.assert(
      fc.asyncProperty(queries, fc.nat(), fc.nat(), async ({ query, errorsOf }, cut, pick) => {
        const text = query.slice(0, cut % (query.length + 1));
        const found = await complete(text, text.length, WHOLE, VALUES);
        const completion = found.completions[pick % Math.max(found.completions.length, 1)];
        if (completion === undefined) return;
        const after = inserted(text, found, completion);
        const end = found.from + completion.insert.trimEnd().length;
        for (const error of errorsOf(after)) {
          const isOpen = error.code === 'unclosed' || (completion.insert.endsWith('.') && error.offset === end - 1);
          expect(
            isOpen || error.offset >= end || closesAmount(completion, text),
            `${text} + ${completion.insert}: ${error.message}`,
          ).toBe(true);
        }
      }),
      { numRuns: 1_000, endOnFailure: true },
    );
  });

  it('can be asked, where the rest of the query can', async () => {
    const askable = [...EXAMPLES, ...SHOPIFY_QUERIES].filter((query) => checkQuery(query).outcome === 'valid');
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...askable), fc.nat(), fc.nat(), async (query, cut, pick) => {
        const text = query.slice(0, cut % (query.length + 1));
        const found = await complete(text, text.length, ASKED, VALUES);
        const completion = found.completions[pick % Math.max(found.completions.length, 1)];
        if (completion === undefined) return;
        const checked = checkQuery(inserted(text, found, completion));
        const codes = checked.outcome === 'invalid' ? checked.errors.map(({ code }) => code) : [];
        expect(codes, `${text} + ${completion.insert}`).not.toContain('not-built-yet');
      }),
      { numRuns: 1_000, endOnFailure: true },
    );
  });

  it('is a date that is the same for everybody beside an anniversary', async () => {
    for (const test of ['= ', 'BETWEEN ', 'BETWEEN today AND ']) {
      const text = `anniversary('first_order_date') ${test}`;
      const { completions } = await complete(text, text.length, ASKED, VALUES);
      const labels = completions.map(({ label }) => label);
      expect(labels).toContain('+30d');
      expect(labels.filter((label) => label.includes('date'))).toEqual([]);
    }
  });

  it('is found in time that grows with the text, and nothing throws', async () => {
    for (const piece of [
      '(',
      ')',
      'NOT ',
      "a.'",
      "'",
      '-',
      'a + ',
      'a IN (',
      'f MATCHES (x = ',
      'f(id: (',
      'SEQUENCE (',
    ]) {
      const text = piece.repeat(Math.floor(20_000 / piece.length));
      await complete(text, text.length, WHOLE, VALUES);
    }
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme' }), fc.integer(), async (text, offset) => {
        const found = await complete(text, offset, WHOLE, VALUES);
        expect(found.from).toBeLessThanOrEqual(found.to);
      }),
    );
  });
});

/** A parenthesis around an amount is told from one around conditions by the operator that follows it. */
function closesAmount({ insert }: Completion, text: string): boolean {
  return insert.trim().endsWith(')') && text.includes('(');
}

function faultsInGrammar(text: string) {
  const parsed = parseQuery(text);
  return parsed.outcome === 'invalid' ? parsed.errors : [];
}

function faults(text: string) {
  const checked = checkLanguage(text, { customAttributes: CUSTOM });
  return checked.outcome === 'invalid' ? checked.errors : [];
}
