import { instantOfMs } from '@clientele/model';
import { SignJWT } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NOW, TestGateway } from './gateway.fixture.js';
import { localId } from './schema/global-id.js';

const ORIGIN = 'https://crm.example';
const SECOND_ORIGIN = 'https://help.example';
const PROFILE = `query ($id: ID!) { shop { currency timeZone } profile(id: $id) {
  id rfmGroup records { name } traits { label display } segments { since segment { handle name } } orders(first: 2) { nodes { name total { amount } } totalCount }
} }`;
const SEGMENTS = 'query ($p: ID!) { profile(id: $p) { segments { segment { id } } } }';
const WHY =
  'query ($p: ID!, $s: ID!) { explainMembership(profile: $p, segment: $s) { member conditions { text holds } } }';

let gateway: TestGateway;
let minter: Record<string, string>;
let profiles: readonly string[];

beforeAll(async () => {
  gateway = await TestGateway.open();
  const { ledger } = gateway.deps;
  await ledger.widgetOrigins.add(gateway.mine.id, ORIGIN, NOW);
  await ledger.widgetOrigins.add(gateway.mine.id, SECOND_ORIGIN, NOW);
  await ledger.widgetOrigins.add(gateway.theirs.id, 'https://theirs.example', NOW);
  minter = await gateway.key(['widgets']);
  const { body } = await gateway.ask('{ profiles(first: 2) { nodes { id } } }', await gateway.key(['read:profiles']));
  profiles = body.data.profiles.nodes.map(({ id }: { id: string }) => id);
});
afterAll(() => gateway[Symbol.asyncDispose]());

let token: string;
beforeEach(async () => {
  token = (await mint({ profile: profiles[0], origin: ORIGIN })).body.token;
});

function mint(payload: object, headers = minter) {
  return gateway.send({ method: 'POST', url: '/widget-tokens', headers, payload });
}

async function ask(query: string, variables: object = {}, origin: string | undefined = ORIGIN, bearer = token) {
  const headers = { authorization: `Bearer ${bearer}`, ...(origin !== undefined && { origin }) };
  const { status, headers: answered, body } = await gateway.ask(query, headers, variables);
  return { status, body, code: body.errors?.[0].extensions.code, allowed: answered['access-control-allow-origin'] };
}

