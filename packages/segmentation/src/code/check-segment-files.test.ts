import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkQuery } from '../check/check-query.js';
import { templateFiles } from '../templates/templates.js';
import { checkSegmentFiles, type KnownSegments, type NamedText } from './check-segment-files.js';
import { FIELDS } from './record-line.js';

const file = (handle: string, query: string, ...more: readonly string[]): NamedText => ({
  file: `${handle}.segment`,
  text: [`name: The ${handle}`, `handle: ${handle}`, 'query:', `  ${query}`, ...more, ''].join('\n'),
});
const ON = 'on: 2024-06-15';

/** `file:line:column code` of all that is wrong, and of all that is odd. */
function findings(files: readonly NamedText[], known?: KnownSegments): string[] {
  return checkSegmentFiles(files, known).flatMap(({ file: name, errors, warnings }) => [
    ...errors.map(({ code, line, column }) => `${name}:${line}:${column} ${code}`),
    ...warnings.map(({ code, line, column }) => `${name}:${line}:${column} warning ${code}`),
  ]);
}

function knownOf(queries: Readonly<Record<string, string>>): KnownSegments {
  const segments = Object.entries(queries).flatMap(([handle, query]) => {
    const checked = checkQuery(query);
    return checked.outcome === 'valid' ? [[handle, checked.condition] as const] : [];
  });
  return { segments: new Map(segments), customTypes: new Map([['attributes.size', 'number']]) };
}

/** The only fault of a file with this query and what stands below it. */
function faultOf(query: string, ...more: readonly string[]) {
  const [checked] = checkSegmentFiles([file('f', query, ...more)]);
  expect(checked?.errors).toHaveLength(1);
  return checked?.errors[0];
}

describe('a segment file', () => {
  it('is read with comments, wrapped texts and a query of many lines', () => {
    const text = `# Ours.
name: Tea lovers
handle: tea-lovers
description: Bought tea
  again and again.

query: products_purchased
      MATCHES (id = 'tea')
# but not for others
    AND gift_orders = 0
`;
    const [checked] = checkSegmentFiles([{ file: 'tea', text }]);
    expect(checked).toMatchObject({
      errors: [],
      segment: {
        handle: 'tea-lovers',
        name: 'Tea lovers',
        description: 'Bought tea again and again.',
        canonical: "products_purchased MATCHES (id = 'tea') AND gift_orders = 0",
      },
    });
  });

  it('is refused with the place in the file and what to write', () => {
    expect(faultOf('number_of_order > 1')).toMatchInlineSnapshot(`
      {
        "code": "unknown-attribute",
        "column": 3,
        "hint": "Did you mean number_of_orders?",
        "line": 4,
        "message": "There is no attribute 'number_of_order'",
      }
    `);
    expect(faultOf('number_of_orders > 1', 'descripton: Often')).toMatchInlineSnapshot(`
      {
        "code": "bad-line",
        "column": 1,
        "hint": "Did you mean description?",
        "line": 5,
        "message": "A segment file has no 'descripton'",
      }
    `);
    expect(faultOf('number_of_orders > 1', ON, 'in: once', '  odrer -3d')).toMatchInlineSnapshot(`
      {
        "code": "unexpected",
        "column": 3,
        "hint": "Did you mean order?",
        "line": 7,
        "message": "'odrer' is nothing that somebody can have",
      }
    `);
    expect(faultOf('number_of_orders > 1', ON, 'in: once', '  order -3d, chanel = 4')).toMatchObject({
      ...{ line: 7, column: 14, hint: 'Did you mean channel?' },
    });
    expect(faultOf('number_of_orders > 1', ON, 'in: once', "  order -3d, channel = 'tills'")).toMatchObject({
      ...{ line: 7, column: 3, message: expect.stringContaining('channel.kind') },
    });
    expect(faultOf('number_of_orders > 1', ON, 'in: once', '  order -3d, gift = 1')).toMatchObject({
      line: 7,
      column: 21,
    });
    expect(faultOf('number_of_orders > 1', 'in: once', '  order -3d')).toMatchObject({
      ...{ line: 5, hint: 'Write on: 2024-06-15 above the first example.' },
    });
    expect(faultOf('number_of_orders > 1', 'on: someday')).toMatchObject({ code: 'bad-date', line: 5 });
    expect(faultOf('number_of_orders > 1', 'name: Again')).toMatchObject({ code: 'repeated', line: 5 });
    expect(findings([{ file: 'x', text: 'name: X\nhandle: Not this\n' }])).toEqual([
      'x:1:1 missing',
      'x:2:1 bad-handle',
    ]);
    expect(findings([{ file: 'x', text: '  indented\n' }])).toContain('x:1:1 bad-line');
  });

  it('says who is in and out, and why it is not so', () => {
    const examples = [ON, 'in: twice', '  order -10d -5d', 'out: once', '  order -10d'];
    expect(checkSegmentFiles([file('f', 'number_of_orders >= 2', ...examples)])).toMatchObject([
      { errors: [], examples: 2 },
    ]);
    const [checked] = checkSegmentFiles([file('f', 'number_of_orders >= 3 OR gift_orders = 0', ...examples)]);
    expect(checked?.errors).toMatchInlineSnapshot(`
      [
        {
          "code": "example-failed",
          "column": 1,
          "hint": "number_of_orders >= 3 OR gift_orders = 0 holds.",
          "line": 8,
          "message": "The query takes in who should be out: once",
        },
      ]
    `);
    expect(faultOf('number_of_orders >= 2 AND amount_spent > 25', ...examples)).toMatchObject({
      ...{ line: 6, hint: 'amount_spent > 25 does not hold: it is 20.' },
    });
  });
});

