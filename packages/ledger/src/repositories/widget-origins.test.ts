import { expect, test } from 'vitest';
import { ledgerOn, NOW, ODD_TEXTS, onEveryStore, withTwoShops } from '../../testing/stores.js';

const NO_ORIGINS = [
  '*',
  'null',
  'https://*',
  'https://*.example',
  "https://a;script-src'unsafe-inline'",
  'crm.example',
  'https://crm.example/',
  'https://crm.example:443',
  'https://CRM.example',
  'https://u:p@crm.example',
  'javascript:alert(1)',
  'file:///etc',
];

onEveryStore('widget origins', (store) => {
  test('are allowed and taken back, in their shop', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    for (const origin of ['https://crm.example', 'http://localhost:8080', 'https://crm.example']) {
      expect(await ledger.widgetOrigins.add(mine, origin, NOW)).toEqual({ outcome: 'added' });
    }
    expect(await ledger.widgetOrigins.list(mine)).toEqual(['http://localhost:8080', 'https://crm.example']);
    expect(await ledger.widgetOrigins.list(other)).toEqual([]);
    expect(await ledger.widgetOrigins.allowedAt(mine, 'https://crm.example')).toBe(NOW);
    expect(await ledger.widgetOrigins.remove(other, 'https://crm.example')).toBe(false);
    expect(await ledger.widgetOrigins.remove(mine, 'http://localhost:8080')).toBe(true);
    expect(await ledger.widgetOrigins.allowedAt(mine, 'http://localhost:8080')).toBeUndefined();
    expect(await ledger.widgetOrigins.list(mine)).toEqual(['https://crm.example']);
  });

  test('are written as a browser sends them', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    for (const text of [...ODD_TEXTS, ...NO_ORIGINS]) {
      expect(await ledger.widgetOrigins.add(mine, text, NOW), text).toMatchObject({ code: 'widget-origin.malformed' });
    }
    for (const text of ['https://crm.example', 'http://[::1]:3000', 'http://127.0.0.1']) {
      expect(await ledger.widgetOrigins.add(mine, text, NOW), text).toEqual({ outcome: 'added' });
    }
    expect(await ledger.widgetOrigins.list(mine)).toHaveLength(3);
  });
});