describe('a token for a widget', () => {
  test('is made for five minutes by a key with the scope, and written down', async () => {
    const { status, body } = await mint({ profile: profiles[0], origin: ORIGIN });
    expect([status, body.expiresAt]).toEqual([201, '2024-06-01T12:05:00.000Z']);
    const [entry] = await gateway.deps.ledger.auditLog.list(gateway.mine.id, { limit: 1 });
    expect(entry).toMatchObject({ what: 'widget-token.minted', subject: localId('Profile', profiles[0] ?? '') });
  });

  test('is made for a profile by its plain id too, of the same shop only', async () => {
    const plain = localId('Profile', profiles[0] ?? '');
    const { status, body } = await mint({ profile: plain, origin: ORIGIN });
    expect(status).toBe(201);
    const shown = await ask(PROFILE, { id: plain }, ORIGIN, body.token);
    expect(shown.body.data.profile.id).toBe(profiles[0]);
    const ofOthers = { profile: plain, origin: 'https://theirs.example' };
    expect((await mint(ofOthers, await gateway.key(['widgets'], gateway.theirs))).body.code).toBe('unknown-profile');
  });

  test('finds its profile by a customer record, and no other', async () => {
    const record = 'query ($r: CustomerRecordInput!) { profile(record: $r) { id } }';
    const records = ['c1', 'c2'].map((externalId) => ({ connection: 'web', externalId }));
    const found = await Promise.all(records.map(async (r) => (await ask(record, { r })).body.data.profile));
    expect(found).toContainEqual(null);
    expect(found).toContainEqual({ id: profiles[0] });
  });

  test('is refused to other keys, for other origins and for profiles that are not there', async () => {
    const profile = profiles[0];
    const asked = [
      await mint({ profile, origin: ORIGIN }, {}),
      await mint({ profile, origin: ORIGIN }, await gateway.key(['read:profiles', 'read:segments'])),
      await mint({ profile, origin: ORIGIN }, await gateway.session()),
      await mint({ profile, origin: ORIGIN }, { authorization: `Bearer ${token}`, origin: ORIGIN }),
      await mint({ profile, origin: 'https://theirs.example' }),
      await mint({ profile }),
      await mint({ profile: 'no id', origin: ORIGIN }),
      await mint({ profile, origin: ORIGIN }, await gateway.key(['widgets'], gateway.theirs)),
      await mint({ profile, origin: 'https://theirs.example' }, await gateway.key(['widgets'], gateway.theirs)),
    ];
    expect(asked.map(({ status, body }) => `${status} ${body.code}`)).toEqual([
      '401 unauthenticated',
      '403 forbidden',
      '403 forbidden',
      '403 forbidden',
      '422 unknown-origin',
      '422 unknown-origin',
      '422 unknown-profile',
      '422 unknown-origin',
      '422 unknown-profile',
    ]);
  });

  test('shows its profile, and why it is in a segment, on the page of its origin', async () => {
    const shown = await ask(PROFILE, { id: profiles[0] });
    expect([shown.status, shown.code, shown.allowed]).toEqual([200, undefined, ORIGIN]);
    expect(shown.body.data.profile.id).toBe(profiles[0]);
    const [{ segment }] = (await ask(SEGMENTS, { p: profiles[0] })).body.data.profile.segments;
    expect((await ask(WHY, { p: profiles[0], s: segment.id })).body.data.explainMembership.member).toBe(true);
  });

  test('does not show why it is in no segment, nor in a query that a page makes up', async () => {
    const asOwner = await gateway.key(['read:segments']);
    const { body } = await gateway.ask('{ segment(handle: "big-spenders") { id } }', asOwner);
    expect((await ask(WHY, { p: profiles[0], s: body.data.segment.id })).body.data.explainMembership).toBeNull();
    for (const q of ['number_of_orders > 0', "in_segment('buyers')", "in_segment('x')", 'buyers', 'x >']) {
      const made = 'query ($p: ID!, $q: String) { explainMembership(profile: $p, query: $q) { userErrors { hint } } }';
      expect((await ask(made, { p: profiles[0], q })).code, q).toBe('FORBIDDEN');
    }
  });

  test('finds no other profile', async () => {
    expect((await ask(PROFILE, { id: profiles[1] })).body.data.profile).toBeNull();
    const [{ segment }] = (await ask(SEGMENTS, { p: profiles[0] })).body.data.profile.segments;
    expect((await ask(WHY, { p: profiles[1], s: segment.id })).body.data.explainMembership).toBeNull();
  });

  test.each([
    '{ shops { name } }',
    '{ shop { totals { orders } } }',
    '{ profiles { nodes { id } } }',
    '{ segments { nodes { name } } }',
    '{ segment(handle: "buyers") { name } }',
    '{ rfmGrid { prospects } }',
    '{ previewSegment(query: "number_of_orders > 0") { count } }',
    '{ __schema { types { name } } }',
    'mutation { segmentDelete(id: "x") { userErrors { code } } }',
    'mutation { segmentCreate(input: { name: "x", query: "gift_orders > 0" }) { userErrors { code } } }',
  ])('is refused %s', async (query) => {
    expect((await ask(query)).code).toMatch(/^(FORBIDDEN|INTROSPECTION_DISABLED)$/);
  });

  test.each(['query', 'count', 'members { nodes { id } }'])(
    'is refused what a segment says of others: %s',
    async (field) => {
      const hidden = `query ($id: ID!) { profile(id: $id) { segments { segment { ...more } } } } fragment more on Segment { ${field} }`;
      expect((await ask(hidden, { id: profiles[0] })).code).toBe('FORBIDDEN');
    },
  );

  test('is refused from another page and from no page', async () => {
    for (const origin of [SECOND_ORIGIN, 'https://theirs.example', 'https://elsewhere.example', 'null']) {
      expect(await ask(PROFILE, { id: profiles[0] }, origin)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED' });
    }
    const noPage = await gateway.ask(PROFILE, { authorization: `Bearer ${token}` }, { id: profiles[0] });
    expect(noPage.status).toBe(401);
  });

  test('is refused once it has expired; the page can read that', async () => {
    gateway.pass(301);
    expect(await ask(PROFILE, { id: profiles[0] })).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
      allowed: ORIGIN,
    });
    gateway.pass(-301);
    expect((await ask(PROFILE, { id: profiles[0] })).status).toBe(200);
  });

  test('is refused once its origin is taken off the list, also when it is put there again', async () => {
    const { widgetOrigins } = gateway.deps.ledger;
    await widgetOrigins.remove(gateway.mine.id, ORIGIN);
    const refused = await ask(PROFILE, { id: profiles[0] });
    await widgetOrigins.add(gateway.mine.id, ORIGIN, instantOfMs(Date.parse(NOW) + 1_000));
    const again = await ask(PROFILE, { id: profiles[0] });
    await widgetOrigins.remove(gateway.mine.id, ORIGIN);
    await widgetOrigins.add(gateway.mine.id, ORIGIN, NOW);
    expect([refused.status, refused.allowed]).toEqual([401, undefined]);
    expect([again.status, again.allowed]).toEqual([401, ORIGIN]);
  });

  test('cannot be forged: not by the key of another shop, not without a key, not for another audience', async () => {
    const claims = {
      shop: 'mine',
      profile: localId('Profile', profiles[0] ?? ''),
      origin: ORIGIN,
      scope: 'read',
      jti: 'x',
    };
    const { ledger } = gateway.deps;
    const [ours, other] = [
      await ledger.signingKeys.obtain(gateway.mine.id, NOW),
      await ledger.signingKeys.obtain(gateway.theirs.id, NOW),
    ];
    const sign = (secret: Uint8Array, audience: string, more: object = {}) =>
      new SignJWT({ ...claims, ...more })
        .setProtectedHeader({ alg: 'HS256' })
        .setAudience(audience)
        .setIssuedAt(1_717_243_200)
        .setExpirationTime(1_717_243_400)
        .sign(secret);
    const none =
      `${btoa('{"alg":"none"}')}.${btoa(JSON.stringify({ ...claims, aud: 'widget', exp: 1_717_243_400 }))}.`.replaceAll(
        '=',
        '',
      );
    const forged = [
      await sign(other.secret, 'widget'),
      await sign(ours.secret, 'somebody'),
      await sign(ours.secret, 'widget', { scope: 'write' }),
      await sign(other.secret, 'widget', { shop: 'nowhere' }),
      none,
    ];
    for (const bearer of forged) expect((await ask(PROFILE, { id: profiles[0] }, ORIGIN, bearer)).status).toBe(401);
    expect((await ask(PROFILE, { id: profiles[0] }, ORIGIN, await sign(ours.secret, 'widget'))).status).toBe(200);
  });
});

