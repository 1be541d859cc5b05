import { type Instant, instantOfMs, msOfInstant } from '@clientele/model';
import { expect, test } from 'vitest';
import { z } from 'zod';
import type { Context, Heard, Round } from '../connector.js';
import { Budgets } from '../http/budget.js';
import type { Json } from '../json.js';
import { Denied, Garbled, NotShown } from '../thrown.js';
import { aRunner, DAY_MS, NOW, type People, people } from './people.fixture.js';
import type { Progress, RefusedObject, SyncOptions } from './runner.js';
import { streamProgress } from './stream-state.js';

const NOTHING = { objects: 0, changed: 0, unchanged: 0, refused: 0, gone: 0 };
const hint = (id: string): Heard => ({ outcome: 'heard', id: `delivery of ${id}`, hints: [{ stream: 'people', id }] });
const minutesAgo = (minutes: number) => instantOfMs(msOfInstant(NOW) - minutes * 60_000);

test('everything is read once; after that only what changed, and the last tick once more', async () => {
  const shop = aRunner(people(5));
  expect(await shop.runner.sync()).toMatchObject({
    outcome: 'done',
    counts: { people: { ...NOTHING, objects: 5, changed: 5 } },
  });
  shop.platform.people[0] = { id: 'p1', changed: minutesAgo(1), name: 'Ann', spouse: null };
  expect(await shop.runner.sync()).toMatchObject({
    counts: { people: { ...NOTHING, objects: 2, changed: 1, unchanged: 1 } },
  });
  expect(shop.names).toMatchObject({ p1: 'Ann', p5: 'Name 5' });
});

test('what changes behind our back while pages are read is found by the next sync', async () => {
  const shop = aRunner(people(6));
  const onProgress = () => {
    const [first] = shop.platform.people;
    if (first?.name !== 'Name 1' || shop.platform.pulls.length < 2) return;
    // On the first page, which is read already; the last page shows a later change still.
    shop.platform.people[0] = { ...first, changed: minutesAgo(-1), name: 'Changed' };
    shop.platform.people[5] = { id: 'p6', changed: minutesAgo(-2), name: 'Later', spouse: null };
    shop.clock.nowMs += 180_000;
  };
  await shop.runner.sync({ onProgress });
  expect(shop.names).toMatchObject({ p1: 'Name 1', p6: 'Later' });
  await shop.runner.sync({ sweeping: 'never' });
  expect(shop.names).toMatchObject({ p1: 'Changed', p6: 'Later' });
});

test('objects that are hinted at are asked for together, those that do not come by themselves', async () => {
  const asked: (readonly string[])[] = [];
  const together: People['together'] = {
    most: 3,
    async read(ids) {
      asked.push(ids);
      if (ids.includes('p7')) throw new Garbled('too many');
      return people(8).filter(({ id }) => ids.includes(id) && id !== 'p2');
    },
  };
  const shop = aRunner(people(8), { together });
  const hints = ['p1', 'p2', 'gone', 'p4', 'p5', 'p6', 'p7', 'p8'].map(hint);
  expect(await shop.runner.take(hints)).toMatchObject({ outcome: 'done', counts: { changed: 7 }, failed: [] });
  expect(asked).toEqual([
    ['p1', 'p2', 'gone'],
    ['p4', 'p5', 'p6'],
    ['p7', 'p8'],
  ]);
  expect(shop.platform.reads).toEqual(['p2', 'gone', 'p7', 'p8']);
  expect(Object.keys(shop.names)).toEqual(['p1', 'p2', 'p4', 'p5', 'p6', 'p7', 'p8']);
});

test('an object that is not shown to us holds up no other, and is not gone for that', async () => {
  const shop = aRunner(people(3), {
    async read(id) {
      if (id === 'p1') throw new NotShown('p1 is too old');
      return people(3).find((one) => one.id === id);
    },
  });
  await shop.runner.sync();
  shop.platform.people = [];
  const taken = await shop.runner.take([hint('p1'), hint('p9'), hint('p2')]);
  expect(taken).toMatchObject({ outcome: 'done', failed: [{ id: 'p1', sentence: 'p1 is too old' }] });
  expect(Object.keys(shop.names)).toEqual(['p1', 'p2', 'p3']);
});

test('a record from the future neither hides what comes, nor beats what it is corrected to', async () => {
  const shop = aRunner([...people(2), { id: 'p9', changed: '2099-01-01T00:00:00Z', name: 'Future', spouse: null }]);
  await shop.runner.sync();
  shop.clock.nowMs += 60_000;
  shop.platform.people.push({ id: 'p10', changed: minutesAgo(-1), name: 'Now', spouse: null });
  shop.platform.people[2] = { id: 'p9', changed: minutesAgo(-1), name: 'Corrected', spouse: null };
  await shop.runner.sync();
  expect(shop.names).toMatchObject({ p9: 'Corrected', p10: 'Now' });
});

