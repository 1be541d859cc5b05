import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readFile } from '@clientele/connector-files';
import { loadKey, openLedger } from '@clientele/ledger';
import { addToDay, day, instant, type Shop, type SourceRecord, shopId, startOfDay, timeZone } from '@clientele/model';
import {
  advance,
  backfillSegment,
  count,
  ingest,
  type Parts,
  saveSegment,
  segmentAt,
  segmentHistory,
} from '@clientele/pipeline';
import { openWarehouse, prepareWarehouse, startEngine } from '@clientele/warehouse';
import { expect, it } from 'vitest';

const FILES = ['online-retail-2009-2010.parquet', 'online-retail-2010-2011.csv.gz'];
const FIRST = day('2011-08-31');
const DAYS = Number(process.env.CLIENTELE_TEST_REPLAY_DAYS ?? 90);

const QUERIES = {
  Regulars: 'number_of_orders >= 5',
  Lately: 'last_order_date >= -30d',
  Slipping: 'last_order_date < -90d AND last_order_date >= -6m AND number_of_orders >= 2',
  Spending: 'sum_amount OF orders_placed (date >= -90d) > 500',
  Returning: 'refunds_received MATCHES (date >= -60d) AND NOT amount_refunded > 100',
  Rest: "NOT in_segment('regulars') AND NOT in_segment('lately')",
  Falling: 'sum_amount OF orders_placed (date >= -60d) DOWN BY 50%',
  Best: "amount_spent IN TOP 10% OR rfm_group = 'CHAMPIONS'",
};

it.runIf(process.env.CLIENTELE_TEST_LONG === '1')(
  `tells of ${DAYS} days of a real retailer what was observed when they were replayed day by day`,
  async () => {
    await using stores = await openStores();
    const { parts } = stores;
    let shop = await newShop(parts);
    for (const [name, query] of Object.entries(QUERIES)) await save(parts, shop, name, query);
    const records = await recordsByDay();
    for (let nth = 0; nth < DAYS; nth += 1) {
      const clock = addToDay(FIRST, nth, 'd');
      shop = { ...shop, clock };
      await deliver(parts, shop, records.until(startOfDay(clock, shop.timeZone)));
      await advance(parts, shop);
      for (const [name, query] of Object.entries(QUERIES)) {
        const [fresh, known] = [
          await count(parts, shop, query),
          await segmentAt(parts, shop, name.toLowerCase(), now(shop)),
        ];
        if (fresh.outcome === 'invalid' || known.outcome === 'refused') throw new Error(`${query} cannot be asked`);
        expect(await known.count(), `${query} on ${clock}`).toBe(fresh.count);
      }
    }
    for (const [name, query] of Object.entries(QUERIES)) {
      const later = await save(parts, shop, `${name} later`, query);
      await advance(parts, shop);
      const started = performance.now();
      expect(await backfillSegment(parts, shop, later)).toEqual({ outcome: 'stored' });
      const seconds = (performance.now() - started) / 1000;
      const [observed, told] = [
        await periods(parts, shop, name, false),
        await periods(parts, shop, `${name}-later`, true),
      ];
      console.log(`${name}: ${observed.length} times of membership; the past took ${seconds.toFixed(1)} s`);
      expect(observed.length, query).toBeGreaterThan(100);
      expect(told, query).toEqual(observed);
    }
  },
  3_600_000,
);

const now = (shop: Shop) => startOfDay(shop.clock ?? FIRST, shop.timeZone);

/** Who was in a segment from when to when between the first midnight and the last, as texts. */
async function periods(parts: Parts, shop: Shop, segment: string, reconstructed: boolean): Promise<string[]> {
  const [begin, end] = [startOfDay(FIRST, shop.timeZone), now(shop)];
  const all: string[] = [];
  for (let after: string | null = ''; after !== null; ) {
    const page = { limit: 2_000, ...(after !== '' && { after }) };
    const found = await segmentHistory(parts, shop, segment.toLowerCase(), page);
    if (found.outcome === 'refused') throw new Error(found.message);
    for (const { profile, enteredAt, leftAt, ...period } of found.periods) {
      const [from, until] = [enteredAt < begin ? begin : enteredAt, leftAt === null || leftAt > end ? end : leftAt];
      if (period.reconstructed === reconstructed && from < until) all.push(`${profile} ${from} ${until}`);
    }
    after = found.after;
  }
  return all.sort();
}

async function save(parts: Parts, shop: Shop, name: string, query: string) {
  const saved = await saveSegment(parts, shop, { name, query }, 'test');
  if (saved.outcome !== 'created') throw new Error(`${query} was not saved`);
  return saved.segment;
}

async function deliver(parts: Parts, shop: Shop, records: readonly SourceRecord[]): Promise<void> {
  const items = async function* () {
    for (const [place, record] of records.entries())
      yield { outcome: 'read', record, rows: 1, place: `${place}` } as const;
  };
  await ingest(parts, shop, { connection: 'retail', source: 'x', fingerprint: `${shop.clock}`, retry: {} }, items());
}

/** The retailer's records, each given once it is known; customers and products are, when they are first bought by or from. */
async function recordsByDay() {
  const dated: { readonly at: string; readonly record: SourceRecord }[] = [];
  const firstOrders = new Map<string, string>();
  const undated: SourceRecord[] = [];
  for (const file of FILES) {
    const path = fileURLToPath(new URL(`../../../apps/cli/demo/online-retail/${file}`, import.meta.url));
    const reading = await readFile({
      path,
      as: 'online-retail',
      options: { timeZone: timeZone('Europe/London'), currency: 'GBP' },
    });
    if (reading.outcome !== 'reading') throw new Error(reading.reason);
    for await (const item of reading.items) {
      if (item.outcome === 'refused') continue;
      const { record } = item;
      const at = record.kind === 'order' ? record.placedAt : record.kind === 'refund' ? record.at : undefined;
      if (at === undefined) undated.push(record);
      else dated.push({ at, record });
      const who = record.kind === 'order' || record.kind === 'refund' ? record.customer : undefined;
      if (who !== undefined && at !== undefined && at < (firstOrders.get(who) ?? '9')) firstOrders.set(who, at);
    }
  }
  for (const record of undated) {
    const at = record.kind === 'customer' ? (firstOrders.get(record.externalId) ?? '9') : '0';
    dated.push({ at, record });
  }
  dated.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
  return {
    until(end: string): SourceRecord[] {
      const next = dated.findIndex(({ at }) => at > end);
      return dated.splice(0, next === -1 ? dated.length : next).map(({ record }) => record);
    },
  };
}

async function newShop({ ledger, clock }: Parts): Promise<Shop> {
  const { shop } = await ledger.shops.create({
    id: shopId('replayed'),
    name: 'Replayed',
    currency: 'GBP',
    timeZone: timeZone('Europe/London'),
    clock: FIRST,
    generated: false,
    createdAt: clock(),
  });
  await ledger.connections.create(shop.id, { name: 'retail', connector: 'files', config: {}, createdAt: clock() });
  return shop;
}

async function openStores() {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-replay-'));
  const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
  const engine = await startEngine({ directory: join(directory, 'warehouse') });
  const sql = openWarehouse(engine);
  await prepareWarehouse(sql, 'fsync_after_insert = 0, fsync_part_directory = 0');
  return {
    parts: { ledger, sql, clock: () => instant('2011-12-31T00:00:00Z') },
    async [Symbol.asyncDispose]() {
      await sql.close();
      await engine.stop();
      await ledger.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
