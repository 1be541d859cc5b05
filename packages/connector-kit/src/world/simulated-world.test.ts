import { instant, msOfInstant } from '@clientele/model';
import { expect, test } from 'vitest';
import { SimulatedShop } from './simulated-shop.js';
import { simulatedWorld } from './simulated-world.js';

const AT = instant('2026-05-04T10:00:00Z');

test('who begins to wait at the same time waits at the same time, however long they take to say so', async () => {
  const shop = new SimulatedShop(1, AT, { grainMs: 1000, settlesMs: 0, unseen: [], currencies: ['GBP'] });
  const serve = () => new Response('{}');
  const world = simulatedWorld({ name: 'a world', settings: {}, pageSize: 3, shop, serve });
  const slow = async () => {
    for (let step = 0; step < 50; step += 1) await Promise.resolve();
    await world.sleep(100);
  };
  await Promise.all([world.sleep(5000), slow()]);
  expect(msOfInstant(world.now()) - msOfInstant(AT)).toBe(5000);
});