test('what changed without moving its change time is taken when it is read again; a bump alone is nothing new', async () => {
  const shop = aRunner(people(2));
  await shop.runner.sync();
  const [first, second] = people(2);
  shop.platform.people = [
    { ...first!, name: 'Paid' },
    { ...second!, changed: minutesAgo(1) },
  ];
  const { counts } = await shop.runner.sync({ sweeping: 'now' });
  expect(counts.people).toEqual({ ...NOTHING, objects: 3, changed: 1, unchanged: 2 });
  expect(shop.names.p1).toBe('Paid');
});

test('a sweep of everything is due when its time is over, also in a new process, and tells what is gone', async () => {
  const shop = aRunner(people(5));
  await shop.runner.sync();
  shop.platform.people = people(5).filter(({ id }) => id !== 'p2');
  shop.clock.nowMs += DAY_MS - 10_000;
  await shop.runner.sync();
  expect(Object.keys(shop.names)).toContain('p2');
  shop.restart();
  shop.clock.nowMs += 10_000;
  expect((await shop.runner.sync()).counts.people).toMatchObject({ gone: 1 });
  expect(Object.keys(shop.names)).toEqual(['p1', 'p3', 'p4', 'p5']);
  expect(shop.platform.reads).toEqual(['p2']);
});

test('half a sweep tells nothing; gone on with in a new process, it knows what was seen before', async () => {
  const shop = aRunner(people(6));
  await shop.runner.sync();
  shop.platform.people = people(6).filter(({ id }) => id !== 'p3');
  const stop = new AbortController();
  let pages = 0;
  const onProgress = () => {
    pages += 1;
    if (pages === 3) stop.abort();
  };
  expect(await shop.runner.sync({ sweeping: 'now', onProgress, signal: stop.signal })).toMatchObject({
    outcome: 'stopped',
  });
  expect(Object.keys(shop.names)).toContain('p3');
  shop.restart();
  await shop.runner.sync({ sweeping: 'never' });
  expect(Object.keys(shop.names)).toEqual(['p1', 'p2', 'p4', 'p5', 'p6']);
  expect(shop.platform.reads).toEqual(['p3']);
});

test('a sweep that is asked for is made from its beginning, also where half of one is going on', async () => {
  const shop = aRunner(people(6));
  await shop.runner.sync();
  const stop = new AbortController();
  let pages = 0;
  const onProgress = () => {
    pages += 1;
    if (pages === 3) stop.abort();
  };
  await shop.runner.sync({ sweeping: 'now', onProgress, signal: stop.signal });
  // Seen by the half that is over.
  shop.platform.people = people(6).slice(1);
  await shop.runner.sync({ sweeping: 'now' });
  expect(Object.keys(shop.names)).not.toContain('p1');
});

test.each([
  ['no id', null],
  ['an empty id', ''],
  ['an id that no store takes', 'p\0'],
  ['an endless id', 'p'.repeat(513)],
])('where an object has %s, it is refused, and nothing is called gone', async (_, id) => {
  const shop = aRunner(people(4));
  await shop.runner.sync();
  const [first] = people(1);
  if (first === undefined) throw new Error('there is nobody');
  const odd = id === null ? { ...first, id } : { ...first, id };
  shop.platform.people = [odd, ...people(4).slice(1)];
  const { counts } = await shop.runner.sync({ sweeping: 'now' });
  expect(counts.people).toMatchObject({ refused: 1, gone: 0 });
  expect(Object.keys(shop.names)).toContain('p1');
});

test('what had no id waits until a whole reading brings the very same no more', async () => {
  const shop = aRunner(people(4));
  const nobody = (name: string) => ({ ...people(1)[0]!, id: null, name });
  shop.platform.people = [nobody('One'), nobody('Other'), ...people(4).slice(1)];
  await shop.runner.sync();
  expect(shop.keep.refused()).toHaveLength(2);
  shop.platform.people = [nobody('One'), ...people(4).slice(1)];
  await shop.runner.sync({ sweeping: 'never' });
  expect(shop.keep.refused()).toHaveLength(2);
  await shop.runner.sync({ sweeping: 'now' });
  expect(shop.keep.refused().map(({ body }) => JSON.parse(body).name)).toEqual(['One']);
  shop.platform.people = people(4);
  await shop.runner.sync({ sweeping: 'now' });
  expect(shop.keep.refused()).toEqual([]);
});

test('of a round that was not shown everything, nothing that was refused is taken for gone', async () => {
  const nobody = { ...people(1)[0]!, id: null };
  const shop: ReturnType<typeof aRunner> = aRunner([], {
    pull: async () => ({ objects: shop.platform.people, next: { offset: 0, since: null }, done: true, partial: true }),
  });
  shop.platform.people = [nobody];
  await shop.runner.sync();
  shop.platform.people = [];
  await shop.runner.sync({ sweeping: 'now' });
  expect(shop.keep.refused()).toHaveLength(1);
});

