import type { WriteBack, WrittenCustomer } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import type { PulledConnections } from '../pull/pulled-connections.js';
import type { WriteStep } from './plan.js';

/** What a run did, or would do: customer records by what became of them. */
export interface WrittenCounts {
  /** Put there. */
  readonly added: number;
  /** Taken off. */
  readonly removed: number;
  /** Of those added: what somebody else had taken off, and was put back. */
  readonly restored: number;
  /** There before us, and so left alone. */
  readonly theirs: number;
  /** Of whom the platform has no such customer. */
  readonly gone: number;
}

export const NO_CUSTOMERS: WrittenCounts = { added: 0, removed: 0, restored: 0, theirs: 0, gone: 0 };

/** Takes one step, each write noted before it is asked for; what it came to, or why it came to nothing. */
export async function writeToCustomer(
  { ledger: { writeBacks } }: Pick<Parts, 'ledger'>,
  connections: Pick<PulledConnections, 'holds' | 'write'>,
  shop: Shop,
  writeBack: WriteBack,
  { customer, act, before }: WriteStep,
) {
  const { number, connection, what, name } = writeBack;
  const restored = before?.restored ?? 0;
  const keep = (state: WrittenCustomer['state'], times = restored) =>
    writeBacks.keep(shop.id, number, { customer, state, restored: times });
  if (act === 'forget') {
    await writeBacks.drop(shop.id, number, customer);
    return NO_CUSTOMERS;
  }
  const writing = { what, name, customer, change: act === 'remove' ? 'remove' : 'add' } as const;
  // What a crash left open had been looked at before it was noted: it is ours.
  if (act === 'look' || (act === 'add' && before === undefined)) {
    const said = await connections.holds(shop, connection, writing);
    if (said.outcome !== 'done') return said;
    const { result: holds } = said;
    if (holds === true && act === 'look') return NO_CUSTOMERS;
    if (holds === true) {
      await keep('theirs');
      return { ...NO_CUSTOMERS, theirs: 1 };
    }
    if (holds === 'gone') {
      await keep('gone');
      return { ...NO_CUSTOMERS, gone: 1 };
    }
    if (holds === 'unknown' && act === 'look') return NO_CUSTOMERS;
  }
  const restores = act === 'look' ? 1 : 0;
  await keep(act === 'remove' ? 'removing' : 'adding', restored + restores);
  const said = await connections.write(shop, connection, writing);
  if (said.outcome !== 'done') return said;
  if (said.result === 'unsupported') return unwritten(connection);
  const isGone = said.result === 'gone';
  if (act === 'remove') {
    await writeBacks.drop(shop.id, number, customer);
    return { ...NO_CUSTOMERS, removed: isGone ? 0 : 1 };
  }
  await keep(isGone ? 'gone' : 'there', restored + restores);
  return isGone ? { ...NO_CUSTOMERS, gone: 1 } : { ...NO_CUSTOMERS, added: 1, restored: restores };
}

/** To whom a segment was written, by customer. */
export async function customersWritten(
  { ledger }: Pick<Parts, 'ledger'>,
  shop: Shop,
  number: number,
): Promise<Map<string, WrittenCustomer>> {
  const written = new Map<string, WrittenCustomer>();
  for (let after = ''; ; ) {
    const page = await ledger.writeBacks.customers(shop.id, number, after);
    for (const one of page) written.set(one.customer, one);
    const last = page.at(-1);
    if (last === undefined) return written;
    after = last.customer;
  }
}

export function sumCounts(a: WrittenCounts, b: WrittenCounts): WrittenCounts {
  return {
    added: a.added + b.added,
    removed: a.removed + b.removed,
    restored: a.restored + b.restored,
    theirs: a.theirs + b.theirs,
    gone: a.gone + b.gone,
  };
}

function unwritten(connection: string) {
  return { outcome: 'failed', sentence: `nothing can be written to ${connection} any more` } as const;
}
