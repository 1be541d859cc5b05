import { describe, expect, test } from 'vitest';
import { conditionsIn, valuesOf } from '../tree/walk.js';
import { parseQuery } from './parse-query.js';

/** Errors as `line:column+length code message | hint`. */
function errorsOf(text: string): string[] {
  const parsed = parseQuery(text);
  if (parsed.outcome === 'parsed') return [];
  return parsed.errors.map(
    ({ line, column, length, code, message, hint }) => `${line}:${column}+${length} ${code}: ${message} | ${hint}`,
  );
}

describe('errors say what, where and how to mend it', () => {
  test.each<[text: string, errors: string[]]>([
    ['', ['1:1+0 empty: The query is empty | Write a condition, such as number_of_orders >= 2.']],
    ['  \n ', ['2:2+0 empty: The query is empty | Write a condition, such as number_of_orders >= 2.']],
    [
      "a = 'x",
      [
        "1:5+1 unclosed: The text that begins here has no closing quote | Close it with ', and write \\' for a quote inside.",
      ],
    ],
    ['a = "x\'y"', ["1:5+5 bad-text: Text stands in straight single quotes | Write 'x\\'y'."]],
    ['a = ‘x’', ["1:5+3 bad-text: Text stands in straight single quotes | Write 'x'."]],
    ["a = '\\n'", ["1:5+4 bad-text: \\n in a text has no meaning | Write \\\\ for a backslash and \\' for a quote."]],
    ['a == 1', ["1:3+2 unexpected: '==' has no meaning here | Write = to compare."]],
    ['a = 1 && b = 2', ["1:7+2 unexpected: '&&' has no meaning here | Write AND."]],
    [
      'a > $5',
      ["1:5+1 unexpected: '$' has no meaning here | Write amounts as plain numbers, in the currency of the shop."],
    ],
    ['a > .5', ["1:5+1 unexpected: '.' has no meaning here | Write a zero before the point, such as 0.5."]],
    [
      'a > 1,000',
      [
        "1:6+1 unexpected: ',' is unexpected here | Numbers are written without commas; lists stand in parentheses after IN.",
      ],
    ],
    ['a > 1e5', ["1:5+3 bad-number: '1e5' is neither a number nor a date | Write all digits, without an exponent."]],
    [
      'a > 1pm',
      ["1:5+3 bad-date: '1pm' is neither a number nor a date | A time has a date before it: 2024-05-01T18:30:00."],
    ],
    ['a = b -7d', ["1:7+3 unexpected: '-7d' is unexpected here | Write blanks around -."]],
    ['a = b-c', ["1:6+1 unexpected: '-' has no meaning here | Write blanks around -."]],
    [
      "a IS 'x'",
      [
        '1:6+3 unexpected: IS must be followed by NULL or NOT NULL | Write a IS NULL or a IS NOT NULL; values are compared with =.',
      ],
    ],
    ['a ? 5', ['1:3+1 unexpected: "?" has no meaning here | Leave it out; in a text it stands in single quotes.']],
    ['a = (b + c', ['1:5+1 unclosed: This parenthesis is never closed | Add ).']],
    [
      "a.'b",
      [
        "1:3+1 unclosed: The text that begins here has no closing quote | Close it with ', and write \\' for a quote inside.",
      ],
    ],
    [
      "5 + a CONTAINS 'x'",
      ['1:7+8 unexpected: CONTAINS follows the name of an attribute alone | Write it before CONTAINS.'],
    ],
    [
      'a UP BY 5%',
      ['1:3+2 unexpected: UP follows a measure with OF | Write sum_amount OF orders_placed (date >= -90d) UP BY 50%.'],
    ],
    [
      'count OF f DOWN BY 101%',
      ["1:20+3 bad-percent: '101' is not a percentage above 0 and at most 100 | Write DOWN BY 10%."],
    ],
    [
      'SEQUENCE (f THEN g WITHIN 7)',
      ["1:27+1 unexpected: WITHIN takes a length of time, not '7' | Write WITHIN 7d, with d, w, m, y, h or min."],
    ],
    ['in_hold_out', ["1:12+0 unexpected: '(' is missing before the end | Write in_hold_out()."]],
    ["in_hold_out('x')", ["1:13+3 unexpected: ')' is missing before ''x'' | Write in_hold_out()."]],
    [
      'added_to(vip)',
      ["1:10+3 unexpected: added_to takes the handle of a segment, not 'vip' | Write added_to('its-handle')."],
    ],
    ["in_sample('x', 10%)", ["1:11+3 bad-percent: A percentage is missing before ''x'' | Write 10%."]],
    [
      'anniversary(birth_date) = today',
      [
        "1:13+10 unexpected: anniversary takes the name of a date in quotes, not 'birth_date' | Write anniversary('birth_date') BETWEEN today AND +30d.",
      ],
    ],
    [
      'f MATCHES (coordinates = 5)',
      [
        "1:26+1 unexpected: Coordinates are two numbers, not '5' | Write latitude and longitude in degrees: (40.7128, -74.006).",
      ],
    ],
    [
      'f(id: 5) > 1',
      [
        "1:10+1 unexpected: f(…) is only ever true or false, and '>' is not for it | Write = true or = false; how often is a parameter: f MATCHES (count > 1).",
      ],
    ],
    [
      'f(id: 5, date: >= -30d) = true',
      [
        "1:16+2 unexpected: '>=' is unexpected here: date: is followed by a plain value | Write f MATCHES (date >= …), which takes comparisons.",
      ],
    ],
    [
      'FROM orders WHERE a = 1',
      [
        "1:6+6 unexpected: A segment is of customers, not of 'orders' | Write FROM customers SHOW customer_name WHERE …, or the condition alone.",
      ],
    ],
    ['FROM customers SHOW a', ['1:22+0 empty: The query has no condition | Add WHERE and a condition.']],
    [
      'FROM customers WHERE a = 1 ORDER BY a LIMIT 10',
      ["1:39+5 unexpected: 'LIMIT' is unexpected here | A segment has all members; there is no LIMIT."],
    ],
    [
      'a = 1 ORDER BY b',
      ["1:7+5 unexpected: 'ORDER' is unexpected here | It has a place only after FROM customers … WHERE."],
    ],
    [
      'a > 2023-02-29',
      ["1:5+10 bad-date: '2023-02-29' is not a day between 1900-01-01 and 2299-12-31 | Write YYYY-MM-DD."],
    ],
    [
      'a > 2024-05-01T25:00:00',
      ["1:5+19 bad-date: '25:00:00' is not a time of day | Write hours, minutes and seconds: 18:30:00."],
    ],
    [
      'a > 2024-05-01T18:30',
      [
        "1:5+16 bad-date: '2024-05-01T18:30' is neither a number nor a date | Write a date with a time as 2024-05-01T18:30:00.",
      ],
    ],
    ['a > -100000y', ["1:5+8 bad-date: '-100000y' is further away than 99999 | Write a date, such as 1900-01-01."]],
    ['a = null', ["1:5+4 unexpected: A value is missing before 'null' | Write a IS NULL or a IS NOT NULL."]],
    [
      'a = vip gold = 1',
      ["1:9+4 unexpected: AND or OR is missing before 'gold' | Text stands in single quotes: 'vip gold'."],
    ],
    [
      'a NOT = 1',
      [
        "1:7+1 unexpected: '=' cannot follow a NOT | Write =, !=, >, >=, <, <=, BETWEEN, IS [NOT] NULL, [NOT] CONTAINS, [NOT] IN or [NOT] MATCHES.",
      ],
    ],
    ["a CONTIANS 'x'", ["1:3+8 unexpected: After a comes a comparison, not 'CONTIANS' | Did you mean CONTAINS?"]],
    [
      "a LIKE 'x'",
      [
        "1:3+4 unexpected: After a comes a comparison, not 'LIKE' | Texts and lists have CONTAINS; write = or IN for the whole of a text.",
      ],
    ],
    ['f(id = 5)', ["1:2+1 unexpected: After f comes a comparison, not '(' | Write f MATCHES (…)."]],
    ['a IN TOP 10', ["1:12+0 bad-percent: '%' is missing before the end | Write TOP 10%."]],
    ['a IN TOP 0%', ["1:10+1 bad-percent: '0' is not a percentage above 0 and at most 100 | Write TOP 10%."]],
    [
      'a IN BOTTOM 100.000001%',
      ["1:13+10 bad-percent: '100.000001' is not a percentage above 0 and at most 100 | Write BOTTOM 10%."],
    ],
    [
      'a BETWEEN 1',
      ['1:12+0 unexpected: AND is missing before the end | Write a BETWEEN the smallest AND the largest value.'],
    ],
    [
      'f MATCHES (a = 1 AND b = 2)',
      [
        "1:18+3 unexpected: ',' or ')' is missing before 'AND' | Parameters are separated by commas, and all of them hold.",
      ],
    ],
    [
      'in_segment(vip)',
      ["1:12+3 unexpected: in_segment takes the handle of a segment, not 'vip' | Write in_segment('its-handle')."],
    ],
    ['(a = 1', ['1:1+1 unclosed: This parenthesis is never closed | Add ).']],
    ['a = 1)', ['1:6+1 unexpected: This parenthesis closes nothing | Remove it, or open one before.']],
    ['a = 1 b = 2', ["1:7+1 unexpected: AND or OR is missing before 'b' | Join conditions with AND or OR."]],
    [
      'AND a = 1',
      [
        "1:1+3 unexpected: A condition begins with the name of an attribute, not with 'AND' | Write a condition, such as number_of_orders >= 2.",
      ],
    ],
  ])('%j', (text, errors) => {
    expect(errorsOf(text)).toEqual(errors);
  });

  test('several at once, each where it stands', () => {
    const text = 'a > $5 AND\r\n  (b = OR f MATCHES (count >> 2, id = 1) OR c = 1) AND\n d BETWEEN 1 AND AND e = 2';
    expect(errorsOf(text).map((error) => error.split(':').slice(0, 2).join(':').split(' ')[0])).toEqual([
      '1:5+1',
      '2:8+2',
      '2:29+1',
      '3:18+3',
    ]);
  });
});

