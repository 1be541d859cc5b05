import { expect, test } from 'vitest';
import { begunState, bulkState } from './operation.js';

// As Shopify answered a test shop on 19 July 2026, ids and times apart.
const CREATED = {
  id: 'gid://shopify/BulkOperation/1',
  status: 'CREATED',
  errorCode: null,
  completedAt: null,
  objectCount: '0',
  rootObjectCount: '0',
  fileSize: null,
  url: null,
  partialDataUrl: null,
};
const WRITTEN = {
  ...CREATED,
  status: 'COMPLETED',
  completedAt: '2026-07-19T12:41:46Z',
  objectCount: '4',
  fileSize: '679',
  url: 'https://storage.example/result.jsonl',
};
const polled = (bulkOperation: object | null) => bulkState({ data: { bulkOperation } });
const run = (bulkOperation: object | null, ...userErrors: object[]) =>
  begunState({ data: { bulkOperationRunQuery: { bulkOperation, userErrors } } });

test('an operation is begun, runs and has written', () => {
  const running = { state: 'running', id: CREATED.id, objectCount: 0 };
  expect(run(CREATED)).toEqual(running);
  expect(polled({ ...CREATED, status: 'RUNNING' })).toEqual(running);
  expect(polled(WRITTEN)).toEqual({ state: 'written', id: CREATED.id, url: WRITTEN.url, bytes: 679, objectCount: 4 });
});

test('where there was nothing to write, there is no place of it', () => {
  const state = polled({ ...WRITTEN, objectCount: '0', fileSize: null, url: null });
  expect(state).toEqual({ state: 'written', id: CREATED.id, url: undefined, bytes: 0, objectCount: 0 });
});

test.each([
  ['FAILED', 'it failed (INTERNAL_SERVER_ERROR)'],
  ['CANCELED', 'it was cancelled'],
  ['EXPIRED', 'it is older than seven days'],
])('of one that is %s, part of it is no answer', (status, reason) => {
  const partialDataUrl = 'https://storage.example/part.jsonl';
  expect(polled({ ...CREATED, status, errorCode: 'INTERNAL_SERVER_ERROR', partialDataUrl })).toEqual({
    state: 'lost',
    reason,
  });
});

test('one that Shopify does not know any more is lost', () => {
  expect(polled(null)).toMatchObject({ state: 'lost' });
});

test('while others run, it is waited for; what is never taken is told', () => {
  const message = 'A bulk query operation for this app and shop is already in progress: gid://shopify/BulkOperation/1.';
  expect(run(null, { code: 'OPERATION_IN_PROGRESS', message })).toEqual({ state: 'waiting' });
  expect(run(null, { code: 'LIMIT_REACHED', message: 'too many' })).toEqual({ state: 'waiting' });
  expect(() => run(null, { code: 'INVALID', message: 'Bulk queries cannot contain more than 5 connections.' })).toThrow(
    'cannot contain more than 5 connections',
  );
});