describe('examples', () => {
  const isIn = (query: string, ...lines: readonly string[]) => {
    const [checked] = checkSegmentFiles([file('f', query, ON, 'in: they', ...lines.map((line) => `  ${line}`))]);
    expect(checked?.warnings).toEqual([]);
    return checked?.examples === 1 && checked.errors.length === 0;
  };

  it.each([
    [
      "orders_placed MATCHES (channel = 'till', amount = 12.5, date = -3d)",
      "order -3d, channel = 'till', amount = 12.5",
    ],
    ["orders_placed MATCHES (discount_code = 'MAY', gift = true)", "order today, discount_code = 'MAY', gift = true"],
    [
      "sum_quantity OF products_purchased (category = 'Tea') = 4",
      "order -9d -8d, id = 'a', category = 'Tea'",
      "line id = 'a'",
    ],
    [
      "products_purchased MATCHES (sku = 'S', tag = 'new', amount = 6)",
      "order -9d, sku = 'S', tag = 'new', price = 3, quantity = 2",
    ],
    ['amount_refunded = 4', 'order -9d', 'refund -8d, amount = 4'],
    ["events.'Booked a table' MATCHES (property.guests = 6)", "events.'Booked a table' -9d, property.guests = 6"],
    ["storefront.collection_viewed MATCHES (id = 'c')", "events.collection_viewed -9d, id = 'c'"],
    ["customer_countries CONTAINS 'GB' AND customer_tags CONTAINS 'a'", "customer country = 'GB', customer_tags = 'a'"],
    ['customer_added_date = -1y AND birth_date = 1990-02-01', 'customer -1y, birth_date = 1990-02-01'],
    ["sms_subscription_status = 'PENDING'", "customer sms_subscription_status = 'PENDING'"],
    [
      "attributes.'Shoe size' = 44 AND metafields.custom.tier = 'gold'",
      "customer attributes.'Shoe size' = 44, metafields.custom.tier = 'gold'",
    ],
    [
      'store_credit_accounts MATCHES (balance = 5, next_expiry_date = +9d)',
      'store_credit balance = 5, next_expiry_date = +9d',
    ],
    ['SEQUENCE (events.product_viewed THEN orders_placed)', 'events.product_viewed -1d', 'order -1d'],
    ['orders_placed MATCHES (hour = 9, date < -6h)', 'order 2024-06-15T09:30:00'],
    ['orders_placed MATCHES (date >= -6h)', 'order -5h'],
  ])('know %s', (query, ...lines) => {
    expect(isIn(query, ...lines)).toBe(true);
  });

  it('hold on their day, and those of one day are a shop', () => {
    const query = 'amount_spent IN TOP 10% AND last_order_date = today';
    const lines = ['in: most', '  order today, amount = 9', 'out: less', '  order today, amount = 8'];
    const alone = ['on: 2024-06-16', 'in: alone', '  order 2024-06-16, amount = 1'];
    expect(findings([file('f', query, ON, ...lines, ...alone)])).toEqual([]);
    expect(findings([file('f', query, ON, ...lines, ...alone.slice(1))])).toEqual(['f.segment:10:1 example-failed']);
  });
});

