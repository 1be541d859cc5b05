import { expect, it } from 'vitest';
import { runHere } from './run-here.fixture.js';

const check = (...args: readonly string[]) => runHere(['connector', 'check', ...args]);

it('reports the laws that a connector of ours keeps, without any stores', async () => {
  const { status, out } = await check('woocommerce', '--law', '3', '6', '--runs', '2', '--json');
  expect(status).toBe(0);
  const checks = [3, 6].map((number) => expect.objectContaining({ number, outcome: 'kept' }));
  expect(JSON.parse(out)).toMatchObject({ passed: 2, failed: 0, checks });
});

it('says what there is to check, and which laws', async () => {
  expect(await check('shopware')).toMatchObject({
    status: 2,
    err: expect.stringContaining('one of events, vendure, woocommerce'),
  });
  expect(await check('vendure')).toMatchObject({ status: 2, err: expect.stringContaining('npm run test:servers') });
  expect(await check('woocommerce', '--law', '17')).toMatchObject({
    status: 2,
    err: expect.stringContaining('1 to 16'),
  });
});
