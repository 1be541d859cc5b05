import { expect, test } from 'vitest';
import { memberColumns } from './member-columns.js';

test('a file has no more columns than its use needs, but for those that are asked for', () => {
  expect(memberColumns('email', undefined)).toEqual({ outcome: 'columns', columns: ['profile', 'email'] });
  expect(memberColumns('sms', undefined)).toEqual({ outcome: 'columns', columns: ['profile', 'phone'] });
  expect(memberColumns(undefined, undefined)).toMatchObject({ columns: ['profile', 'email', 'phone', 'name'] });
  expect(memberColumns('email', ['name', 'email', 'name'])).toMatchObject({ columns: ['name', 'email'] });
});

test('an address is not given for another use than that of the file', () => {
  expect(memberColumns('email', ['email', 'phone'])).toEqual({
    outcome: 'refused',
    message: "'phone' is no column of a file for email: name some of profile, email, name",
  });
  expect(memberColumns(undefined, ['born'])).toEqual({
    outcome: 'refused',
    message: "'born' is no column: name some of profile, email, phone, name",
  });
  expect(memberColumns('sms', [])).toMatchObject({ message: expect.stringContaining('at least one column') });
});