test('what was refused and never read is gone when a whole reading shows it no more', async () => {
  const decode = () => {
    throw new Error('it cannot be read');
  };
  const shop = aRunner(people(2), { decode });
  await shop.runner.sync();
  shop.platform.people = people(1);
  await shop.runner.sync({ sweeping: 'now' });
  expect(shop.keep.refused().map(({ place }) => place)).toEqual(['people p1']);
});

test('a deletion beats what was known, and loses to what comes back, even without a new change time', async () => {
  const shop = aRunner(people(3));
  await shop.runner.sync();
  shop.platform.people = people(3).slice(1);
  await shop.runner.sync({ sweeping: 'now' });
  expect(Object.keys(shop.names)).toEqual(['p2', 'p3']);
  shop.platform.people = people(3);
  await shop.runner.sync({ sweeping: 'now' });
  expect(Object.keys(shop.names)).toEqual(['p1', 'p2', 'p3']);
});

test('what was gone and is read again is back, also with the older time of a backup', async () => {
  const shop = aRunner(people(1));
  await shop.runner.sync();
  shop.platform.people = [];
  await shop.runner.sync({ sweeping: 'now' });
  shop.platform.people = [{ ...people(1)[0]!, changed: '2020-01-01T00:00:00Z', name: 'From the backup' }];
  await shop.runner.sync({ sweeping: 'now' });
  expect(shop.names).toEqual({ p1: 'From the backup' });
});

test('a record that its object no longer says is gone', async () => {
  const [one] = people(1);
  const shop = aRunner([{ ...one!, spouse: 'Bea' }]);
  await shop.runner.sync();
  expect(Object.keys(shop.names)).toEqual(['p1', 'p1-Bea']);
  shop.platform.people = [{ ...one!, changed: minutesAgo(5) }];
  await shop.runner.sync();
  expect(Object.keys(shop.names)).toEqual(['p1']);
});

test('what cannot be read is refused with its place and reason, kept as it came, and stops nothing', async () => {
  const shop = aRunner(people(4), {
    decode(object) {
      const id = Object(object).id;
      if (id === 'p2') throw new Error('its currency is missing');
      return [{ kind: 'customer', externalId: String(id), version: { updatedAt: id === 'p3' ? 'yesterday' : NOW } }];
    },
  });
  expect((await shop.runner.sync()).counts.people).toMatchObject({ changed: 2, refused: 2 });
  expect(shop.keep.refused()).toEqual([
    {
      outcome: 'refused',
      place: 'people p2',
      reason: 'its currency is missing',
      body: JSON.stringify(people(4)[1]),
      rows: 1,
    },
    expect.objectContaining({
      place: 'people p3',
      reason: expect.stringContaining('version.updatedAt: is not a date'),
    }),
  ]);
  shop.platform.people = people(4).slice(0, 2);
  await shop.runner.sync({ sweeping: 'now' });
  expect(Object.keys(shop.names)).toEqual(['p1']);
});

/** What a keep has refused, as it is tried again. */
function toTry({ keep }: ReturnType<typeof aRunner>): RefusedObject[] {
  return keep.refused().map(({ place, body }) => ({
    stream: 'people',
    id: place.slice('people '.length),
    object: JSON.parse(body),
  }));
}

test.each([true, false])(
  'what was refused waits until its object is read or gone, or is tried again (read: %s)',
  async (canRead) => {
    let isMended = false;
    const shop = aRunner(
      people(3),
      {
        decode(object) {
          if (!isMended) throw new Error('its name is too odd');
          return [{ kind: 'customer', externalId: Object(object).id, version: { updatedAt: NOW } }];
        },
      },
      { canRead },
    );
    await shop.runner.sync();
    expect(shop.keep.refused().map(({ place }) => place)).toEqual(['people p1', 'people p2', 'people p3']);
    expect(await shop.runner.retry(toTry(shop))).toMatchObject({ counts: { objects: 3, refused: 3 } });
    isMended = true;
    expect(await shop.runner.retry(toTry(shop).slice(0, 1))).toMatchObject({ counts: { changed: 1, refused: 0 } });
    expect(shop.keep.refused().map(({ place }) => place)).toEqual(['people p2', 'people p3']);
    shop.platform.people = people(2);
    await shop.runner.sync({ sweeping: 'now' });
    expect(shop.keep.refused()).toEqual([]);
    expect(Object.keys(shop.names)).toEqual(['p1', 'p2']);
  },
);

