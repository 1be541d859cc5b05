import { fileURLToPath } from 'node:url';
import { day, shopId, timeZone } from '@clientele/model';
import type { House } from '../house.js';
import { importFiles } from '../verbs/import.js';
import type { Report } from '../verbs/verb.js';
import { isDemoReady, isTaken, markDemoReady } from './demo-ready.js';
import type { Say } from './prepare-demo.js';
import { saveSuitingTemplates } from './save-templates.js';

const FILES = ['online-retail-2009-2010.parquet', 'online-retail-2010-2011.csv.gz'];
const CONNECTION = 'online-retail';

/** A real retailer's two years; the clock stands on the day after its last order. */
const SHOP = {
  id: shopId('demo'),
  name: 'Online Retail',
  currency: 'GBP',
  timeZone: timeZone('Europe/London'),
  clock: day('2011-12-10'),
  generated: false,
} as const;

export async function prepareOnlineRetail(house: House, report: Report, say: Say): Promise<void> {
  if ((await isDemoReady(house, SHOP.id)) || (await isTaken(house, SHOP.id, [CONNECTION]))) return;
  say('Importing the demonstration, about a minute: two years of the orders of a real retailer …');
  await house.ledger.shops.create({ ...SHOP, createdAt: house.clock() });
  await saveSuitingTemplates(house, SHOP.id, 'retail');
  const files = FILES.map((file) => fileURLToPath(new URL(`../../demo/online-retail/${file}`, import.meta.url)));
  await importFiles.run(
    house,
    { shop: SHOP.id, shopNamed: true, files, as: 'online-retail', connection: CONNECTION },
    report,
  );
  await markDemoReady(house, SHOP.id);
  say(`The shop ${SHOP.name} is there.`);
}
