// Opens the ledger in the directory given, commits so many batches one after the other (without a number: until it is
// killed), and prints the figures of each once it is acknowledged.
// @ts-check
import { loadKey, openLedger } from '@clientele/ledger';
import { instant, shopId } from '@clientele/model';

const [directory = '', shop = '', count = 'Infinity'] = process.argv.slice(2);
const ledger = await openLedger({ directory }, { key: await loadKey(directory) });
const mine = shopId(shop);
const now = instant('2026-03-01T10:00:00Z');
for (let acknowledged = 1; acknowledged <= Number(count); acknowledged++) {
  const batch = await ledger.batches.open(mine, 'till', now);
  const number = await ledger.counters.reserve(mine, 'customer', 1);
  const figures = { acknowledged, accepted: acknowledged, unchanged: 0, refused: 0 };
  await ledger.batches.written(mine, batch, now, { connection: 'till', fingerprint: 'abc', ...figures });
  process.stdout.write(`${batch} ${number} ${acknowledged}\n`);
}
