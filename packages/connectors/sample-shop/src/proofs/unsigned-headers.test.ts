import { type Connector, checkLaws, type Hook, hmac, isSigned, type MakeWorld } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { connector } from '../check.js';
import { SETTINGS } from '../fake.js';
import { hear } from '../hear.js';
import type { ShopSettings } from '../settings.js';
import { shopWorld } from '../world.js';

const SIGNATURE = { header: 'x-signature', algorithm: 'sha256', encoding: 'base64' } as const;

/** The same shop, whose signature covers the body alone. */
const signsBodies: MakeWorld<ShopSettings> = async (options) => {
  const world = await shopWorld()(options);
  const deliveries = async () =>
    ((await world.deliveries?.()) ?? []).map((delivery) => {
      const headers = new Headers(delivery.hook.headers);
      headers.set('x-signature', hmac('sha256', SETTINGS.hookSecrets[0] ?? '', [delivery.hook.body], 'base64'));
      return { ...delivery, hook: { ...delivery.hook, headers }, signedHeaders: ['x-signature'] };
    });
  return { ...world, deliveries };
};

function ofSignedBody(hook: Hook, settings: ShopSettings) {
  if (!isSigned(SIGNATURE, hook, settings.hookSecrets)) {
    return { outcome: 'refused', code: 'unverified', reason: 'its signature is wrong' } as const;
  }
  const topic = hook.headers.get('x-topic') ?? '';
  const signature = hmac('sha256', settings.hookSecrets[0] ?? '', [topic, hook.body], 'base64');
  const headers = new Headers({ 'x-topic': topic, 'x-signature': signature });
  return hear({ ...hook, headers }, settings);
}

const hinting: Connector<ShopSettings> = { ...connector, hear: ofSignedBody };

const { read: _, ...withoutRead } = connector.streams.orders;

/** Believes a topic that anybody may have written. */
const believing: Connector<ShopSettings> = {
  ...connector,
  streams: {
    customers: connector.streams.customers,
    orders: withoutRead,
  },
  hear(hook, settings) {
    const heard = ofSignedBody(hook, settings);
    const isGone = hook.headers.get('x-topic') === 'order.deleted';
    if (heard.outcome !== 'heard' || !isGone) return heard;
    const gone = (heard.hints ?? []).map((hint) => ({ ...hint, gone: 'deleted' as const }));
    return { outcome: 'heard', id: heard.id, gone };
  },
};

/** Counts deliveries by a header that is not signed. */
const counting: Connector<ShopSettings> = {
  ...connector,
  hear(hook, settings) {
    const heard = connector.hear(hook, settings);
    return heard.outcome === 'heard' ? { ...heard, id: hook.headers.get('x-try') ?? heard.id } : heard;
  },
};

test.each([
  { who: 'who takes no more than a hint from them', wrong: hinting, world: signsBodies, sentence: undefined },
  { who: 'who believes that something is gone', wrong: believing, world: signsBodies, sentence: /x-topic .* untrue/ },
  { who: 'who tells deliveries apart by them', wrong: counting, world: shopWorld(), sentence: /x-try .* another one/ },
])('headers that are not signed decide nothing: $who', async ({ wrong, world, sentence }) => {
  const { laws } = await checkLaws(wrong, world, { seed: 1, runs: 10, only: [9] });
  expect(laws.map(({ finding }) => finding?.sentence)).toEqual([
    sentence === undefined ? undefined : expect.stringMatching(sentence),
  ]);
});
