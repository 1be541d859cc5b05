import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { KEY, LATER, ledgerOn, NOW, onEveryStore, temporaryDirectory, withTwoShops } from '../../testing/stores.js';
import { openLedger } from '../ledger.js';

onEveryStore('the doors of webhooks', (store) => {
  test('lead to one connection of one shop, by a token that stays', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const token = await ledger.hookDoors.token(mine, 'till', NOW);
    expect(token).toMatch(/^[a-z2-7]{32}$/);
    expect(await ledger.hookDoors.token(mine, 'till', LATER)).toBe(token);
    expect(await ledger.hookDoors.token(other, 'till', NOW)).not.toBe(token);
    expect(await ledger.hookDoors.find(token)).toMatchObject({
      shop: mine,
      connection: { name: 'till' },
      retiring: [],
    });
    expect(await ledger.hookDoors.of(mine, 'till')).toEqual(await ledger.hookDoors.find(token));
    expect(await ledger.hookDoors.of(mine, 'nobody')).toBeUndefined();
    for (const no of ['a'.repeat(32), '\0', '']) expect(await ledger.hookDoors.find(no)).toBeUndefined();
    await expect(ledger.hookDoors.token(mine, 'nobody', NOW)).rejects.toThrow();
  });

  test('keep secrets that retire beside the new ones, as long as they hold', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const token = await ledger.hookDoors.token(mine, 'till', NOW);
    const theirs = await ledger.hookDoors.token(other, 'till', NOW);
    const first = { secret: 'first', until: LATER };
    const second = { secret: 'second', until: LATER };
    await ledger.hookDoors.rotate(mine, 'till', { keys: ['new'] }, [first], NOW);
    await ledger.hookDoors.rotate(mine, 'till', { keys: ['newer'] }, [second], NOW);
    expect(await ledger.hookDoors.find(token)).toMatchObject({
      secrets: { keys: ['newer'] },
      retiring: [first, second],
    });
    expect(await ledger.connections.secrets(mine, 'till')).toEqual({ keys: ['newer'] });
    await ledger.hookDoors.rotate(mine, 'till', null, [], LATER);
    expect(await ledger.hookDoors.find(token)).toMatchObject({ secrets: null, retiring: [] });
    expect(await ledger.hookDoors.find(theirs)).toMatchObject({ retiring: [] });
  });
});

test('secrets that retire are not readable in the file', async () => {
  const directory = temporaryDirectory();
  const ledger = await openLedger({ directory }, { key: KEY });
  const [mine] = await withTwoShops(ledger);
  await ledger.hookDoors.token(mine, 'till', NOW);
  await ledger.hookDoors.rotate(mine, 'till', ['brand-new'], [{ secret: 'worn-out', until: LATER }], NOW);
  await ledger.close();
  const file = readFileSync(join(directory, 'ledger.sqlite'));
  for (const text of ['brand-new', 'worn-out']) expect(file.includes(text)).toBe(false);
});
