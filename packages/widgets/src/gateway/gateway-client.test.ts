import { afterEach, beforeEach, describe, expect, it, type MockInstance, vi } from 'vitest';
import { GatewayClient, type Question } from './gateway-client.js';

const QUESTION: Question<{ readonly answer: number }, Record<string, never>> = { text: 'query Answer { answer }' };
const SIGNAL = new AbortController().signal;

/** A gateway that gives the answers of a list, one a request, and remembers what it was sent. */
function aGateway(...answers: readonly (readonly [status: number, body: unknown] | Error)[]) {
  const sent: { readonly headers: Headers; readonly credentials: string | undefined }[] = [];
  const fetch = async (_address: unknown, init: RequestInit = {}): Promise<Response> => {
    sent.push({ headers: new Headers(init.headers), credentials: init.credentials });
    const answer = answers[sent.length - 1];
    if (answer === undefined || answer instanceof Error) throw answer ?? new Error('one request too many');
    return Response.json(answer[1], { status: answer[0] });
  };
  return { sent, fetch };
}

/** A token of a life in seconds, as the gateway signs them; nobody here looks at the signature. */
function aToken(name: string, life: number): string {
  const payload = btoa(JSON.stringify({ jti: name, iat: 5_000, exp: 5_000 + life }));
  return `head.${payload.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}.${name}`;
}

const GOOD = [200, { data: { answer: 42 } }] as const;
const REFUSED = [401, { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }] as const;

describe('asking with a token', () => {
  let warned: MockInstance<typeof console.warn>;
  beforeEach(() => {
    warned = vi.spyOn(console, 'warn').mockImplementation(() => {});
  });
  afterEach(() => warned.mockRestore());

  it('sends the token and no cookie, and fetches one token for questions at once', async () => {
    const gateway = aGateway(GOOD, GOOD);
    let fetched = 0;
    const getToken = async () => `token-${++fetched}`;
    const client = new GatewayClient({
      endpoint: '/g',
      shop: 'retail',
      getToken,
      clock: () => 0,
      fetch: gateway.fetch,
    });
    const answers = await Promise.all([client.ask(QUESTION, {}, SIGNAL), client.ask(QUESTION, {}, SIGNAL)]);
    expect(answers).toEqual(Array(2).fill({ outcome: 'answered', data: { answer: 42 } }));
    expect(gateway.sent.map(({ headers }) => headers.get('authorization'))).toEqual(Array(2).fill('Bearer token-1'));
    expect(gateway.sent[0]?.headers.get('x-clientele-shop')).toBe('retail');
    expect(gateway.sent[0]?.credentials).toBe('omit');
  });

  it('fetches the next one at 80 % of its life, not before', async () => {
    const gateway = aGateway(GOOD, GOOD, GOOD);
    let now = 1_000;
    let fetched = 0;
    const getToken = async () => aToken(`t${++fetched}`, 300);
    const client = new GatewayClient({ endpoint: '/g', getToken, clock: () => now, fetch: gateway.fetch });
    await client.ask(QUESTION, {}, SIGNAL);
    now += 239_999;
    await client.ask(QUESTION, {}, SIGNAL);
    expect(fetched).toBe(1);
    now += 1;
    await client.ask(QUESTION, {}, SIGNAL);
    expect(fetched).toBe(2);
  });

  it.each([
    ['by status', REFUSED],
    ['in a GraphQL answer', [200, REFUSED[1]] as const],
  ])('tries once more with a fresh token when one is refused %s', async (_how, refused) => {
    const gateway = aGateway(refused, GOOD);
    let fetched = 0;
    const getToken = async () => `token-${++fetched}`;
    const client = new GatewayClient({ endpoint: '/g', getToken, clock: () => 0, fetch: gateway.fetch });
    expect(await client.ask(QUESTION, {}, SIGNAL)).toEqual({ outcome: 'answered', data: { answer: 42 } });
    expect(gateway.sent.map(({ headers }) => headers.get('authorization'))).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });

  it('ends the session when the fresh token is refused too', async () => {
    const gateway = aGateway(REFUSED, REFUSED);
    const client = new GatewayClient({
      endpoint: '/g',
      getToken: async () => 't',
      clock: () => 0,
      fetch: gateway.fetch,
    });
    expect(await client.ask(QUESTION, {}, SIGNAL)).toEqual({ outcome: 'session-ended' });
    expect(gateway.sent).toHaveLength(2);
    expect(warned).toHaveBeenLastCalledWith('Clientele refused the token that getToken() gave: no');
  });

  it('asks nothing with what is no token', async () => {
    const gateway = aGateway();
    const { token }: { token: string } = JSON.parse('{ "error": "signed out" }');
    const client = new GatewayClient({
      endpoint: '/g',
      getToken: async () => token,
      clock: () => 0,
      fetch: gateway.fetch,
    });
    expect(await client.ask(QUESTION, {}, SIGNAL)).toEqual({ outcome: 'session-ended' });
    expect(gateway.sent).toHaveLength(0);
  });

  it('ends the session when no token is to be had, and asks for one again next time', async () => {
    const gateway = aGateway(GOOD);
    let fetched = 0;
    const getToken = async () => {
      if (++fetched === 1) throw new Error('signed out');
      return 'token';
    };
    const client = new GatewayClient({ endpoint: '/g', getToken, clock: () => 0, fetch: gateway.fetch });
    expect(await client.ask(QUESTION, {}, SIGNAL)).toEqual({ outcome: 'session-ended' });
    expect(warned).toHaveBeenLastCalledWith(expect.stringContaining('getToken() failed'), new Error('signed out'));
    expect(await client.ask(QUESTION, {}, SIGNAL)).toMatchObject({ outcome: 'answered' });
  });
});