test.each([true, false])(
  'what was read in part is read whole once it can be, of the very version that is known (read: %s)',
  async (canRead) => {
    let isMended = false;
    const shop = aRunner(
      people(1),
      {
        decode(object) {
          const { id, changed, name } = z
            .object({ id: z.string(), changed: z.string(), name: z.string() })
            .parse(object);
          const version = { updatedAt: changed };
          const own = { kind: 'customer' as const, externalId: id, version, ...(isMended && { firstName: name }) };
          return [
            own,
            { kind: 'customer', externalId: `${id}-friend`, version: isMended ? version : { updatedAt: '?' } },
          ];
        },
      },
      { canRead },
    );
    await shop.runner.sync();
    expect([shop.keep.refused().length, shop.names]).toEqual([1, { p1: undefined }]);
    isMended = true;
    expect(await shop.runner.retry(toTry(shop))).toMatchObject({ outcome: 'done', counts: { changed: 1, refused: 0 } });
    expect([shop.keep.refused(), shop.names]).toEqual([[], { p1: 'Name 1', 'p1-friend': undefined }]);
  },
);

test.each(['a later change', 'its deletion'])(
  'what is older than %s is not taken, and waits no more',
  async (later) => {
    const [one] = people(1);
    let isMended = false;
    const shop = aRunner(
      [],
      {
        decode(object) {
          const { id, changed, name } = z
            .object({ id: z.string(), changed: z.string(), name: z.string() })
            .parse(object);
          if (name === 'Odd' && !isMended) throw new Error('its name is too odd');
          return [{ kind: 'customer', externalId: id, version: { updatedAt: changed }, firstName: name }];
        },
      },
      { canRead: false },
    );
    const say = (minutes: number, name: string) => {
      const object = { ...one!, changed: minutesAgo(minutes), name };
      return shop.runner.take([{ outcome: 'heard', id: name, objects: [{ stream: 'people', object }] }]);
    };
    const gone = { stream: 'people', id: 'p1', gone: 'deleted', at: minutesAgo(5) } as const;
    if (later === 'its deletion') await shop.runner.take([{ outcome: 'heard', id: 'gone', gone: [gone] }]);
    else await say(5, 'New');
    await say(9, 'Odd');
    await say(8, 'Late');
    expect(shop.keep.refused()).toHaveLength(1);
    isMended = true;
    expect(await shop.runner.retry(toTry(shop))).toMatchObject({ counts: { unchanged: 1, refused: 0 } });
    expect([shop.keep.refused(), shop.names]).toEqual([[], later === 'its deletion' ? {} : { p1: 'New' }]);
  },
);

test.each([true, false])('what had no id is taken by the one that is found in it later (read: %s)', async (canRead) => {
  let isMended = false;
  const shop = aRunner(
    people(2),
    {
      id: (object) => (isMended || Object(object).id === 'p2' ? Object(object).id : undefined),
      decode: (object) => [{ kind: 'customer', externalId: Object(object).id, version: { updatedAt: NOW } }],
    },
    { canRead },
  );
  await shop.runner.sync();
  expect(shop.keep.refused().map(({ place }) => place)).toEqual([expect.stringContaining('without id (')]);
  expect(await shop.runner.retry(toTry(shop))).toMatchObject({ counts: { refused: 1 } });
  isMended = true;
  expect(await shop.runner.retry(toTry(shop))).toMatchObject({ counts: { changed: 1, refused: 0 } });
  expect([shop.keep.refused(), Object.keys(shop.names)]).toEqual([[], ['p2', 'p1']]);
});

test('a sweep of some days begins so far back, and tells nothing of what is gone', async () => {
  const sweeps = [{ everyMs: DAY_MS, backMs: 2 * DAY_MS }, { everyMs: 7 * DAY_MS }];
  const starts: unknown[] = [];
  const facts = { grainMs: 1000, settlesMs: 0, misses: ['deletion', 'edit'] as const, sweeps };
  const start = (since: Instant | undefined, round: Round) => {
    starts.push([round, since]);
    return { offset: 0, since: since ?? null };
  };
  const shop = aRunner(people(2), { facts, start });
  await shop.runner.sync();
  shop.clock.nowMs += DAY_MS;
  shop.platform.people = people(1);
  await shop.runner.sync();
  expect(starts.slice(1)).toEqual([
    ['changes', instantOfMs(msOfInstant(people(2)[1]!.changed as Instant) - 1000)],
    ['sweep', instantOfMs(msOfInstant(NOW) - DAY_MS)],
  ]);
  expect(Object.keys(shop.names)).toEqual(['p1', 'p2']);
  shop.clock.nowMs += 6 * DAY_MS;
  await shop.runner.sync();
  expect(starts.at(-1)).toEqual(['sweep', undefined]);
  expect(Object.keys(shop.names)).toEqual(['p1']);
  const made = starts.length;
  shop.clock.nowMs += 1000;
  await shop.runner.sync();
  expect(starts.slice(made).map((one) => Object(one)[0])).toEqual(['changes']);
});

