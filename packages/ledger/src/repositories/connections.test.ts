import { DatabaseSync } from 'node:sqlite';
import { shopId } from '@clientele/model';
import { expect, test } from 'vitest';
import {
  aShop,
  ledgerOn,
  NOW,
  ODD_TEXTS,
  onEveryStore,
  temporaryDirectory,
  withTwoShops,
} from '../../testing/stores.js';
import { LEDGER_FILE } from '../sqlite.js';

const shopify = { name: 'web', connector: 'shopify', config: { domain: 'a.example', pages: [1, 2] }, createdAt: NOW };

onEveryStore('connections', (store) => {
  test('keep their secrets apart', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    expect(await ledger.connections.create(mine, shopify, { token: 's3cret' })).toEqual({
      outcome: 'created',
      connection: shopify,
    });
    expect(await ledger.connections.get(mine, 'web')).toEqual(shopify);
    expect((await ledger.connections.list(mine)).map(({ name }) => name)).toEqual(['till', 'web']);
    expect(await ledger.connections.secrets(mine, 'web')).toEqual({ token: 's3cret' });
    expect(await ledger.connections.secrets(mine, 'till')).toBeNull();
    expect(await ledger.connections.get(other, 'web')).toBeUndefined();
    expect(await ledger.connections.secrets(other, 'web')).toBeUndefined();
    expect(await ledger.connections.list(other)).toHaveLength(1);
  });

  test('are created once: the second time changes nothing', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    await ledger.connections.create(mine, shopify, { token: 'first' });
    const again = await ledger.connections.create(mine, { ...shopify, connector: 'files' }, { token: 'second' });
    expect(again).toEqual({ outcome: 'exists', connection: shopify });
    expect(await ledger.connections.secrets(mine, 'web')).toEqual({ token: 'first' });
  });

  test('of a shop that is not there cannot be', async () => {
    const ledger = await ledgerOn(store);
    await expect(ledger.connections.create(shopId('nobody'), shopify)).rejects.toThrow(/foreign key/i);
  });

  test('may be named, configured and opened with any text', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    for (const text of ODD_TEXTS) {
      await ledger.connections.create(mine, { ...shopify, name: text, config: { [text]: text } }, text);
    }
    for (const text of ODD_TEXTS) {
      expect(await ledger.connections.get(mine, text)).toMatchObject({ name: text, config: { [text]: text } });
      expect(await ledger.connections.secrets(mine, text)).toBe(text);
    }
  });
});

test('secrets are encrypted in the store, and stay where they were put', async () => {
  const directory = temporaryDirectory();
  const ledger = await ledgerOn({ name: 'sqlite', place: async () => ({ directory }) });
  await ledger.shops.create(aShop('mine'));
  await ledger.connections.create(shopId('mine'), shopify, 'open sesame');
  await ledger.connections.create(shopId('mine'), { ...shopify, name: 'second' }, 'another');

  using raw = new DatabaseSync(`${directory}/${LEDGER_FILE}`);
  const stored = raw.prepare('select * from connections').all();
  expect(JSON.stringify(stored)).not.toContain('sesame');
  raw.exec(
    `update connections set secrets = (select secrets from connections where name = 'web') where name = 'second'`,
  );
  await expect(ledger.connections.secrets(shopId('mine'), 'second')).rejects.toThrow(/was moved/);
});
