import type { WrittenCustomer } from '@clientele/ledger';

/**
 * What is to be done about one customer. `add` and `remove` ask the platform; `look` does too, and finds what
 * somebody else took off; `forget` is about what we know alone.
 */
export interface WriteStep {
  readonly customer: string;
  readonly act: 'add' | 'remove' | 'look' | 'forget';
  /** How it stood before; undefined where nothing was ever written. */
  readonly before: WrittenCustomer | undefined;
}

/** What somebody else took off is put back so often, and then left to them. */
export const MOST_RESTORES = 1;

/**
 * The steps that make a platform say of exactly the wanted customers what we keep there. What was there before us stays
 * theirs; what a crash left open is done again, which changes nothing where it had been done.
 *
 * @param looks whether what was written before is looked at
 */
export function planOf(
  wanted: ReadonlySet<string>,
  written: ReadonlyMap<string, WrittenCustomer>,
  looks: boolean,
): WriteStep[] {
  const steps: WriteStep[] = [];
  for (const [customer, before] of written) {
    if (!wanted.has(customer)) steps.push({ customer, act: LEAVING[before.state], before });
  }
  for (const customer of wanted) {
    const before = written.get(customer);
    const act = staying(before, looks);
    if (act !== undefined) steps.push({ customer, act, before });
  }
  return steps;
}

const LEAVING = { adding: 'remove', there: 'remove', removing: 'remove', theirs: 'forget', gone: 'forget' } as const;

function staying(before: WrittenCustomer | undefined, looks: boolean): 'add' | 'look' | undefined {
  switch (before?.state) {
    case undefined:
    case 'adding':
    case 'removing':
      return 'add';
    case 'there':
      return looks && before.restored < MOST_RESTORES ? 'look' : undefined;
    case 'theirs':
    case 'gone':
      return undefined;
  }
}
