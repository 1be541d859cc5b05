import type { Progress } from '@clientele/connector-kit';
import type { Shop } from '@clientele/model';
import { advance, type Pulled } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { counted } from '../terminal/counted.js';
import { nextCommand } from './next-command.js';
import type { Answer, Asked, Verb } from './verb.js';

export interface SyncInput extends Asked {
  /** All that can be asked of the shop without it. */
  readonly connection?: string;
  readonly full: boolean;
}

/** Objects of the platform by what became of them, and of these that are new or changed, orders, customers and events. */
export interface SyncOutput {
  readonly accepted: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly orders: number;
  readonly customers: number;
  readonly events: number;
  readonly seconds: number;
  readonly connections: readonly SyncedConnection[];
}

interface SyncedConnection extends Omit<Pulled, 'carried'> {
  readonly connection: string;
}

export const sync: Verb<SyncInput, SyncOutput> = {
  name: 'sync',

  async run(house, { shop: id, connection, full }, report): Promise<Answer<SyncOutput>> {
    const started = performance.now();
    const shop = await house.shop(id);
    const names = connection === undefined ? await house.connections.asked(shop) : [connection];
    if (names.length === 0) throw new CommandError(2, await nothingToAsk(house, shop));
    const total = { accepted: 0, unchanged: 0, refused: 0, orders: 0, customers: 0, events: 0 };
    const connections: SyncedConnection[] = [];
    try {
      for (const name of names) {
        const onProgress = ({ stream, counts: { objects }, total }: Progress) =>
          report({ label: `${name}: ${stream}`, done: objects, of: total === null ? 0 : Math.max(total, objects) });
        const pulled = await house.connections.sync(shop, name, { full, onProgress });
        if (pulled.outcome === 'unusable') throw new CommandError(2, `Nothing was pulled: ${pulled.sentence}.`);
        const { carried, ...rest } = pulled;
        connections.push({ connection: name, ...rest });
        const kind = (await house.ledger.connections.get(shop.id, name))?.connector ?? '';
        const streams = house.connections.connector(kind)?.streams ?? {};
        for (const [stream, counts] of Object.entries(pulled.counts)) {
          total.accepted += counts.changed + counts.gone;
          total.unchanged += counts.unchanged;
          total.refused += counts.refused;
          const { kind: main } = streams[stream] ?? {};
          const of = COUNTED[main ?? ''];
          if (of !== undefined) total[of] += counts.changed;
          if (main !== 'any') continue;
          for (const each of Object.values(COUNTED)) total[each] += carried[each];
        }
      }
    } finally {
      // What was read is kept, whatever came after it.
      await house.inTurn(shop.id, () =>
        advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of })),
      );
    }
    const seconds = Math.round(performance.now() - started) / 1000;
    const isDone = connections.every(({ outcome }) => outcome === 'done');
    return { output: { ...total, seconds, connections }, exit: isDone ? 0 : 3 };
  },

  print({ accepted, unchanged, refused, orders, customers, seconds, connections }, terminal, asked) {
    const shown = (count: number) => count.toLocaleString('en');
    terminal.line(
      `${shown(accepted)} new or changed, ${shown(unchanged)} unchanged, ${shown(refused)} refused in ${seconds} s: ` +
        `${counted(orders, 'order')}, ${counted(customers, 'customer')}.`,
    );
    for (const { connection, outcome, sentence } of connections) {
      if (outcome !== 'done') terminal.line(`${connection} ${SAYS[outcome]}: ${sentence ?? ''} What was read is kept.`);
    }
    if (refused > 0) terminal.line(`Look at what was refused with: ${nextCommand('refused', asked)}`);
  },
};

async function nothingToAsk(house: House, { id }: Shop): Promise<string> {
  const told = (await house.ledger.pulls.list(id)).map(({ connection }) => connection);
  return told.length === 0
    ? `The shop ${id} has no connection that can be asked: ${nextCommand('connect --help', { shop: id })}`
    : `There is nothing to pull: ${told.join(' and ')} can only be told what is new. ${nextCommand('connections', { shop: id })} shows when it last was.`;
}

const COUNTED: Readonly<Record<string, 'orders' | 'customers' | 'events'>> = {
  order: 'orders',
  customer: 'customers',
  event: 'events',
};

const SAYS = {
  stopped: 'was stopped',
  paused: 'waits',
  failed: 'went no further',
} as const;