test('a list that can only be read whole is read no more often than its facts say, unless it is asked for', async () => {
  const facts = { grainMs: 1000, settlesMs: 0, misses: [], sweeps: [], everyMs: DAY_MS };
  const shop = aRunner(people(1), { facts });
  await shop.runner.sync();
  shop.clock.nowMs += DAY_MS - 1000;
  await shop.runner.sync();
  expect(shop.platform.pulls).toHaveLength(1);
  await shop.runner.sync({ isNow: true });
  expect(shop.platform.pulls).toHaveLength(2);
  shop.clock.nowMs += DAY_MS;
  shop.restart();
  await shop.runner.sync();
  expect(shop.platform.pulls).toHaveLength(3);
});

test('a token that is refused is got anew, once; then access is denied', async () => {
  const seen: (string | null)[] = [];
  let good = 'access 1';
  const got: string[] = [];
  const shop = aRunner(
    people(1),
    {
      async pull(_, { ask }) {
        await ask({ url: 'https://shop.example/people' });
        return { objects: [], next: { offset: 0, since: null }, done: true };
      },
    },
    {
      sign(request, _, token) {
        request.headers.set('authorization', token ?? 'none');
        return request;
      },
      tokens: {
        async obtain(kept, { ask }) {
          await ask({ url: 'https://shop.example/token', method: 'POST', body: { kept: kept ?? null } });
          got.push(`access ${got.length + 1}`);
          return { access: got.at(-1) ?? '', kept: `refresh ${got.length}` };
        },
      },
    },
    (request) => {
      const authorization = request.headers.get('authorization');
      if (request.url.endsWith('/token')) return Response.json({ signed: authorization });
      seen.push(authorization);
      return new Response('{}', { status: authorization === good ? 200 : 401 });
    },
  );
  expect((await shop.runner.sync()).outcome).toBe('done');
  good = 'access 2';
  expect((await shop.runner.sync()).outcome).toBe('done');
  good = 'none of them';
  expect((await shop.runner.sync()).why).toMatchObject({ code: 'denied' });
  expect(seen).toEqual(['access 1', 'access 1', 'access 2', 'access 2', 'access 3']);
});

test('connectors share no budget, though they call their accounts the same', async () => {
  const budgets = new Budgets();
  const limits = { key: () => 'account', perSecond: 0.0001, burst: 1 };
  const check = async ({ ask }: Context) => {
    await ask({ url: 'https://shop.example/account' });
    return { id: 'A1' };
  };
  const shops = ['one', 'other', 'one'].map((id) => aRunner([], {}, { id, limits, check, budgets }));
  const checked = await Promise.all(shops.map(({ runner }) => runner.check()));
  expect(checked.map(({ outcome }) => outcome)).toEqual(['done', 'done', 'paused']);
});

test('the account is told, and what is written back is', async () => {
  const written: unknown[] = [];
  const shop = aRunner(
    [],
    {},
    {
      async write(writing) {
        written.push(writing);
        return writing.customer === 'p1' ? 'written' : 'gone';
      },
    },
  );
  expect(await shop.runner.check()).toEqual({ outcome: 'done', result: { id: 'A1' } });
  const writing = { what: 'segment', name: 'Champions', customer: 'p1', change: 'add' } as const;
  expect(await shop.runner.write(writing)).toEqual({ outcome: 'done', result: 'written' });
  expect(await shop.runner.write({ ...writing, customer: 'p2' })).toEqual({ outcome: 'done', result: 'gone' });
  expect(written).toHaveLength(2);
  expect(await aRunner([]).runner.write(writing)).toEqual({ outcome: 'done', result: 'unsupported' });
  expect(await aRunner([]).runner.holds(writing)).toEqual({ outcome: 'done', result: 'unknown' });
});

test('segments that are kept as a whole are worked with, where there are such', async () => {
  const there = { id: 's1', name: 'Champions', query: "rfm_group = 'CHAMPIONS'" };
  const shop = aRunner(
    [],
    {},
    {
      wholeSegments: {
        language: () => 'shopify',
        read: async (id) => (id === there.id ? there : undefined),
        named: async () => there,
        make: async () => there,
        change: async () => there,
        remove: async () => {},
        count: async () => 3,
      },
    },
  );
  expect(shop.runner.segmentLanguage).toBe('shopify');
  const read = await shop.runner.whole((segments, context) => segments.read('s1', context));
  expect(read).toEqual({ outcome: 'done', result: there });
  const { runner } = aRunner([]);
  expect(runner.segmentLanguage).toBeUndefined();
  expect(await runner.whole(async () => 1)).toEqual({ outcome: 'done', result: 'unsupported' });
});

test('a page that comes again and again ends the round as a failure', async () => {
  const shop = aRunner(people(2), {
    pull: async () => ({
      objects: people(2),
      next: { offset: Math.floor(shop.clock.nowMs), since: null },
      done: false,
    }),
  });
  expect((await shop.runner.sync()).why).toMatchObject({ code: 'endless' });
});

