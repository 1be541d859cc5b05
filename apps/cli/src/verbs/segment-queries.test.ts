import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { instant } from '@clientele/model';
import { expect, it } from 'vitest';
import { Terminal } from '../terminal/terminal.js';
import { segmentCount, segmentExplain } from './segment-queries.js';

async function printed(print: (terminal: Terminal) => void): Promise<string> {
  const out = new PassThrough();
  print(new Terminal(out));
  out.end();
  return text(out);
}

const message = "The members of 'vip' do not follow what it asks now yet.";
const stale = [{ segment: 'vip', answeredBy: 'members', evaluatedAt: null, owed: [], message }] as const;
const asOf = instant('2024-06-01T12:00:00.000Z');
const query = { shop: 'tea', query: "in_segment('vip')" };

it('says whose members an answer rests on though they are not current', async () => {
  const lines = await printed((terminal) =>
    segmentCount.print({ count: 1, of: 2, ms: 3, asOf, stale }, terminal, query),
  );
  expect(lines).toBe(`1 of 2 profiles (50.0 %)\nAs of ${asOf}, in 3 ms\n${message}\n`);
});

it('says where members are recorded otherwise than a profile is explained', async () => {
  const explained = {
    ...{ profile: 'p_1', member: false, changesAt: null, changesAtTime: null, staysForDays: null },
    ...{ asOf, conditions: [], stale },
    recordedOtherwise: [
      { segment: 'vip', recorded: true, byQuery: false },
      { segment: 'new', recorded: false, byQuery: true },
    ],
  };
  const lines = await printed((terminal) => segmentExplain.print(explained, terminal, { ...query, profile: 'p_1' }));
  expect(lines.split('\n')).toEqual([
    'p_1 is not a member',
    "It is recorded as a member of 'vip'; by its query now, it is not.",
    "It is recorded as no member of 'new'; by its query now, it is.",
    message,
    '',
  ]);
});
