import { createHash } from 'node:crypto';
import { Budgets, type Hook, MemoryKeep, MemorySpool, Runner } from '@clientele/connector-kit';
import { type Instant, instant, instantOfMs, msOfInstant, type SourceRecord } from '@clientele/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { events } from './connector.js';
import type { EventsSettings } from './settings.js';

const RUNS = Number(process.env.CLIENTELE_LAW_RUNS ?? 60);
const NOW_MS = msOfInstant(instant('2026-05-04T10:00:00Z'));
const SETTINGS: EventsSettings = {
  usersOf: 'shop.example',
  writeKeys: ['own-key'],
  pageKeys: [],
  pagesMay: 'act',
  channel: 'app',
};
/** Who is under way no longer than that is not taken for a clock that is wrong. */
const LONGEST_WAY_MS = 29_000;

interface Call {
  readonly userId: string;
  readonly anonymousId: string | undefined;
  readonly messageId: string;
  readonly timestamp: Instant;
  readonly traits: Readonly<Partial<Record<'email' | 'language' | 'plan', string | null>>>;
}

const value = fc.constantFrom('a@home.example', 'b@home.example', null);
/** Few moments, so that several calls are of one. */
const call = fc.record({
  userId: fc.constantFrom('u1', 'u2'),
  anonymousId: fc.option(fc.constantFrom('d1', 'd2'), { nil: undefined }),
  timestamp: fc.nat(9).map((second) => instantOfMs(NOW_MS - LONGEST_WAY_MS - second * 1000)),
  traits: fc.record({ email: value, language: value, plan: value }, { requiredKeys: [] }),
});

/** Calls, and tries to send them: each at least once, in any order, by ways of any length, some of them together. */
const sendings = fc.array(call, { minLength: 1, maxLength: 8 }).chain((some) => {
  const calls = some.map((one, index): Call => ({ ...one, messageId: `m${index}` }));
  const again = fc.array(fc.constantFrom(...calls), { maxLength: 6 });
  const tries = again.chain((more) =>
    fc.shuffledSubarray([...calls, ...more], { minLength: calls.length + more.length }),
  );
  const waysMs = fc.array(fc.nat(LONGEST_WAY_MS), { minLength: 16, maxLength: 16 });
  return fc.record({ calls: fc.constant(calls), tries, waysMs, together: fc.integer({ min: 1, max: 4 }) });
});

/** Of each trait of each user, and of each device, what was said of it last; of one moment, by the digest of the call's id. */
function folded(calls: readonly Call[]): Record<string, string> {
  const order = ({ timestamp, messageId }: Call) =>
    `${timestamp} ${createHash('sha256').update(messageId).digest('hex')}`;
  const known: Record<string, string> = {};
  for (const { userId, anonymousId, traits } of calls.toSorted((a, b) => (order(a) < order(b) ? -1 : 1))) {
    if (anonymousId !== undefined) known[anonymousId] = userId;
    for (const [name, one] of Object.entries(traits)) {
      if (one === null) delete known[`${userId} ${name}`];
      else known[`${userId} ${name}`] = one;
    }
  }
  return known;
}

/** The same as the records say it. */
function said(records: readonly SourceRecord[]): Record<string, string> {
  const known: Record<string, string> = {};
  for (const record of records) {
    if (record.kind !== 'customer') continue;
    const [user = '', device] = record.accounts.map(({ id }) => id);
    if (device !== undefined) known[device] = user;
    const { email, language, attributes } = record;
    for (const [name, one] of Object.entries({ email, language, ...attributes })) {
      if (one !== undefined) known[`${user} ${name}`] = String(one);
    }
  }
  return known;
}

async function heard(tries: readonly Call[], waysMs: readonly number[], together: number): Promise<SourceRecord[]> {
  let nowMs = NOW_MS;
  const keep = new MemoryKeep();
  const runner = new Runner(events, SETTINGS, {
    fetch: async () => new Response(),
    now: () => instantOfMs(nowMs),
    sleep: async () => {},
    random: () => 0,
    keep,
    openSpool: async () => new MemorySpool(),
    budgets: new Budgets(),
    log: () => {},
  });
  for (let start = 0; start < tries.length; start += together) {
    nowMs += 1000;
    const sentAt = instantOfMs(nowMs - (waysMs[start] ?? 0));
    const batch = tries.slice(start, start + together).map((one) => ({ ...one, type: 'identify' }));
    const hook: Hook = {
      headers: new Headers({ authorization: `Basic ${btoa('own-key:')}` }),
      body: new TextEncoder().encode(JSON.stringify({ batch, sentAt })),
      url: 'https://c.example/hooks/1/v1/batch',
    };
    await runner.take([await runner.hear(hook)]);
  }
  return keep.records();
}

test('what is said piece by piece adds up to the last of each piece, however calls come', async () => {
  const property = fc.asyncProperty(sendings, async ({ calls, tries, waysMs, together }) => {
    expect(said(await heard(tries, waysMs, together))).toEqual(folded(calls));
  });
  await fc.assert(property, { numRuns: RUNS });
});
