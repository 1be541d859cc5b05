import { expect, test } from 'vitest';
import { aConnection } from './recorded-runs.fixture.js';

/** A shop that lets everybody in, and answers as it is told. */
function answering(...answers: object[]) {
  let logins = 0;
  let asked = 0;
  const { runner } = aConnection(async (request) => {
    const isLogin = (await request.text()).includes('login(');
    if (isLogin) logins += 1;
    const body = isLogin ? { data: { login: { id: '1' } } } : (answers[asked++] ?? answers.at(-1));
    return Response.json(body, { headers: { 'vendure-auth-token': `token-${logins}` } });
  });
  return { runner, counts: () => ({ logins, asked }) };
}

const error = (code: string) => ({ errors: [{ message: 'no', extensions: { code } }], data: null });
const FINE = { data: { activeChannel: { code: 'web', token: 'abc', defaultCurrencyCode: 'GBP' } } };

test.each([
  ['a session that has ended is begun anew', [error('FORBIDDEN'), FINE], { outcome: 'done' }, { logins: 2, asked: 2 }],
  [
    'a right that is missing is not to be had by another session',
    [error('FORBIDDEN')],
    { outcome: 'failed', code: 'denied' },
    { logins: 2, asked: 2 },
  ],
  [
    'what fails inside the shop is asked again',
    [error('INTERNAL_SERVER_ERROR'), error('INTERNAL_SERVER_ERROR'), FINE],
    { outcome: 'done' },
    { logins: 1, asked: 3 },
  ],
  [
    'a question that the shop does not take is not',
    [error('USER_INPUT_ERROR')],
    { outcome: 'failed', code: 'refused' },
    { logins: 1, asked: 1 },
  ],
] as const)('%s', async (_, answers, outcome, counts) => {
  const shop = answering(...answers);
  expect(await shop.runner.check()).toMatchObject(outcome);
  expect(shop.counts()).toEqual(counts);
});

test('a shop that gives no token says what it lacks', async () => {
  const { runner } = aConnection(async () => Response.json({ data: { login: { id: '1' } } }));
  expect(await runner.check()).toMatchObject({ sentence: expect.stringContaining('authOptions.tokenMethod') });
});
