import { shopId } from '@clientele/model';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlatformSignIn } from './auth/platform-tokens.js';
import { TestGateway } from './gateway.fixture.js';

const SECRET_BODY = '{"from":"a shop"}';
const READ: Readonly<Record<string, PlatformSignIn>> = {
  good: { outcome: 'admitted', user: { id: 'platform/mine/42', shop: shopId('mine') } },
  stale: { outcome: 'refused', message: 'Load the page again.', headers: { 'x-platform-retry': '1' } },
  unready: { outcome: 'closed', message: 'The platform did not answer.' },
};

let gateway: TestGateway;
const kept: string[] = [];
const logged: string[] = [];

beforeAll(async () => {
  gateway = await TestGateway.open(
    { logger: { level: 'trace', stream: { write: (line: string) => void logged.push(line) } } },
    {
      platformTokens: { read: async (token) => READ[token] },
      sharedHooks: [
        {
          path: '/platform/webhooks',
          open: async (headers) => ({
            name: `platform/${headers.get('x-shop')}`,
            door: {
              hooks: {},
              hear: async ({ body }) =>
                new TextDecoder().decode(body) === SECRET_BODY
                  ? { outcome: 'heard', id: 'd1' }
                  : { outcome: 'refused', code: 'unverified', reason: 'forged' },
              keep: async ({ id }) => void kept.push(`${headers.get('x-shop')} ${id}`),
            },
          }),
        },
      ],
    },
  );
});
afterAll(() => gateway[Symbol.asyncDispose]());

const bearer = (token: string, shop?: string) => ({
  authorization: `Bearer ${token}`,
  ...(shop !== undefined && { 'x-clientele-shop': shop }),
});

test('whoever works in the page of a platform does what its shop may, and nothing in another', async () => {
  const create =
    'mutation { segmentCreate(input: { name: "Framed", query: "gift_orders > 0" }) { segment { handle } } }';
  expect((await gateway.ask(create, bearer('good'))).body.data.segmentCreate.segment).toEqual({ handle: 'framed' });
  const { segments } = gateway.deps.ledger;
  const made = await segments.find(gateway.mine.id, 'framed');
  if (made === undefined) throw new Error('nothing was saved');
  const versions = (await segments.versions(gateway.mine.id, [made.id])).get(made.id);
  expect(versions).toMatchObject([{ createdBy: 'platform-user:platform/mine/42' }]);
  const shops = await gateway.ask('{ shops { name } }', bearer('good'));
  expect(shops.body.data.shops).toHaveLength(1);
  const theirs = await gateway.ask('{ shop { name } }', bearer('good', gateway.theirs.id));
  expect([theirs.status, theirs.body.errors[0].extensions.code]).toEqual([403, 'FORBIDDEN']);
});

test('a token that is not good says how to get another, at every door, and stands in no log', async () => {
  const asked = await gateway.ask('{ shop { name } }', bearer('stale'));
  expect([asked.status, asked.headers['x-platform-retry']]).toEqual([401, '1']);
  expect(asked.body.errors[0]).toMatchObject({
    message: 'Load the page again.',
    extensions: { code: 'UNAUTHENTICATED' },
  });
  const file = await gateway.send({ method: 'POST', url: '/members.csv', headers: bearer('stale'), payload: {} });
  expect([file.status, file.headers['x-platform-retry']]).toEqual([401, '1']);
  const other = await gateway.ask('{ shop { name } }', bearer('another'));
  expect([other.status, other.headers['x-platform-retry']]).toEqual([401, undefined]);
  expect(logged.join('')).not.toMatch(/stale|another/);
});

test('a shop that cannot be opened now says why', async () => {
  const asked = await gateway.ask('{ shop { name } }', bearer('unready'));
  expect(asked).toMatchObject({ status: 503, body: { errors: [{ message: 'The platform did not answer.' }] } });
  const file = await gateway.send({ method: 'POST', url: '/members.csv', headers: bearer('unready'), payload: {} });
  expect(file).toMatchObject({ status: 503, body: { code: 'closed' } });
});

test('one address takes the webhooks of many shops, each by the door that its request names', async () => {
  const send = async (shop: string, payload: string) =>
    (await gateway.app.inject({ method: 'POST', url: '/platform/webhooks', headers: { 'x-shop': shop }, payload }))
      .statusCode;
  expect([await send('a', SECRET_BODY), await send('b', SECRET_BODY), await send('a', '{}')]).toEqual([200, 200, 401]);
  expect(kept).toEqual(['a d1', 'b d1']);
  expect((await gateway.app.inject({ url: '/platform/webhooks' })).statusCode).toBe(405);
});
