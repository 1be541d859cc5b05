import { instant, instantOfMs, msOfInstant } from '@clientele/model';
import { z } from 'zod';
import type { Connector, Facts, Pulled } from '../connector.js';
import { Budgets } from '../http/budget.js';
import type { Json } from '../json.js';
import { secret } from '../settings.js';
import { MemoryKeep } from './memory-keep.js';
import { MemorySpool } from './memory-spool.js';
import { Runner } from './runner.js';

export const NOW = instant('2026-05-04T10:00:00Z');
export const DAY_MS = 86_400_000;

const person = z.object({
  id: z.string(),
  changed: z.string(),
  name: z.string(),
  /** Another customer record that the person says. */
  spouse: z.string().nullable(),
});
export type APerson = z.output<typeof person>;
/** One that has lost its id. */
type Nobody = Omit<APerson, 'id'> & { readonly id: null };

const settings = z.object({ key: secret() });
type PeopleSettings = z.output<typeof settings>;
export type People = Pulled<PeopleSettings>;
export type PeopleConnector = Connector<PeopleSettings>;

const FACTS: Facts = { grainMs: 1000, settlesMs: 0, misses: ['deletion'], sweeps: [{ everyMs: DAY_MS }] };
const cursor = z.object({ offset: z.int(), since: z.string().nullable() });

/** A platform with people on it, two to a page, and a runner for it on a clock of the test's own. */
export function aRunner(
  people: readonly APerson[],
  change: Partial<People> = {},
  more: Partial<Omit<PeopleConnector, 'streams'>> & {
    readonly canRead?: boolean;
    readonly budgets?: Budgets;
  } = {},
  answer: (request: Request) => Response = () => new Response('{}'),
) {
  const { canRead = true, budgets = new Budgets(), ...others } = more;
  const shown: (APerson | Nobody)[] = [...people];
  const platform = { people: shown, pulls: [] as Json[], reads: [] as string[] };
  const clock = { nowMs: msOfInstant(NOW) };
  const logged: string[] = [];
  const spools: MemorySpool[] = [];
  const stream: People = {
    kind: 'customer',
    id: (object) => person.pick({ id: true }).safeParse(object).data?.id,
    decode(object) {
      const { id, changed, name, spouse } = person.parse(object);
      const version = { updatedAt: changed };
      const own = { kind: 'customer' as const, externalId: id, version, firstName: name };
      return spouse === null ? [own] : [own, { kind: 'customer', externalId: `${id}-${spouse}`, version }];
    },
    facts: FACTS,
    cursor: { version: 1, schema: cursor },
    start: (since) => ({ offset: 0, since: since ?? null }),
    async pull(at) {
      platform.pulls.push(at);
      const { offset, since } = cursor.parse(at);
      const found = platform.people.filter(({ changed }) => since === null || changed >= since);
      const done = offset + 2 >= found.length;
      return { objects: found.slice(offset, offset + 2), next: { offset: offset + 2, since }, done };
    },
    ...change,
  };
  const read = async (id: string) => {
    platform.reads.push(id);
    return platform.people.find((one) => one.id === id);
  };
  const connector: PeopleConnector = {
    id: 'people',
    settings,
    limits: { key: () => 'account', perSecond: 10, burst: 10 },
    check: async () => ({ id: 'A1' }),
    streams: { people: canRead ? { read, ...stream } : stream },
    ...others,
  };
  // Nothing is durable before a run is settled.
  let keep = new MemoryKeep(Number.POSITIVE_INFINITY);
  const newRunner = () =>
    new Runner(
      connector,
      { key: 'ck_secret' },
      {
        fetch: async (request) => answer(request),
        now: () => instantOfMs(clock.nowMs),
        async sleep(ms) {
          clock.nowMs += ms;
        },
        random: () => 0.5,
        keep,
        async openSpool() {
          const spool = new MemorySpool();
          spools.push(spool);
          return spool;
        },
        budgets,
        log: ({ message }) => logged.push(message),
      },
    );
  const test = {
    stream,
    platform,
    clock,
    logged,
    /** All that were opened, oldest first. */
    spools,
    runner: newRunner(),
    get keep() {
      return keep;
    },
    /** Names by id, as they are stored. */
    get names() {
      return Object.fromEntries(
        keep.records().flatMap((record) => (record.kind === 'customer' ? [[record.externalId, record.firstName]] : [])),
      );
    },
    /** As after a crash, with a new process. */
    restart() {
      keep = keep.crashed();
      test.runner = newRunner();
    },
  };
  return test;
}

/** So many people, p1, p2 …, each changed a minute after the one before, on the day before. */
export function people(count: number): APerson[] {
  return Array.from({ length: count }, (_, index) => {
    const changed = instantOfMs(msOfInstant(NOW) - DAY_MS + index * 60_000);
    return { id: `p${index + 1}`, changed, name: `Name ${index + 1}`, spouse: null };
  });
}
