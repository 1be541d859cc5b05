import { type Instant, instant } from '@clientele/model';
import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, ODD_TEXTS, onEveryStore, withTwoShops } from '../../testing/stores.js';
import type { ApiScope } from './api-keys.js';

const draft = { name: 'CRM', scopes: ['read:profiles', 'read:segments'] satisfies ApiScope[], expiresAt: null };

onEveryStore('API keys', (store) => {
  test('open their shop with their scopes', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const { key, text } = await ledger.apiKeys.create(mine, draft, NOW);
    expect(text).toMatch(/^ck_[a-z2-7]{16}_[a-z2-7]{52}$/);
    expect(await ledger.apiKeys.verify(text, LATER)).toEqual({ outcome: 'valid', key });
    expect(key).toMatchObject({ shop: mine, scopes: draft.scopes, name: 'CRM' });
    expect(await ledger.apiKeys.list(mine)).toEqual([{ ...key, lastUsedAt: LATER }]);
    expect(await ledger.apiKeys.list(other)).toEqual([]);
    expect(JSON.stringify(await ledger.apiKeys.list(mine))).not.toContain(text.split('_')[2]);
  });

  test('are unlike one another', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const keys = await Promise.all(Array.from({ length: 20 }, () => ledger.apiKeys.create(mine, draft, NOW)));
    expect(new Set(keys.map(({ text }) => text)).size).toBe(20);
  });

  test('open nothing with another secret or another form', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const { key, text } = await ledger.apiKeys.create(mine, draft, NOW);
    const second = await ledger.apiKeys.create(mine, draft, NOW);
    const code = async (presented: string) => {
      const result = await ledger.apiKeys.verify(presented, NOW);
      return result.outcome === 'valid' ? result.outcome : result.code;
    };
    expect(await code(`ck_${key.id}_${second.text.split('_')[2]}`)).toBe('api-key.unknown');
    expect(await code(`ck_${'a'.repeat(16)}_${'a'.repeat(52)}`)).toBe('api-key.unknown');
    const malformed = [
      '',
      'ck',
      text.slice(0, -1),
      `${text}a`,
      text.toUpperCase(),
      text.replace('ck', 'cs'),
      ` ${text}`,
    ];
    for (const presented of [...malformed, `${text}\n`, ...ODD_TEXTS, 'a\0']) {
      expect(await code(presented)).toBe('api-key.malformed');
    }
    expect(await code(text)).toBe('valid');
  });

  test('end when they expire or are revoked', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const short = await ledger.apiKeys.create(mine, { ...draft, expiresAt: LATER }, NOW);
    expect((await ledger.apiKeys.verify(short.text, NOW)).outcome).toBe('valid');
    expect(await ledger.apiKeys.verify(short.text, LATER)).toMatchObject({ code: 'api-key.expired' });

    const { key, text } = await ledger.apiKeys.create(mine, draft, NOW);
    expect(await ledger.apiKeys.revoke(other, key.id, NOW)).toBe(false);
    expect((await ledger.apiKeys.verify(text, NOW)).outcome).toBe('valid');
    expect(await ledger.apiKeys.revoke(mine, key.id, LATER)).toBe(true);
    expect(await ledger.apiKeys.revoke(mine, key.id, LATER)).toBe(false);
    expect(await ledger.apiKeys.verify(text, LATER)).toMatchObject({ code: 'api-key.revoked' });
  });

  test('note their use once a minute', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const { text } = await ledger.apiKeys.create(mine, draft, NOW);
    const noted: (Instant | null | undefined)[] = [];
    for (const at of ['10:00:00', '10:00:59', '10:01:01']) {
      await ledger.apiKeys.verify(text, instant(`2026-03-01T${at}Z`));
      noted.push((await ledger.apiKeys.list(mine))[0]?.lastUsedAt);
    }
    expect(noted).toEqual(['2026-03-01T10:00:00.000Z', '2026-03-01T10:00:00.000Z', '2026-03-01T10:01:01.000Z']);
  });
});
