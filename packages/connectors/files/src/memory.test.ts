import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, onTestFinished, test } from 'vitest';
import { readFile } from './read-file.js';

const ROWS = 100_000;
const ROWS_OF_AN_ORDER = 5;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('memory does not grow with the number of rows', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-memory-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const path = join(folder, 'many.csv');
  await pipeline(rows(), createWriteStream(path));

  const reading = await readFile({ path, as: 'online-retail' });
  if (reading.outcome === 'failed') throw new Error(reading.reason);
  const before = heapMegabytes();
  let most = 0;
  let orders = 0;
  for await (const item of reading.items) {
    if (item.outcome !== 'read' || item.record.kind !== 'order') continue;
    orders += 1;
    if (orders % 2_500 !== 0) continue;
    most = Math.max(most, heapMegabytes() - before);
  }
  expect(orders).toBe(ROWS / ROWS_OF_AN_ORDER);
  // With the whole file in memory it is over 35 MB.
  expect(most).toBeLessThan(15);
});

function heapMegabytes(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed / 1e6;
}

function* rows(): Generator<string> {
  yield 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n';
  for (let row = 0; row < ROWS; row += 1) {
    const order = Math.floor(row / ROWS_OF_AN_ORDER);
    // New products all through the file: none may hold on to the text it was read from.
    const product = Math.floor(row / 100);
    const day = String(1 + (order % 28)).padStart(2, '0');
    yield `${500_000 + order},${10_000 + product},A PRODUCT WITH A LONG NAME ${product},${1 + (row % 9)},2011-03-${day} 10:00:00,${row % 90}.95,${12_000 + (order % 2_000)},France\n`;
  }
}
