import { type Gone, MemorySpool } from '@clientele/connector-kit';
import { fetchOf, type ShopifyFake } from '@clientele/fakes';
import { instantOfMs, type RecordInput, readRecord, type SourceRecord } from '@clientele/model';
import type { ShopContext } from './asked.js';
import { READING } from './connector.js';
import { type ShopifySettings, sign } from './settings.js';
import { streamsOf } from './streams.js';

/** Beyond what anybody asks. */
const NO_LIMIT = { maximum: 1e12, restoreRate: 1e12 };

/**
 * The records that a reader of a fake shop holds once it has read everything, as this connector reads it where nothing goes
 * wrong; some come twice. From then on nothing goes wrong in that shop, and it has a plan without limits.
 */
export async function* trueRecords(fake: ShopifyFake): AsyncGenerator<SourceRecord> {
  fake.faults.plan(undefined);
  fake.faults.limit(undefined);
  fake.plan(NO_LIMIT);
  Object.assign(fake.bulk.habits, { startsMs: 0, runsMs: 0 });
  const context = contextOf(fake);
  for (const stream of Object.values(streamsOf({ ...READING, pagesBeforeBulk: 1 }))) {
    for (let cursor = stream.start(undefined, 'sweep', context.settings); ; ) {
      const page = await stream.pull(cursor, context);
      if (page === 'expired') throw new Error('a cursor of Shopify does not expire');
      for (const object of page.objects) yield* recordsOf(stream.decode(object, context.settings));
      if (page.done) break;
      cursor = page.next;
    }
  }
}

function contextOf(fake: ShopifyFake): ShopContext {
  const fetch = fetchOf(fake);
  const accessToken = fake.app.customToken();
  const settings: ShopifySettings = {
    shop: fake.shop.facts.domain,
    apiVersion: '2026-10',
    reads: ['contacts'],
    formerClientSecrets: [],
    accessToken,
  };
  const spools = new Map<string, MemorySpool>();
  return {
    settings,
    now: instantOfMs(fake.shop.now),
    async ask({ url, method = 'GET', headers = {}, body, as }) {
      const sent = body === undefined ? {} : { body: JSON.stringify(body) };
      const request = new Request(url, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        ...sent,
      });
      const response = await fetch(sign(request, settings, accessToken));
      const answer = { status: response.status, headers: response.headers };
      return as === 'bytes'
        ? { ...answer, body: null, bytes: new Uint8Array(await response.arrayBuffer()) }
        : { ...answer, body: JSON.parse(await response.text()) };
    },
    async spool(name) {
      const spool = spools.get(name) ?? new MemorySpool();
      spools.clear();
      spools.set(name, spool);
      return spool;
    },
  };
}

function* recordsOf(decoded: readonly RecordInput[] | Gone): Generator<SourceRecord> {
  for (const input of 'gone' in decoded ? [] : decoded) {
    const reading = readRecord(input);
    if (reading.outcome === 'read') yield reading.record;
  }
}
