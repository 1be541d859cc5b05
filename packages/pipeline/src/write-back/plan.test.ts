import type { WrittenCustomer } from '@clientele/ledger';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MOST_RESTORES, planOf } from './plan.js';

const customer = fc.integer({ min: 0, max: 12 }).map(String);
const written = fc.record<WrittenCustomer>({
  customer,
  state: fc.constantFrom('adding', 'there', 'removing', 'theirs', 'gone'),
  restored: fc.integer({ min: 0, max: MOST_RESTORES }),
});

test('a customer is asked about once, and only where something may have to be done', () => {
  const knowledge = fc.uniqueArray(written, { selector: (one) => one.customer });
  fc.assert(
    fc.property(fc.uniqueArray(customer), knowledge, fc.boolean(), (wanted, known, looks) => {
      const steps = planOf(new Set(wanted), new Map(known.map((one) => [one.customer, one])), looks);
      expect(new Set(steps.map((step) => step.customer)).size).toBe(steps.length);
      for (let id = 0; id <= 12; id += 1) {
        const is = known.find((one) => one.customer === String(id));
        const act = steps.find((step) => step.customer === String(id))?.act;
        const isOpen = is?.state === 'adding' || is?.state === 'removing';
        if (wanted.includes(String(id))) {
          const isLookedAt = looks && is?.state === 'there' && is.restored < MOST_RESTORES;
          expect(act).toBe(is === undefined || isOpen ? 'add' : isLookedAt ? 'look' : undefined);
        } else if (is === undefined) expect(act).toBeUndefined();
        else expect(act).toBe(isOpen || is.state === 'there' ? 'remove' : 'forget');
      }
    }),
  );
});