test('a cursor that has expired begins its round anew, and one that never lasts is a defect', async () => {
  const shop = aRunner(people(6));
  const { pull } = shop.stream;
  let expiring = [4];
  const expires = aRunner(people(6), {
    async pull(cursor, context) {
      expires.platform.pulls.push(cursor);
      const offset = Object(cursor).offset;
      if (!expiring.includes(offset)) return pull(cursor, context);
      if (offset > 0) expiring = [];
      return 'expired';
    },
  });
  expect(await expires.runner.sync()).toMatchObject({ outcome: 'done' });
  expect(expires.platform.pulls.map((cursor) => Object(cursor).offset)).toEqual([0, 2, 4, 0, 2, 4]);
  expiring = [0];
  expect((await expires.runner.sync()).why).toMatchObject({ code: 'broken' });
});

test('a defect stops its stream, with a sentence without secrets', async () => {
  const shop = aRunner(people(2), {
    async pull() {
      throw new Error('GET https://ann:s3cret@people.example/people?key=ck_secret has no list');
    },
  });
  const { outcome, why } = await shop.runner.sync();
  expect([outcome, why?.sentence]).toEqual([
    'failed',
    'the connector has a defect: GET https://•••@people.example/people?key=••• has no list',
  ]);
  expect(shop.logged).toEqual([
    'people: the connector has a defect: GET https://•••@people.example/people?key=••• has no list',
  ]);
});

/** A platform of four people that fails at some of its addresses, and tells pages by ids alone. */
function aFailingPlatform(...failing: string[]) {
  const fails = new Set(failing);
  const all = people(4);
  const pageOf = (at: unknown, objects: readonly Json[]) => {
    const { offset } = z.object({ offset: z.int() }).parse(at);
    const done = offset + 2 >= objects.length;
    return { objects: objects.slice(offset, offset + 2), next: { offset: offset + 2, since: null }, done };
  };
  const at = (path: string) => ({ url: `https://people.example${path}` });
  const shop = aRunner(
    all,
    {
      async pull(cursor, { ask }) {
        await ask(at('/list'));
        return pageOf(cursor, all);
      },
      async skim(cursor, { ask }) {
        await ask(at('/ids'));
        return pageOf(
          cursor,
          all.map(({ id }) => ({ id })),
        );
      },
      async read(id, { ask }) {
        await ask(at(`/${id}`));
        return all.find((one) => one.id === id);
      },
    },
    {
      async check({ ask }) {
        await ask(at('/'));
        return { id: 'A1' };
      },
    },
    (request) => new Response('{}', { status: fails.has(new URL(request.url).pathname) ? 500 : 200 }),
  );
  return { shop, fails };
}

test('an object that the platform fails with is refused until it can be read, and holds up no other', async () => {
  const { shop, fails } = aFailingPlatform('/list', '/p2');
  expect(await shop.runner.sync()).toMatchObject({ outcome: 'done', counts: { people: { changed: 3, refused: 1 } } });
  expect(Object.keys(shop.names)).toEqual(['p1', 'p3', 'p4']);
  const [refused] = shop.keep.refused();
  expect(refused).toMatchObject({
    place: 'people p2',
    reason: 'GET https://people.example/p2: the platform answers 500; it was tried 6 times',
  });
  expect(await shop.runner.take([hint('p2'), hint('p1')])).toMatchObject({ outcome: 'done', failed: [{ id: 'p2' }] });
  expect(await shop.runner.retry(toTry(shop))).toMatchObject({ outcome: 'done', counts: { refused: 1 } });
  expect(shop.keep.refused()).toEqual([refused]);
  fails.clear();
  await shop.runner.retry(toTry(shop));
  expect(shop.names.p2).toBe('Name 2');
  expect(shop.keep.refused()).toEqual([]);
});

test.each([
  ['pages', ['/list', '/ids', '/']],
  ['objects', ['/list', '/p1', '/p2', '/p3', '/p4', '/']],
])('a platform that fails as a whole, at %s first, refuses nothing', async (_, failing) => {
  const { shop } = aFailingPlatform(...failing);
  expect(await shop.runner.sync()).toMatchObject({ outcome: 'failed', why: { code: 'unreachable' }, counts: {} });
  expect([shop.keep.refused(), shop.keep.states()]).toEqual([[], []]);
});

test('what a step says that somebody must change is told as it is', async () => {
  const check = async () => {
    throw new Denied('the shop gives no token');
  };
  const { runner } = aRunner(people(1), {}, { check });
  expect(await runner.check()).toEqual({ outcome: 'failed', code: 'denied', sentence: 'the shop gives no token' });
});