describe('limits', () => {
  test('length', () => {
    const fits = `a = '${'x'.repeat(20_000 - 6)}'`;
    expect(errorsOf(fits)).toEqual([]);
    expect(errorsOf(`${fits}  `)).toEqual([
      '1:20001+2 too-long: A query has at most 20000 characters; this one has 20002 | Save parts of it as segments and use in_segment().',
    ]);
  });

  test('depth', () => {
    expect(errorsOf(`${'('.repeat(100)}a = 1${')'.repeat(100)}`)).toEqual([]);
    expect(errorsOf(`${'NOT '.repeat(100)}a = 1`)).toEqual([]);
    const tooDeep = '1:101+1 too-deep: Conditions are nested more than 100 deep | Save the inner part as a segment.';
    expect(errorsOf(`${'('.repeat(101)}a = 1${')'.repeat(101)}`)).toEqual([tooDeep]);
    expect(errorsOf('NOT (('.repeat(3000))).toHaveLength(1);
    expect(errorsOf(`a = ${'('.repeat(100)}1${')'.repeat(100)}`)).toEqual([]);
    expect(errorsOf(`a = ${'('.repeat(101)}1`)).toEqual([tooDeep.replace('1:101', '1:105')]);
    expect(errorsOf(`a = 1${' + 1'.repeat(100)}`)).toEqual([]);
    expect(errorsOf(`a = 1${' + 1'.repeat(4900)}`)).toHaveLength(1);
  });

  test('errors', () => {
    expect(errorsOf('$ '.repeat(1000))).toHaveLength(20);
  });
});