describe('asking with the session cookie', () => {
  const asked = async (answer: readonly [number, unknown] | Error) => {
    const gateway = aGateway(answer);
    const client = new GatewayClient({ endpoint: '/g', clock: () => 0, fetch: gateway.fetch });
    return { answer: await client.ask(QUESTION, {}, SIGNAL), sent: gateway.sent };
  };

  it('sends no authorization, and no second request when nobody is signed in', async () => {
    const { answer, sent } = await asked(REFUSED);
    expect(answer).toEqual({ outcome: 'session-ended' });
    expect(sent).toHaveLength(1);
    expect(sent[0]?.headers.has('authorization')).toBe(false);
    expect(sent[0]?.credentials).toBe('same-origin');
  });

  it('tells what is not allowed from what failed', async () => {
    const forbidden = { errors: [{ message: 'needs the scope read', extensions: { code: 'FORBIDDEN' } }] };
    expect((await asked([200, forbidden])).answer).toEqual({ outcome: 'not-allowed', message: 'needs the scope read' });
    const failed = { data: null, errors: [{ message: 'noted under 7f3a' }] };
    expect((await asked([500, failed])).answer).toEqual({ outcome: 'failed', message: 'noted under 7f3a' });
  });

  it('thinks of the origin where a page elsewhere cannot reach the gateway', async () => {
    const { fetch } = aGateway(new TypeError('Failed to fetch'));
    const endpoint = 'https://gateway.example/graphql';
    const client = new GatewayClient({ endpoint, getToken: async () => 'token', clock: () => 0, fetch });
    expect(await client.ask(QUESTION, {}, SIGNAL)).toMatchObject({ message: expect.stringContaining('widget allow') });
  });

  it('says so when the gateway cannot be reached', async () => {
    expect((await asked(new TypeError('no route to 10.0.0.7'))).answer).toMatchInlineSnapshot(`
      {
        "message": "The gateway cannot be reached. Check the connection and try again.",
        "outcome": "failed",
      }
    `);
  });

  it('calls a question that was given up superseded', async () => {
    const given = new AbortController();
    const gateway = aGateway(GOOD);
    const client = new GatewayClient({ endpoint: '/g', clock: () => 0, fetch: gateway.fetch });
    given.abort();
    expect(await client.ask(QUESTION, {}, given.signal)).toEqual({ outcome: 'superseded' });
    expect(gateway.sent).toHaveLength(0);
  });

  it('what is below the gateway is at its own address, not at that of the page', () => {
    const client = new GatewayClient({ endpoint: 'https://crm.example/graphql', clock: () => 0, fetch });
    expect(client.addressOf('/hooks/abc')).toBe('https://crm.example/hooks/abc');
  });
});
