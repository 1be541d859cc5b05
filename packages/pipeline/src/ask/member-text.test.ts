import type { ProfileId } from '@clientele/model';
import { expect, test } from 'vitest';
import { MEMBER_COLUMNS } from './member-columns.js';
import { headText, memberText } from './member-text.js';

const ANN = { profile: 'p_1' as ProfileId, email: 'ann@home.test', phone: null, name: 'Lee, "Ann"' };

test('a line a member: CSV under a heading, or JSON', () => {
  expect(headText('csv', MEMBER_COLUMNS) + memberText('csv', MEMBER_COLUMNS, [ANN])).toBe(
    'profile,email,phone,name\np_1,ann@home.test,,"Lee, ""Ann"""\n',
  );
  expect(headText('jsonl', MEMBER_COLUMNS) + memberText('jsonl', MEMBER_COLUMNS, [ANN, ANN])).toBe(
    `${JSON.stringify(ANN)}\n`.repeat(2),
  );
});

test('no more than the columns, in their order', () => {
  expect(headText('csv', ['email', 'profile']) + memberText('csv', ['email', 'profile'], [ANN])).toBe(
    'email,profile\nann@home.test,p_1\n',
  );
  expect(memberText('jsonl', ['email'], [ANN])).toBe('{"email":"ann@home.test"}\n');
});

test('no cell is a formula, and a phone number stays what it is', () => {
  const trap = { ...ANN, email: '-2+3@home.test', phone: '+442079460018', name: '=HYPERLINK("x")' };
  const line = (member: typeof trap) => memberText('csv', MEMBER_COLUMNS, [member]);
  expect(line(trap)).toBe(`p_1,'-2+3@home.test,+442079460018,"'=HYPERLINK(""x"")"\n`);
  expect(line({ ...trap, name: '＝1+1', phone: '+1+cmd' })).toBe("p_1,'-2+3@home.test,'+1+cmd,'＝1+1\n");
  expect(line({ ...trap, name: '\n=1' })).toBe(`p_1,'-2+3@home.test,+442079460018,"'\n=1"\n`);
});