test('a hint reads its object once, whatever was said of it how often', async () => {
  const shop = aRunner(people(2));
  await shop.runner.sync();
  shop.platform.people = [{ id: 'p1', changed: minutesAgo(2), name: 'Heard', spouse: null }];
  const heard: Heard[] = [
    hint('p1'),
    hint('p1'),
    { outcome: 'heard', id: 'd3', objects: [{ stream: 'people', object: { ...people(1)[0]!, name: 'Forged' } }] },
    { outcome: 'heard', id: 'd4', gone: [{ stream: 'people', id: 'p2', gone: 'deleted' }] },
    { outcome: 'ping' },
  ];
  expect(await shop.runner.take(heard)).toEqual({
    outcome: 'done',
    counts: { ...NOTHING, objects: 1, changed: 1, gone: 1 },
    failed: [],
  });
  expect(shop.platform.reads).toEqual(['p1', 'p2']);
  expect(shop.names).toEqual({ p1: 'Heard' });
});

test('a hint that cannot be followed keeps no other from being taken; one about no stream is passed over', async () => {
  const shop = aRunner(people(2), {
    async read(id) {
      if (id === 'p1') throw new Error('odd answer');
      return people(2)[1];
    },
  });
  const unknown: Heard = { outcome: 'heard', id: 'd', hints: [{ stream: 'carts', id: '1' }] };
  expect(await shop.runner.take([hint('p1'), unknown, hint('p2')])).toMatchObject({
    outcome: 'done',
    counts: { changed: 1 },
    failed: [{ stream: 'people', id: 'p1', sentence: 'the connector has a defect: odd answer' }],
  });
  expect(shop.logged).toEqual(['something was heard about carts, which is no stream of the connector']);
});

test('where objects cannot be read, what is heard is ordered by its versions, in whatever order it comes', async () => {
  const [one] = people(1);
  const versions = [3, 1, 2].map((minute) => ({ ...one!, changed: minutesAgo(10 - minute), name: `State ${minute}` }));
  const shop = aRunner([], {}, { canRead: false });
  for (const object of versions) {
    await shop.runner.take([{ outcome: 'heard', id: object.name, objects: [{ stream: 'people', object }] }]);
  }
  expect(shop.names).toEqual({ p1: 'State 3' });
  const sameTime = { ...versions[0]!, name: 'Another' };
  await shop.runner.take([{ outcome: 'heard', id: 'again', objects: [{ stream: 'people', object: sameTime }] }]);
  expect(shop.names).toEqual({ p1: 'State 3' });
  shop.restart();
  expect(shop.names).toEqual({ p1: 'State 3' });
});

test('an object that comes late adds and takes away nothing', async () => {
  const [one] = people(1);
  const shop = aRunner([], {}, { canRead: false });
  const say = (minutes: number, spouse: string | null) => {
    const object = { ...one!, changed: minutesAgo(minutes), spouse };
    return shop.runner.take([{ outcome: 'heard', id: 'd', objects: [{ stream: 'people', object }] }]);
  };
  await say(5, 'Bea');
  await say(9, null);
  expect(Object.keys(shop.names)).toEqual(['p1', 'p1-Bea']);
  await say(8, 'Eve');
  expect(Object.keys(shop.names)).toEqual(['p1', 'p1-Bea']);
  await say(4, null);
  expect(Object.keys(shop.names)).toEqual(['p1']);
});

test('a bump that changed nothing still makes what came before it old', async () => {
  const [one] = people(1);
  const shop = aRunner([], {}, { canRead: false });
  const say = (minutes: number, name: string) => {
    const object = { ...one!, changed: minutesAgo(minutes), name };
    return shop.runner.take([{ outcome: 'heard', id: 'd', objects: [{ stream: 'people', object }] }]);
  };
  await say(9, 'Ann');
  await say(1, 'Ann');
  await say(5, 'Anne');
  expect(shop.names).toEqual({ p1: 'Ann' });
});

test('late news of a deletion does not take away what has come back since', async () => {
  const [one] = people(1);
  const shop = aRunner([], {}, { canRead: false });
  const object = { ...one!, changed: minutesAgo(5) };
  await shop.runner.take([{ outcome: 'heard', id: 'd1', objects: [{ stream: 'people', object }] }]);
  const gone = { stream: 'people', id: 'p1', gone: 'hidden' } as const;
  await shop.runner.take([{ outcome: 'heard', id: 'd2', gone: [{ ...gone, at: minutesAgo(6) }] }]);
  expect(Object.keys(shop.names)).toEqual(['p1']);
  await shop.runner.take([{ outcome: 'heard', id: 'd3', gone: [{ ...gone, at: minutesAgo(4) }] }]);
  expect(shop.names).toEqual({});
});

test('what is gone once more stays gone, when it is late heard that it was back in between', async () => {
  const [one] = people(1);
  const shop = aRunner([], {}, { canRead: false });
  const say = (minutes: number) =>
    shop.runner.take([
      { outcome: 'heard', id: 'd', objects: [{ stream: 'people', object: { ...one!, changed: minutesAgo(minutes) } }] },
    ]);
  const leave = (minutes: number) =>
    shop.runner.take([
      { outcome: 'heard', id: 'd', gone: [{ stream: 'people', id: 'p1', gone: 'hidden', at: minutesAgo(minutes) }] },
    ]);
  await say(9);
  await leave(8);
  await leave(6);
  await say(7);
  expect(shop.names).toEqual({});
  await say(5);
  expect(shop.names).toEqual({ p1: 'Name 1' });
});

