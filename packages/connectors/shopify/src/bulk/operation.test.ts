import { expect, test } from 'vitest';
import { begunState, bulkState } from './operation.js';

// As Shopify answered a test shop on 19 July 2026, ids apart.
const CREATED = {
  id: 'gid://shopify/BulkOperation/1',
  status: 'CREATED',
  errorCode: null,
  rootObjectCount: '0',
  fileSize: null,
  url: null,
};
const WRITTEN = {
  ...CREATED,
  status: 'COMPLETED',
  rootObjectCount: '1',
  fileSize: '679',
  url: 'https://storage.example/result.jsonl',
};
const polled = (bulkOperation: object | null) => bulkState({ data: { bulkOperation } });
const run = (bulkOperation: object | null, ...userErrors: object[]) =>
  begunState({ data: { bulkOperationRunQuery: { bulkOperation, userErrors } } });

test('an operation is begun, runs and has written', () => {
  const running = { state: 'running', id: CREATED.id };
  expect(run(CREATED)).toEqual(running);
  expect(polled({ ...CREATED, status: 'RUNNING' })).toEqual(running);
  expect(polled(WRITTEN)).toEqual({ state: 'written', id: CREATED.id, url: WRITTEN.url, bytes: 679, objects: 1 });
});

test('where there was nothing to write, there is no place of it', () => {
  const state = polled({ ...WRITTEN, rootObjectCount: '0', fileSize: null, url: null });
  expect(state).toEqual({ state: 'written', id: CREATED.id, url: undefined, bytes: 0, objects: 0 });
});

test.each([
  ['FAILED', 'INTERNAL_SERVER_ERROR', true],
  ['FAILED', 'TIMEOUT', false],
  ['FAILED', 'ACCESS_DENIED', false],
  ['CANCELED', null, true],
  ['EXPIRED', null, true],
])(
  'nothing comes of one that is %s (%s), and whether another one is worth while is known: %s',
  (status, code, again) => {
    expect(polled({ ...CREATED, status, errorCode: code })).toEqual({ state: 'lost', again });
  },
);

test('of one that Shopify does not know any more, nothing comes', () => {
  expect(polled(null)).toEqual({ state: 'lost', again: true });
});

test('while others run it stands in line; what is never taken is lost for good', () => {
  const message = 'A bulk query operation for this app and shop is already in progress: gid://shopify/BulkOperation/1.';
  expect(run(null, { code: 'OPERATION_IN_PROGRESS', message })).toEqual({ state: 'in-line' });
  expect(run(null, { code: 'LIMIT_REACHED', message: 'too many' })).toEqual({ state: 'in-line' });
  expect(run(null, { code: 'INVALID', message: 'Bulk queries cannot contain more than 5 connections.' })).toEqual({
    state: 'lost',
    again: false,
  });
});

test('what it wrote is read with https only', () => {
  expect(() => polled({ ...WRITTEN, url: 'http://storage.example/result.jsonl' })).toThrow('is no address with https');
});
