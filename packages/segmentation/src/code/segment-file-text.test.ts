import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyCondition } from '../text/condition.fixture.js';
import { parseQuery } from '../text/parse-query.js';
import { printCondition } from '../text/print-condition.js';
import { readSegmentFile } from './segment-file.js';
import { segmentFileText } from './segment-file-text.js';

const segment = { handle: 'tea-lovers', name: 'Tea lovers', description: 'They\n buy tea.' };

it('writes one condition a line', () => {
  const parsed = parseQuery("number_of_orders > 1 AND (gift_orders = 0 OR rfm_group = 'NEW')");
  if (parsed.outcome === 'invalid') throw new Error('the query is valid');
  expect(segmentFileText({ ...segment, condition: parsed.condition })).toMatchInlineSnapshot(`
    "name: Tea lovers
    handle: tea-lovers
    description: They buy tea.

    query:
      number_of_orders > 1
      AND (gift_orders = 0 OR rfm_group = 'NEW')
    "
  `);
});

it('is read again as it was, or nothing is written', () => {
  let written = 0;
  fc.assert(
    fc.property(anyCondition, (condition) => {
      const text = segmentFileText({ ...segment, condition });
      if (text === undefined) return;
      written += 1;
      const reading = readSegmentFile(text);
      if (reading.outcome === 'invalid') expect.fail(text);
      const { name, handle, query } = reading.file;
      const parsed = parseQuery(query);
      expect(parsed.outcome === 'parsed' && printCondition(parsed.condition)).toBe(printCondition(condition));
      expect({ name, handle }).toEqual({ name: 'Tea lovers', handle: 'tea-lovers' });
    }),
    { numRuns: 300 },
  );
  expect(written).toBeGreaterThan(100);
});
