import { hasPulled, streamProgress } from '@clientele/connector-kit';
import type { Pull } from '@clientele/ledger';
import type { Instant } from '@clientele/model';
import type { House } from '../house.js';
import { type Asked, type Verb, yes } from './verb.js';

interface ConnectionRow {
  readonly name: string;
  readonly connector: string;
  /** `fed` is one that is not asked, such as files; `told` one that tells what is new by itself, and cannot be asked. */
  readonly state: 'fed' | 'told' | 'new' | 'pulling' | 'fine' | 'waiting' | 'failing';
  readonly account: { readonly id: string; readonly name?: string } | null;
  /** When a sync last came to its end. */
  readonly pulledAt: Instant | null;
  readonly dueAt: Instant | null;
  /** When its platform last told something, within some days. */
  readonly heardAt: Instant | null;
  /** What it told that is not in the records yet. */
  readonly waiting: number;
  /** Why the last sync went no further. */
  readonly why: { readonly code: string | null; readonly sentence: string | null } | null;
  /** What was set aside of it. */
  readonly refused: number;
  readonly streams: readonly {
    readonly name: string;
    readonly objects: number;
    /** All changes up to then are known; null in the first pull. */
    readonly caughtUpAt: Instant | null;
    readonly isUnderWay: boolean;
  }[];
}

/** The shop's connections: how they fare, how fresh they are, and how much they brought. */
export const connections: Verb<Asked, readonly ConnectionRow[]> = {
  name: 'connections',

  async run(house, input) {
    const { ledger } = house;
    const shop = await house.shop(input.shop);
    const pulls = new Map((await ledger.pulls.list(shop.id)).map((pull) => [pull.connection, pull]));
    const refused = await ledger.refused.countByConnection(shop.id);
    const inboxes = await ledger.inbox.states(shop.id);
    const rows: ConnectionRow[] = [];
    for (const { name, connector } of await ledger.connections.list(shop.id)) {
      const pull = pulls.get(name);
      const states = await ledger.pulledPages.states(shop.id, name);
      const counts = await ledger.pulledPages.counts(shop.id, name);
      const names = [...new Set([...states.keys(), ...counts.keys()])];
      rows.push({
        name,
        connector,
        state: isTold(house, connector) ? 'told' : stateOf(pull, house.connections.isUnderWay(shop, name)),
        account: pull?.account ?? null,
        pulledAt: pull?.doneAt ?? null,
        dueAt: isTold(house, connector) ? null : (pull?.dueAt ?? null),
        heardAt: (await ledger.inbox.lastAt(shop.id, name)) ?? null,
        waiting: inboxes.get(name)?.waiting ?? 0,
        why:
          pull?.end == null || pull.end.outcome === 'done'
            ? null
            : { code: pull.end.code, sentence: pull.end.sentence },
        refused: refused.get(name) ?? 0,
        streams: names.map((name) => ({ name, objects: counts.get(name) ?? 0, ...streamProgress(states.get(name)) })),
      });
    }
    return yes(rows);
  },

  print(rows, terminal) {
    if (rows.length === 0) terminal.line('Nothing is connected yet: see clientele connect --help.');
    else {
      terminal.table(
        ['connection', 'of', 'state', 'pulled', 'heard', 'refused', 'objects'],
        rows.map(({ name, connector, state, pulledAt, heardAt, refused, streams }) => [
          name,
          connector,
          state,
          pulledAt ?? '–',
          heardAt ?? '–',
          refused,
          streams.map(({ name, objects }) => `${objects.toLocaleString('en')} ${name}`).join(', '),
        ]),
      );
    }
    for (const { name, why } of rows) if (why?.sentence != null) terminal.line(`${name}: ${why.sentence}`);
  },
};

/** Whether it only tells. */
function isTold({ connections }: House, kind: string): boolean {
  const connector = connections.connector(kind);
  return connector !== undefined && !hasPulled(connector);
}

function stateOf(pull: Pull | undefined, isUnderWay: boolean): ConnectionRow['state'] {
  if (pull === undefined) return 'fed';
  if (isUnderWay) return 'pulling';
  if (pull.end === null) return 'new';
  if (pull.end.outcome === 'failed') return 'failing';
  return pull.end.outcome === 'done' ? 'fine' : 'waiting';
}