describe('files checked together', () => {
  const EXAMPLE = [ON, 'in: twice, much', '  order -10d -5d, amount = 100'];

  it('may refer to one another in any order', () => {
    const vip = file('vip', 'amount_spent > 150');
    const best = file('best', "in_segment('vip') AND number_of_orders >= 2", ...EXAMPLE);
    expect(findings([best, vip])).toEqual([]);
    expect(findings([vip, best], knownOf({ vip: 'amount_spent > 900' }))).toEqual([]);
    expect(findings([best], knownOf({ vip: 'amount_spent > 150' }))).toEqual([]);
    expect(findings([best], knownOf({ vip: 'amount_spent > 900' }))).toEqual(['best.segment:6:1 example-failed']);
  });

  it('refer to segments that nobody has, which without a shop cannot be told', () => {
    const best = file('best', "number_of_orders >= 2 AND in_segment('vip')", ...EXAMPLE);
    expect(findings([best])).toEqual([
      'best.segment:4:40 warning unknown-segment',
      'best.segment:6:1 warning examples-not-run',
    ]);
    expect(findings([best], knownOf({}))).toEqual(['best.segment:4:40 unknown-segment']);
  });

  it('must not lead in circles, not even through the shop', () => {
    const [a, b] = [file('a', "in_segment('b')"), file('b', "NOT in_segment('a')")];
    expect(findings([a, b])).toEqual(['a.segment:4:14 segment.circle', 'b.segment:4:18 segment.circle']);
    expect(checkSegmentFiles([a], knownOf({ b: "in_segment('a')" }))[0]?.errors[0]?.message).toBe(
      'The query leads back to the segment itself: a → b → a',
    );
  });

  it('must have a handle and a name of their own', () => {
    const twin = { ...file('a', 'gift_orders = 1'), file: 'twin' };
    expect(findings([file('a', 'gift_orders = 0'), twin])).toEqual(['twin:1:1 name-taken', 'twin:2:1 handle-taken']);
  });

  it('may ask for custom attributes that the shop has, or that examples state', () => {
    const size = file('f', 'attributes.size > 40');
    expect(findings([size])).toEqual(['f.segment:4:3 warning unchecked-attribute']);
    expect(findings([size], knownOf({}))).toEqual([]);
    const hat = file('f', 'attributes.hat > 40', ON, 'in: x', '  customer -1d');
    expect(findings([hat], knownOf({}))).toEqual(['f.segment:4:3 unknown-attribute']);
    expect(findings([hat])).toContain('f.segment:6:1 warning examples-not-run');
  });
});

describe('whatever a file holds', () => {
  const lines = templateFiles().flatMap(({ text }) => text.split('\n'));
  const anyLine = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...lines) },
    fc
      .tuple(fc.constantFrom(...lines), fc.nat(60), fc.nat(3), fc.string({ unit: 'grapheme', maxLength: 4 }))
      .map(([line, at, less, more]) => `${line.slice(0, at)}${more}${line.slice(at + less)}`),
    fc
      .tuple(fc.constantFrom('order', 'refund', 'events.searched', 'customer'), anyDate())
      .map(([kind, date]) => `  ${kind} ${date}, property.a = ${date}, birth_date = ${date}`),
  );

  it('is checked or refused, and never breaks the check', () => {
    const edits = fc.array(fc.tuple(fc.nat(40), anyLine), { maxLength: 3 });
    const anyFile = fc.tuple(fc.constantFrom(...templateFiles()), edits).map(([{ text }, edited]) => {
      const written = text.split('\n');
      for (const [at, line] of edited) written.splice(at, 1, line);
      return written.join('\n');
    });
    fc.assert(
      fc.property(anyFile, (text) => {
        const [checked] = checkSegmentFiles([{ file: 'any', text }]);
        for (const { line, column } of checked?.errors ?? []) expect(line * column).toBeGreaterThan(0);
      }),
      { numRuns: 300 },
    );
  });

  function anyDate(): fc.Arbitrary<string> {
    const amounts = fc.constantFrom('-1', '+0', '-99999', '+99999', '-31');
    const counted = fc.tuple(amounts, fc.constantFrom('d', 'w', 'm', 'y', 'h', 'min')).map((parts) => parts.join(''));
    return fc.oneof(counted, fc.constantFrom('1900-01-01', '2299-12-31', '2024-02-29T23:59:59', 'today', '2024-13-01'));
  }
});

describe('the page about segment files', () => {
  const page = readFileSync(new URL('../../../../docs/segment-files.md', import.meta.url), 'utf8');

  it('has an example that is as it says', () => {
    const examples = [...page.matchAll(/```segment\n(.*?)```/gs)].map(([, text = '']) => ({ file: 'page', text }));
    expect(checkSegmentFiles(examples)).toMatchObject([{ errors: [], warnings: [], examples: 3 }]);
  });

  it.each(Object.entries(FIELDS))('lists all that can be said of %s', (kind, fields) => {
    const row = page.split('\n').find((line) => line.startsWith(`| \`${kind === 'event' ? 'events.NAME' : kind}`));
    const own = kind === 'order' ? fields.filter((name) => !FIELDS.line.includes(name)) : fields;
    expect(own.filter((name) => !row?.includes(`\`${name}\``))).toEqual([]);
  });
});
