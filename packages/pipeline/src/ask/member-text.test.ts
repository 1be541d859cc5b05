import type { ProfileId } from '@clientele/model';
import { expect, test } from 'vitest';
import { headText, memberText } from './member-text.js';

const ANN = { profile: 'p_1' as ProfileId, email: 'ann@home.test', phone: null, name: 'Lee, "Ann"' };

test('a line a member: CSV under a heading, or JSON', () => {
  expect(headText('csv') + memberText('csv', [ANN])).toBe(
    'profile,email,phone,name\np_1,ann@home.test,,"Lee, ""Ann"""\n',
  );
  expect(headText('jsonl') + memberText('jsonl', [ANN, ANN])).toBe(`${JSON.stringify(ANN)}\n`.repeat(2));
});

test('no cell is a formula, and a phone number stays what it is', () => {
  const trap = { ...ANN, email: '-2+3@home.test', phone: '+442079460018', name: '=HYPERLINK("x")' };
  expect(memberText('csv', [trap])).toBe(`p_1,'-2+3@home.test,+442079460018,"'=HYPERLINK(""x"")"\n`);
  expect(memberText('csv', [{ ...trap, name: null, phone: '+1+cmd' }])).toBe("p_1,'-2+3@home.test,'+1+cmd,\n");
});
