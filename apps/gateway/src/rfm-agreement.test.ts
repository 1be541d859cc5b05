import { readRecord } from '@clientele/model';
import { advance, ingest } from '@clientele/pipeline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PEOPLE, TestGateway } from './gateway.fixture.js';

const STATED = ['CHAMPIONS', 'CHAMPIONS', 'PROSPECTS', 'WHALES'];
const AGREEMENT = `query ($attribute: String) { rfmAgreement(attribute: $attribute) {
  attribute compared same unstated pairs { here there profiles }
} }`;

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await TestGateway.open();
  const { deps, mine } = gateway;
  const said = STATED.map((group, index) =>
    readRecord({
      ...{ kind: 'customer', externalId: `stated-${index}`, version: { updatedAt: '2024-05-01T00:00:00Z' } },
      ...{ email: `stated-${index}@mine.example`, attributes: { shopify_rfm_group: group } },
    }),
  );
  const origin = { connection: 'web', source: 'stated', fingerprint: 'stated', retry: null };
  await ingest(
    deps,
    mine,
    origin,
    (async function* () {
      for (const reading of said) {
        if (reading.outcome === 'refused') throw new Error(reading.reason);
        yield { outcome: 'read', record: reading.record, rows: 1, place: 'line 1' } as const;
      }
    })(),
  );
  await advance(deps, mine);
});
afterAll(() => gateway[Symbol.asyncDispose]());

test('RFM groups are compared with those that a platform states, people by people', async () => {
  const reader = await gateway.key(['read:profiles']);
  const { body } = await gateway.ask(AGREEMENT, reader);
  expect(body.data.rfmAgreement).toEqual({
    ...{ attribute: 'attributes.shopify_rfm_group', compared: 4, same: 1, unstated: PEOPLE },
    pairs: [
      { here: 'PROSPECTS', there: 'CHAMPIONS', profiles: 2 },
      { here: 'PROSPECTS', there: 'PROSPECTS', profiles: 1 },
      { here: 'PROSPECTS', there: null, profiles: 1 },
    ],
  });
  const none = await gateway.ask(AGREEMENT, reader, { attribute: 'attributes.nothing' });
  expect(none.body).toEqual(expect.objectContaining({ data: { rfmAgreement: null } }));
  const segmentsOnly = await gateway.ask(AGREEMENT, await gateway.key(['read:segments']));
  expect(segmentsOnly.body.errors[0].extensions.code).toBe('FORBIDDEN');
});
