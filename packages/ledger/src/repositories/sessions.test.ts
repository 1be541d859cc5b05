import { instant } from '@clientele/model';
import { expect, test } from 'vitest';
import { LATER, ledgerOn, NOW, onEveryStore, onPostgres, withTwoShops } from '../../testing/stores.js';
import type { OpenShops } from './sessions.js';

const TOMORROW = instant('2026-03-02T10:00:00Z');

onEveryStore('sign-in', (store) => {
  test('by a link opens its shops until the session ends', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const code = await ledger.sessions.offerLink([mine, other], LATER, NOW);
    const signedIn = await ledger.sessions.redeemLink(code, TOMORROW, NOW);
    if (signedIn.outcome !== 'signed-in') throw new Error(signedIn.message);
    const { session, token } = signedIn;
    expect(session).toMatchObject({ shops: [mine, other], expiresAt: TOMORROW });
    expect(await ledger.sessions.verify(token, LATER)).toEqual({ outcome: 'valid', session });
    expect(await ledger.sessions.verify(token, TOMORROW)).toMatchObject({ code: 'session.invalid' });
    await ledger.sessions.end(session.id);
    expect(await ledger.sessions.verify(token, LATER)).toMatchObject({ code: 'session.invalid' });
  });

  test('by a link works once, in time, with the whole code', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const code = await ledger.sessions.offerLink([mine], LATER, NOW);
    const another = await ledger.sessions.offerLink([mine], LATER, NOW);
    const redeem = async (text: string, at = NOW) => (await ledger.sessions.redeemLink(text, TOMORROW, at)).outcome;
    expect(await redeem(`${code.slice(0, -52)}${another.slice(-52)}`)).toBe('refused');
    expect(await redeem('')).toBe('refused');
    expect(await redeem(code, LATER)).toBe('refused');
    expect(await redeem(code)).toBe('signed-in');
    expect(await redeem(code)).toBe('refused');
  });

  test('does not open with the secret of another session', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const tokens: string[] = [];
    for (let n = 0; n < 2; n++) {
      const code = await ledger.sessions.offerLink([mine], LATER, NOW);
      const signedIn = await ledger.sessions.redeemLink(code, TOMORROW, NOW);
      if (signedIn.outcome === 'signed-in') tokens.push(signedIn.token);
    }
    const [first = '', second = ''] = tokens;
    expect((await ledger.sessions.verify(first, NOW)).outcome).toBe('valid');
    const mixed = `${first.slice(0, -52)}${second.slice(-52)}`;
    expect(await ledger.sessions.verify(mixed, NOW)).toMatchObject({ code: 'session.invalid' });
  });

  test('of a shop is ended for everybody at once, with the links to it; another shop stays open', async () => {
    const ledger = await ledgerOn(store);
    const [mine, other] = await withTwoShops(ledger);
    const offer = (shops: OpenShops) => ledger.sessions.offerLink(shops, LATER, NOW);
    const tokens: string[] = [];
    for (const shops of [[mine], [other, mine], 'all', [other]] as const) {
      const signedIn = await ledger.sessions.redeemLink(await offer(shops), TOMORROW, NOW);
      if (signedIn.outcome === 'signed-in') tokens.push(signedIn.token);
    }
    const links = [await offer([mine]), await offer('all'), await offer([other])];
    expect(await ledger.sessions.endOf(mine)).toBe(3);
    expect(await ledger.sessions.endOf(mine)).toBe(0);
    const verified = await Promise.all(tokens.map((token) => ledger.sessions.verify(token, NOW)));
    expect(verified.map(({ outcome }) => outcome)).toEqual(['refused', 'refused', 'refused', 'valid']);
    const redeemed = [];
    for (const link of links) redeemed.push((await ledger.sessions.redeemLink(link, TOMORROW, NOW)).outcome);
    expect(redeemed).toEqual(['refused', 'refused', 'signed-in']);
  });

  test('is once, also when two try at the same time', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const code = await ledger.sessions.offerLink([mine], LATER, NOW);
    const tries = await Promise.all(Array.from({ length: 8 }, () => ledger.sessions.redeemLink(code, TOMORROW, NOW)));
    expect(tries.filter(({ outcome }) => outcome === 'signed-in')).toHaveLength(1);
  });

  test('takes neither the code for a session nor the session for a code', async () => {
    const ledger = await ledgerOn(store);
    const [mine] = await withTwoShops(ledger);
    const code = await ledger.sessions.offerLink([mine], LATER, NOW);
    expect((await ledger.sessions.verify(code, NOW)).outcome).toBe('refused');
    expect((await ledger.sessions.verify(code.replace('cl_', 'cs_'), NOW)).outcome).toBe('refused');
    expect((await ledger.apiKeys.verify(code.replace('cl_', 'ck_'), NOW)).outcome).toBe('refused');
  });
});

onPostgres('sign-in at two processes', (store) => {
  test('works at one of them', async () => {
    const place = await store.place();
    const ledgers = [await ledgerOn(store, place), await ledgerOn(store, place)];
    const [mine] = await withTwoShops(ledgers[0]!);
    const code = await ledgers[0]!.sessions.offerLink([mine], LATER, NOW);
    const tries = await Promise.all(
      Array.from({ length: 20 }, (_, n) => ledgers[n % 2]!.sessions.redeemLink(code, TOMORROW, NOW)),
    );
    expect(tries.filter(({ outcome }) => outcome === 'signed-in')).toHaveLength(1);
  });
});
