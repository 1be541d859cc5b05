import { readRecord } from '@clientele/model';
import { advance, ingest } from '@clientele/pipeline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PEOPLE, TestGateway } from './gateway.fixture.js';

let gateway: TestGateway;

beforeAll(async () => {
  gateway = await TestGateway.open();
  const { deps, mine } = gateway;
  const said = [2, 3].map((n) =>
    readRecord({
      kind: 'consent',
      externalId: `email:${n}`,
      version: { updatedAt: '2024-05-01T00:00:00Z' },
      customer: `c${n}`,
      channel: 'email',
      address: `person-${n}@mine.example`,
      state: n === 2 ? 'SUBSCRIBED' : 'UNSUBSCRIBED',
      at: '2024-05-01T00:00:00Z',
    }),
  );
  const origin = { connection: 'web', source: 'consents', fingerprint: 'consents', retry: null };
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

const EVERYBODY = 'number_of_orders >= 0';

async function file(payload: object, headers: Record<string, string>) {
  const {
    statusCode,
    headers: answered,
    body,
  } = await gateway.app.inject({
    method: 'POST',
    url: '/members.csv',
    headers,
    payload,
  });
  return { status: statusCode, type: answered['content-type'], lines: body.trimEnd().split('\n'), body, answered };
}

describe('a file of members', () => {
  test('holds all of a query, under a heading, and is written down', async () => {
    const headers = await gateway.session();
    const { status, type, lines, answered } = await file({ query: EVERYBODY }, headers);
    expect([status, type]).toEqual([200, 'text/csv; charset=utf-8']);
    expect(answered['content-disposition']).toBe('attachment; filename="members.csv"');
    expect([lines[0], lines.length]).toEqual(['profile,email,phone,name', PEOPLE + 1]);
    expect(lines[2]).toMatch(/^p_\w+,person-2@mine\.example,\+442079460002,Person mine 2$/);
    const [entry] = await gateway.deps.ledger.auditLog.list(gateway.mine.id, { limit: 1 });
    expect(entry).toMatchObject({
      who: expect.stringMatching(/^session:/),
      what: 'members.export-ended',
      detail: `for another use: ${PEOPLE} handed over, 0 left out`,
    });
  });

  test('holds only who may be written to, and the others are counted by reason', async () => {
    const headers = await gateway.key(['read:profiles']);
    const { lines } = await file({ query: EVERYBODY, for: 'email' }, headers);
    expect(lines).toEqual(['profile,email', expect.stringMatching(/^p_\w+,person-2@mine\.example$/)]);
    const named = await file({ query: EVERYBODY, for: 'email', columns: ['email', 'name'] }, headers);
    expect(named.lines).toEqual(['email,name', 'person-2@mine.example,Person mine 2']);
    const asked =
      '($query: String!) { previewExport(query: $query, for: EMAIL) { exported excluded { reason count } } }';
    const { body } = await gateway.ask(`query ${asked}`, headers, { query: EVERYBODY });
    expect(body.data.previewExport).toEqual({
      exported: 1,
      excluded: [
        { reason: 'NO_CONSENT', count: PEOPLE - 2 },
        { reason: 'UNSUBSCRIBED', count: 1 },
      ],
    });
  });

  test('takes the handle of a saved segment from who may read segments', async () => {
    const both = await gateway.key(['read:profiles', 'read:segments']);
    expect((await file({ query: 'big-spenders' }, both)).lines.length).toBeGreaterThan(1);
    const refused = await file({ query: "in_segment('big-spenders')" }, await gateway.key(['read:profiles']));
    expect([refused.status, refused.body]).toEqual([403, expect.stringContaining('read:segments')]);
  });

  test('is refused to strangers, other scopes and other channels, and for a query that is wrong', async () => {
    const mine = await gateway.key(['read:profiles']);
    const statuses = [
      await file({ query: EVERYBODY }, {}),
      await file({ query: EVERYBODY }, await gateway.key(['read:segments', 'widgets'])),
      await file({ query: EVERYBODY, for: 'fax' }, mine),
      await file({}, mine),
      await file({ query: EVERYBODY, columns: 'email' }, mine),
      await file({ query: EVERYBODY, for: 'email', columns: ['email', 'phone'] }, mine),
    ].map(({ status }) => status);
    expect(statuses).toEqual([401, 403, 422, 422, 422, 422]);
    const wrong = await file({ query: 'ammount_spent > 5' }, mine);
    expect([wrong.status, wrong.type]).toEqual([422, expect.stringContaining('application/problem+json')]);
    expect(wrong.body).toContain('(line 1, column 1). Did you mean');
  });

  test('is of the shop of who asks', async () => {
    const { body } = await file({ query: EVERYBODY }, await gateway.key(['read:profiles'], gateway.theirs));
    expect(body).toContain('@theirs.example');
    expect(body).not.toContain('@mine.example');
    const elsewhere = { ...(await gateway.session()), 'x-clientele-shop': 'theirs' };
    expect((await file({ query: EVERYBODY }, elsewhere)).status).toBe(403);
  });

  test('breaks off, rather than end early, where the members can be read no further', async () => {
    const headers = await gateway.session();
    gateway.intercept((options, go) => (options.lane === 'heavy' ? Promise.reject(new Error('gone')) : go()));
    const broken = file({ query: EVERYBODY }, headers);
    await expect(broken).rejects.toThrow();
    gateway.intercept(undefined);
  });
});
