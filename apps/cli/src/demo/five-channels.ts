import type { Item } from '@clientele/connector-kit';
import { day, readRecord, shopId, timeZone } from '@clientele/model';
import { advance, ingest } from '@clientele/pipeline';
import { CONNECTIONS, world } from '@clientele/worlds';
import type { House } from '../house.js';
import type { Report } from '../verbs/verb.js';
import { isDemoReady, isTaken, markDemoReady } from './demo-ready.js';
import type { Say } from './prepare-demo.js';
import { saveSuitingTemplates } from './save-templates.js';

/** A made-up shop that sells on five channels, from people whose truth is known. */
const SHOP = {
  id: shopId('five-channels'),
  name: 'Five Channels',
  currency: 'GBP',
  timeZone: timeZone('Europe/London'),
  clock: day('2026-01-01'),
  generated: true,
} as const;

const WORLD = {
  seed: 5,
  people: 2_000,
  timeZone: SHOP.timeZone,
  currency: SHOP.currency,
  from: day('2024-01-01'),
  to: day('2025-12-31'),
};

export async function prepareFiveChannels(house: House, report: Report, say: Say): Promise<void> {
  if ((await isDemoReady(house, SHOP.id)) || (await isTaken(house, SHOP.id, CONNECTIONS))) return;
  say('Making a second shop, which sells on five channels …');
  const { shop } = await house.ledger.shops.create({ ...SHOP, createdAt: house.clock() });
  await saveSuitingTemplates(house, shop.id, 'five-channels');
  await house.inTurn(shop.id, async () => {
    for (const [done, connection] of CONNECTIONS.entries()) {
      report({ label: 'making five channels', done, of: CONNECTIONS.length });
      await house.ledger.connections.create(shop.id, {
        name: connection,
        connector: 'worlds',
        config: {},
        createdAt: house.clock(),
      });
      const origin = {
        connection,
        source: 'generated',
        fingerprint: `world ${WORLD.seed} of ${WORLD.people} people`,
        retry: null,
      };
      await ingest(house, shop, origin, itemsOf(connection));
    }
    await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
  });
  await markDemoReady(house, shop.id);
  say(`The shop ${SHOP.name} is there.`);
}

/** What one connection of the world says, as a connector would hand it over. */
async function* itemsOf(connection: string): AsyncGenerator<Item> {
  let number = 0;
  for (const { connection: from, record } of world(WORLD).records()) {
    if (from !== connection) continue;
    number += 1;
    const place = `record ${number}`;
    const reading = readRecord(record);
    yield reading.outcome === 'read'
      ? { outcome: 'read', record: reading.record, rows: 1, place }
      : { outcome: 'refused', reason: reading.reason, place, body: JSON.stringify(record), rows: 1 };
  }
}
