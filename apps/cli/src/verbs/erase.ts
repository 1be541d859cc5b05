import { randomUUID } from 'node:crypto';
import { instantOfMs, msOfInstant, type Shop } from '@clientele/model';
import { exportPerson, type PersonAsked } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { counted } from '../terminal/counted.js';
import { nextCommand } from './next-command.js';
import { personAsked } from './person-asked.js';
import { type Asked, type Verb, yes } from './verb.js';

/** By when it must be done, if it cannot be done at once: as platforms want it. */
const DUE_MS = 30 * 86_400_000;

export interface EraseInput extends Asked {
  /** The id of a profile or a customer record, an e-mail address or a telephone number. */
  readonly person: string;
  /** Without it, it is only said what would be erased. */
  readonly yes?: true;
}

interface EraseOutput {
  readonly erased: boolean;
  /** Their records; orders and refunds stay, without the person. */
  readonly records: Readonly<Record<'customers' | 'orders' | 'refunds' | 'consents' | 'events', number>>;
}

/** Takes a person out of both stores, and keeps them out. */
export const erase: Verb<EraseInput, EraseOutput> = {
  name: 'erase',

  async run(house, { shop: id, person, yes: isMeant }, report) {
    const shop = await house.shop(id);
    const asked = await personAsked(house, shop, person);
    const { profiles } = await exportPerson(house, shop, asked);
    const count = (kind: keyof EraseOutput['records']) =>
      profiles.reduce((sum, { records }) => sum + records[kind].length, 0);
    const records = {
      customers: count('customers'),
      orders: count('orders'),
      refunds: count('refunds'),
      consents: count('consents'),
      events: count('events'),
    };
    if (isMeant !== true) return yes({ erased: false, records });
    report({ label: 'erasing', done: 0, of: 0 });
    await askToErase(house, shop, asked);
    return yes({ erased: true, records });
  },

  print({ erased, records }, terminal, input) {
    const { customers, orders, refunds, consents, events } = records;
    const go = [counted(customers, 'customer record'), counted(consents, 'consent'), counted(events, 'event')].join(
      ', ',
    );
    const stay = `${counted(orders, 'order')} and ${counted(refunds, 'refund')}`;
    if (erased) {
      terminal.line(`Erased: ${go}. ${stay} stayed, as sales to nobody. What is said of them again is not taken.`);
      return;
    }
    terminal.line(`To be erased: ${go}, and all that was derived of them. ${stay} stay, as sales to nobody.`);
    terminal.line(`Nothing was erased yet. It cannot be undone: ${nextCommand(`erase ${input.person} --yes`, input)}`);
  },
};

/** Keeps the request, so that a crash loses nothing of it, and carries it out. */
async function askToErase(house: House, shop: Shop, { connection, ...about }: PersonAsked): Promise<void> {
  const { ledger, clock } = house;
  const receivedAt = clock();
  const request = `command line ${randomUUID()}`;
  const dueAt = instantOfMs(msOfInstant(receivedAt) + DUE_MS);
  const draft = {
    connection,
    request,
    what: 'erase-person',
    about: { ...about, orders: [] },
    receivedAt,
    dueAt,
  } as const;
  await ledger.complianceRequests.keep(shop.id, draft);
  await ledger.auditLog.append(shop.id, { who: 'command line', what: 'person.erased', subject: shop.id }, receivedAt);
  const { failed } = await house.carryOutRequests(shop);
  if (failed === 0) return;
  throw new CommandError(
    3,
    'Not all of it could be erased: it is tried again while a server runs, or with this command.',
  );
}
