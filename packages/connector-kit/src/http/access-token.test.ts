import { instant, instantOfMs, msOfInstant } from '@clientele/model';
import { expect, test } from 'vitest';
import type { Json } from '../json.js';
import { MemoryKeep } from '../run/memory-keep.js';
import { AccessToken, type Obtained } from './access-token.js';

const NOW = instant('2026-05-04T10:00:00Z');
const HOUR_MS = 3_600_000;

/** A platform that takes each refresh token once only. */
function aPlatform(keep: MemoryKeep) {
  const asked: (Json | undefined)[] = [];
  const obtain = async (kept: Json | undefined): Promise<Obtained> => {
    asked.push(kept);
    await Promise.resolve();
    const number = asked.length;
    const expiresAt = instantOfMs(msOfInstant(NOW) + number * HOUR_MS);
    return { outcome: 'obtained', token: { access: `access ${number}`, expiresAt, kept: `refresh ${number}` } };
  };
  return { asked, token: new AccessToken(keep, obtain), obtain };
}

const accessOf = async (token: AccessToken, at = NOW) => {
  const obtained = await token.get(at);
  return obtained.outcome === 'obtained' ? obtained.token.access : obtained.outcome;
};

test('however many need a token at once, one is asked for', async () => {
  const { asked, token } = aPlatform(new MemoryKeep());
  const all = await Promise.all(Array.from({ length: 20 }, () => accessOf(token)));
  expect(new Set(all)).toEqual(new Set(['access 1']));
  expect(asked).toEqual([undefined]);
});

test('a new one is got before the old one ends, with what was kept of it', async () => {
  const { asked, token } = aPlatform(new MemoryKeep());
  await accessOf(token);
  expect(await accessOf(token, instantOfMs(msOfInstant(NOW) + HOUR_MS - 61_000))).toBe('access 1');
  expect(await accessOf(token, instantOfMs(msOfInstant(NOW) + HOUR_MS - 59_000))).toBe('access 2');
  expect(asked).toEqual([undefined, 'refresh 1']);
});

test('what the next one is got with is kept before the token is used, and outlives the process', async () => {
  const keep = new MemoryKeep();
  const { asked, token, obtain } = aPlatform(keep);
  await accessOf(token);
  const next = new AccessToken(keep.crashed(), obtain);
  expect(await accessOf(next)).toBe('access 2');
  expect(asked).toEqual([undefined, 'refresh 1']);
});

test('a token that was refused is not used again; one that replaced it meanwhile is', async () => {
  const { token } = aPlatform(new MemoryKeep());
  await accessOf(token);
  token.refused('access 1');
  expect(await accessOf(token)).toBe('access 2');
  token.refused('access 1');
  expect(await accessOf(token)).toBe('access 2');
});

test('where none can be had, everybody learns why, and the next one tries again', async () => {
  let isUp = false;
  const token = new AccessToken(new MemoryKeep(), async () =>
    isUp
      ? { outcome: 'obtained', token: { access: 'a' } }
      : { outcome: 'failed', code: 'denied', sentence: 'connect it anew' },
  );
  expect(await Promise.all([accessOf(token), accessOf(token)])).toEqual(['failed', 'failed']);
  isUp = true;
  expect(await accessOf(token)).toBe('a');
});