test('where a platform does not say since when something is gone, it is since it said so', async () => {
  const shop = aRunner(
    [],
    {},
    {
      canRead: false,
      hear: () => ({ outcome: 'heard', id: 'd', gone: [{ stream: 'people', id: 'p1', gone: 'deleted' }] }),
    },
  );
  const hook = { headers: new Headers(), body: new Uint8Array(), url: 'https://clientele.example/hooks/1' };
  const heard = await shop.runner.hear(hook);
  expect(heard).toMatchObject({ gone: [{ at: NOW }] });
});

test('a deletion that comes before what it deletes holds it off, until it is changed again', async () => {
  const [one] = people(1);
  const shop = aRunner([], {}, { canRead: false });
  const say = (changed: string) =>
    ({ outcome: 'heard', id: changed, objects: [{ stream: 'people', object: { ...one!, changed } }] }) as const;
  const gone = { stream: 'people', id: 'p1', gone: 'deleted', at: minutesAgo(5) } as const;
  await shop.runner.take([{ outcome: 'heard', id: 'd', gone: [gone] }]);
  await shop.runner.take([say(minutesAgo(9))]);
  expect(shop.names).toEqual({});
  await shop.runner.take([say(minutesAgo(1))]);
  expect(shop.names).toEqual({ p1: 'Name 1' });
});

test('what is heard during a sync is taken between its pages', async () => {
  const order: string[] = [];
  const shop = aRunner(people(6));
  const onProgress = () => order.push('page');
  const synced = shop.runner.sync({ onProgress });
  const taken = shop.runner.take([hint('p6')]).then(() => order.push('hint'));
  await Promise.all([synced, taken]);
  expect(order.indexOf('hint')).toBeLessThan(2);
  expect(order.filter((what) => what === 'page').length).toBeGreaterThan(2);
});

test('how many there are is told while everything is read, and of no other round', async () => {
  const shop = aRunner([], {
    async pull(cursor) {
      const { offset } = z.object({ offset: z.int() }).parse(cursor);
      const done = offset >= 2;
      return {
        objects: people(4).slice(offset, offset + 2),
        next: { offset: offset + 2, since: null },
        done,
        total: 4 - offset,
      };
    },
  });
  const toldBy = async (options: SyncOptions) => {
    const told: unknown[] = [];
    const onProgress = ({ total }: Progress) =>
      told.push([total, streamProgress(JSON.parse(shop.keep.states()[0] ?? ''))]);
    await shop.runner.sync({ ...options, onProgress });
    return told;
  };
  const first = [4, expect.objectContaining({ total: 4, isUnderWay: true, readSince: NOW })];
  const after = [null, expect.objectContaining({ total: null, isUnderWay: false, readSince: null })];
  expect(await toldBy({})).toEqual([first, first, after]);
  const changes = [null, expect.objectContaining({ total: null, isUnderWay: true })];
  expect(await toldBy({ sweeping: 'never' })).toEqual([changes, after]);
});

test('a sync that is under way is not begun twice', async () => {
  const shop = aRunner(people(3));
  const [first, second] = await Promise.all([shop.runner.sync(), shop.runner.sync()]);
  expect(first).toBe(second);
  expect(shop.platform.pulls).toHaveLength(2);
});

test('a webhook that makes the connector throw is refused, and so is any where it takes none', async () => {
  const hook = { headers: new Headers(), body: new Uint8Array(), url: 'https://clientele.example/hooks/1' };
  expect(await aRunner([]).runner.hear(hook)).toMatchObject({ outcome: 'refused' });
  const throws = aRunner([], {}, { hear: () => JSON.parse('{') });
  expect(await throws.runner.hear(hook)).toEqual({
    outcome: 'refused',
    code: 'unreadable',
    reason: 'it cannot be read',
  });
  const ofAnotherForm = aRunner(
    [],
    {},
    {
      hear: () => z.object({ order: z.object({ id: z.number() }) }).parse({ order: { id: 'ann@home.test' } }) as never,
    },
  );
  expect(await ofAnotherForm.runner.hear(hook)).toEqual({
    outcome: 'refused',
    code: 'unreadable',
    reason: expect.stringMatching(/^it cannot be read: order\.id: (?!.*ann).*number/),
  });
  const defective = aRunner(
    [],
    {},
    {
      hear: () => {
        throw new TypeError('ann@home.test is not a function');
      },
    },
  );
  const heard = await defective.runner.hear(hook);
  expect(heard).toMatchObject({
    code: 'broken',
    reason: expect.stringMatching(/a defect: TypeError at .*runner\.test/),
  });
  expect(JSON.stringify(heard)).not.toContain('ann@home.test');
});
