import { type CustomerRecord, type RecordInput, readRecord } from '@clientele/model';
import { describe, expect, test } from 'vitest';
import { type Identifier, identifierKey, identifierOfKey, identifiersOf, joinable, nameKeyOf } from './identifier.js';

function aCustomer(fields: Partial<Extract<RecordInput, { kind: 'customer' }>>): CustomerRecord {
  const version = { updatedAt: '2026-01-01T00:00:00Z' };
  const reading = readRecord({ kind: 'customer', externalId: 'c1', version, ...fields });
  if (reading.outcome === 'refused' || reading.record.kind !== 'customer') throw new Error('not a customer');
  return reading.record;
}

const keysOf = (customer: CustomerRecord, connection = 'web'): string[] =>
  identifiersOf(customer, connection).map(identifierKey);

describe('identifiers of a customer record', () => {
  test('are its normalised e-mail, phone and accounts', () => {
    const customer = aCustomer({
      email: 'Ann.Smith@gmail.com',
      phone: '07911 123456',
      addresses: [{ city: 'Leeds' }, { country: 'GB' }],
      accounts: [
        { realm: 'loyalty', id: ' L1:2 ' },
        { realm: 'loyalty', id: 'L1:2' },
        { realm: 'a:b', id: 'c' },
        { realm: 'a', id: 'b:c' },
      ],
    });
    expect(keysOf(customer)).toEqual([
      'email:annsmith@gmail.com',
      'phone:+447911123456',
      'account:loyalty:L1:2',
      'account:a%3Ab:c',
      'account:a:b:c',
    ]);
  });

  test('leave out what is no address and no number, and the external id', () => {
    expect(keysOf(aCustomer({ externalId: '77', email: 'anonymized', phone: '000-0000' }))).toEqual([]);
  });

  test('have no phone number that names no country where the record has none either', () => {
    expect(keysOf(aCustomer({ phone: '312-734-4358' }))).toEqual([]);
    expect(keysOf(aCustomer({ phone: '+1 312-734-4358' }))).toEqual(['phone:+13127344358']);
  });

  test('keep the alias of a marketplace within its connection, and a private relay like any mailbox', () => {
    const alias = aCustomer({ email: '1D1vtkl@marketplace.amazon.co.uk' });
    expect(keysOf(alias, 'amazon')).toEqual(keysOf(alias, 'amazon'));
    expect(keysOf(alias, 'amazon')).not.toEqual(keysOf(alias, 'web'));
    const relay = aCustomer({ email: 'x7@privaterelay.appleid.com' });
    expect(keysOf(relay, 'web')).toEqual(keysOf(relay, 'second'));
  });

  test('can be read back from their keys', () => {
    const identifier: Identifier = { kind: 'account', value: 'a%3Ab:c:d' };
    expect(identifierOfKey(identifierKey(identifier))).toEqual(identifier);
    expect(() => identifierOfKey('ann@example.org')).toThrow(RangeError);
  });

  test('a name comes with them', () => {
    expect(nameKeyOf(aCustomer({ firstName: 'Ann', lastName: 'Smith' }))).toBe(
      nameKeyOf(aCustomer({ lastName: 'ann SMITH' })),
    );
    expect(nameKeyOf(aCustomer({ firstName: 'Walk-in' }))).toBeNull();
  });
});

describe('joinable', () => {
  test.each([
    'info@northstore.com',
    'admin@northstore.com',
    'no-reply@northstore.com',
    'no.reply@northstore.com',
    'customer_service@northstore.com',
    'Sales+uk@northstore.com'.toLowerCase(),
    'pos@northstore.com',
    'till3@northstore.com',
    'noemail@northstore.com',
    'no-email@northstore.com',
    'ann@noemail.com',
    'none@none.com',
    'no@email.com',
    'test@example.com',
    'test12@gmail.com',
    'guest@guest.com',
    'null@northstore.com',
    'a@a.com',
    'gmail@gmail.com',
    '--@northstore.com',
  ])('not %s', (value) => {
    expect(joinable({ kind: 'email', value })).toBe(false);
  });

  test.each([
    'ann@example.com',
    'infante@northstore.com',
    'salesman.joe@northstore.com',
    'tester.ann@northstore.com',
    'smith@smith.com',
    'till@northstore.com',
    'x7@privaterelay.appleid.com',
    '1d1vtkl@marketplace.amazon.com:amazon',
    '太郎@example.jp',
  ])('%s', (value) => {
    expect(joinable({ kind: 'email', value })).toBe(true);
  });

  test.each([
    ['+447700000000', false],
    ['+49301234567', false],
    ['+493087654321', false],
    ['+12065555555', false],
    ['+13127344358', true],
    ['+12065550100', true],
    ['+442079460000', true],
    ['+447911123456', true],
  ])('phone %s: %s', (value, expected) => {
    expect(joinable({ kind: 'phone', value })).toBe(expected);
  });

  test.each([
    ['loyalty:0', false],
    ['loyalty:000-000', false],
    ['loyalty:-1', false],
    ['login:null', false],
    ['login:undefined', false],
    ['loyalty:9999', false],
    ['loyalty:1234567890', false],
    ['loyalty:12', true],
    ['loyalty:L10025088', true],
    ['login:annie', true],
    ['null:77', true],
  ])('account %s: %s', (value, expected) => {
    expect(joinable({ kind: 'account', value })).toBe(expected);
  });
});
