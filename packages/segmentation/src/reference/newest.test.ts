import { expect, it } from 'vitest';
import { newest } from './newest.js';
import { aCustomer } from './records.fixture.js';

const version = (updatedAt: string, tiebreak = 0) => ({ updatedAt, tiebreak });
const older = aCustomer({ connection: 'z', externalId: '9', version: version('2024-01-01T00:00:00Z', 5) });
const ascending = [
  older,
  aCustomer({ connection: 'a', externalId: '2', version: version('2024-01-02T00:00:00Z') }),
  aCustomer({ connection: 'b', externalId: '10', version: version('2024-01-02T00:00:00Z') }),
  aCustomer({ connection: 'b', externalId: '9', version: version('2024-01-02T00:00:00Z') }),
  aCustomer({ connection: 'a', externalId: '1', version: version('2024-01-02T00:00:00Z', 1) }),
];

it('goes by version and tiebreak, then connection, then external id as text, whatever the order of the records', () => {
  ascending.forEach((record, index) => {
    const soFar = ascending.slice(0, index + 1);
    expect(newest(soFar)).toBe(record);
    expect(newest(soFar.toReversed())).toBe(record);
  });
});

it('is nothing of no records', () => {
  expect(newest([])).toBeUndefined();
});
