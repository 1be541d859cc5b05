import type { Json } from '@clientele/connector-kit';
import { expect, test } from 'vitest';
import { learn } from './said.js';

const said = (body: Json) => learn({ status: 200, headers: new Headers(), body });
const cost = (requestedQueryCost: number, currentlyAvailable: number) => ({
  cost: {
    requestedQueryCost,
    actualQueryCost: null,
    throttleStatus: { maximumAvailable: 2000, currentlyAvailable, restoreRate: 100 },
  },
});
const failing = (code: string) => ({ errors: [{ message: 'x', extensions: { code } }] });

test('a bucket that holds less than the last question might have cost is given time to fill', () => {
  expect(said({ data: {}, extensions: cost(500, 500) })).toEqual({});
  expect(said({ data: {}, extensions: cost(500, 350) })).toEqual({ waitMs: 1500 });
});

test('a question that was throttled is asked again when there is enough', () => {
  expect(said({ ...failing('THROTTLED'), extensions: cost(752, 2) })).toEqual({ refused: true, waitMs: 7500 });
  expect(said({ errors: [{ message: 'Throttled' }] })).toEqual({ refused: true });
});

test.each([
  ['ACCESS_DENIED', 403],
  ['MAX_COST_EXCEEDED', 400],
  ['INTERNAL_SERVER_ERROR', 500],
  ['SOMETHING_NEW', 500],
])('%s means %i', (code, status) => {
  expect(said(failing(code))).toEqual({ status });
});

test('what is no answer to a question says nothing', () => {
  for (const body of [null, 'text', [], { access_token: 'x' }]) expect(said(body)).toEqual({});
});