test('places: every node knows where it stands', () => {
  const text = "a >= 1 AND\n  f NOT MATCHES (id IN ('é', 2)) OR in_segment('vip')";
  const parsed = parseQuery(text);
  if (parsed.outcome === 'invalid') throw new Error('does not parse');
  const of = (node: object, part: 'whole' | 'name' | 'operator') => {
    const place = parsed.places.get(node)?.[part];
    if (place === undefined) return undefined;
    return `${place.line}:${place.column} ${text.slice(place.offset, place.offset + place.length)}`;
  };
  const [or, and, comparison, match, reference] = [...conditionsIn(parsed.condition)];
  if (match?.kind !== 'match' || comparison?.kind !== 'test' || !or || !and || !reference) throw new Error();
  const [value] = valuesOf(comparison.test);
  expect(of(or, 'whole')).toBe(`1:1 ${text}`);
  expect(of(and, 'whole')).toBe("1:1 a >= 1 AND\n  f NOT MATCHES (id IN ('é', 2))");
  expect([of(comparison, 'name'), of(comparison, 'operator'), value && of(value, 'whole')]).toEqual([
    '1:1 a',
    '1:3 >=',
    '1:6 1',
  ]);
  expect([of(match, 'name'), of(match, 'operator')]).toEqual(['2:3 f', '2:5 NOT MATCHES']);
  const [parameter] = match.rows.parameters;
  expect(parameter && [of(parameter, 'whole'), of(parameter, 'operator')]).toEqual(["2:18 id IN ('é', 2)", '2:21 IN']);
  expect([of(reference, 'whole'), of(reference, 'name')]).toEqual(["2:37 in_segment('vip')", "2:48 'vip'"]);
});

test('the tree is frozen', () => {
  const parsed = parseQuery(
    "a IN (1) AND f MATCHES (id = 'x' ) AND SEQUENCE (f (id = 5) THEN g WITHIN 2d) AND g(id: (1, 2)) = true",
  );
  if (parsed.outcome === 'invalid') throw new Error('does not parse');
  const isFrozen = (value: unknown): boolean =>
    typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(isFrozen));
  expect(isFrozen(parsed.condition)).toBe(true);
});