describe('the origins that may show widgets', () => {
  const PAYLOAD = '{ widgetOrigins userErrors { code field message } }';
  const change = async (field: string, origin: string, headers: Record<string, string>) =>
    (await gateway.ask(`mutation ($o: String!) { ${field}(origin: $o) ${PAYLOAD} }`, headers, { o: origin })).body.data[
      field
    ];

  test('are allowed and removed by an administrator, and their tokens with them', async () => {
    const admin = await gateway.key(['admin']);
    const origin = 'https://new.example';
    expect(await change('widgetOriginAllow', origin, admin)).toEqual({
      widgetOrigins: [ORIGIN, SECOND_ORIGIN, origin],
      userErrors: [],
    });
    const { token: made } = (await mint({ profile: profiles[0], origin })).body;
    expect((await ask(PROFILE, { id: profiles[0] }, origin, made)).status).toBe(200);
    expect((await change('widgetOriginRemove', origin, admin)).userErrors).toEqual([]);
    expect((await ask(PROFILE, { id: profiles[0] }, origin, made)).status).toBe(401);
    const { body } = await gateway.ask('{ widgetOrigins }', admin);
    expect(body.data.widgetOrigins).toEqual([ORIGIN, SECOND_ORIGIN]);
    const log = await gateway.deps.ledger.auditLog.list(gateway.mine.id, { limit: 3 });
    expect(log.map(({ what, subject }) => [what, subject])).toEqual([
      ['widget-origin.removed', origin],
      ['widget-token.minted', expect.stringMatching(/^p_/)],
      ['widget-origin.allowed', origin],
    ]);
  });

  test('are refused where they are none, or not there, in their own shop only', async () => {
    const admin = await gateway.key(['admin']);
    const [malformed, unknown] = [
      await change('widgetOriginAllow', 'https://crm.example/path', admin),
      await change('widgetOriginRemove', 'https://theirs.example', admin),
    ];
    expect(malformed.userErrors).toMatchObject([{ code: 'MALFORMED', field: ['origin'] }]);
    expect(unknown.userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['origin'] }]);
    expect(await gateway.deps.ledger.widgetOrigins.list(gateway.theirs.id)).toEqual(['https://theirs.example']);
  });
});

describe('a preflight request', () => {
  const preflight = async (origin: string) => {
    const { statusCode, headers } = await gateway.app.inject({
      method: 'OPTIONS',
      url: '/graphql',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' },
    });
    return [statusCode, headers['access-control-allow-origin'], headers['access-control-allow-credentials']];
  };

  test('is granted to registered origins only, and never with cookies', async () => {
    expect(await preflight(ORIGIN)).toEqual([204, ORIGIN, undefined]);
    expect(await preflight('https://elsewhere.example')).toEqual([204, undefined, undefined]);
  });
});
