import {
  type Connector,
  hasPulled,
  isPulled,
  type Missed,
  type StreamProgress,
  streamProgress,
} from '@clientele/connector-kit';
import type { Connection, InboxState, Pull, PulledAccount } from '@clientele/ledger';
import { type Instant, msOfInstant, type RecordKind, type Shop } from '@clientele/model';
import type { Parts } from '../parts.js';
import { EVERY_MS } from '../pull/due.js';
import { type PulledConnections, resumable } from '../pull/pulled-connections.js';

/**
 * How a connection fares. `fed` is one that is not asked, such as imported files; `told` one that tells what is new by
 * itself, and cannot be asked; `new` was never read; `waiting` was asked by its
 * platform to wait; `stopped` was cut short and goes on by itself; `ended` was disconnected, and is not asked any more.
 */
export const CONNECTION_STATES = [
  'fed',
  'told',
  'new',
  'pulling',
  'fine',
  'waiting',
  'stopped',
  'failing',
  'ended',
] as const;
export type ConnectionState = (typeof CONNECTION_STATES)[number];

/** How fresh one stream of a connection is. */
export interface StreamStanding extends Omit<StreamProgress, 'readSince'> {
  readonly name: string;
  /** Null of a stream of records of any kind, and of one that this release does not know. */
  readonly kind: RecordKind | null;
  /** Objects of the platform that are there. */
  readonly objects: number;
  /** About how long the first reading of it takes yet, at its pace so far; null where none goes on, or too little is known. */
  readonly secondsLeft: number | null;
  /** So often it is asked for changes; null where it is never asked, but only heard. */
  readonly everySeconds: number | null;
  /** What asking for changes does not show; reading everything again does. */
  readonly misses: readonly Missed[];
  /** So often everything is read again; null where it never is. */
  readonly sweepEverySeconds: number | null;
}

/** How a connection stands: what it is, how it fares, how fresh it is, how much of it there is. */
export interface ConnectionStanding {
  readonly name: string;
  /** The kind of platform: `files`, `woocommerce` … */
  readonly connector: string;
  readonly createdAt: Instant;
  readonly state: ConnectionState;
  /** Whether one that has ended can go on without being given what it signs in with. */
  readonly isResumable: boolean;
  /** Whose account it reaches; null of one that is not asked. */
  readonly account: PulledAccount | null;
  /** When a sync last came to its end. */
  readonly pulledAt: Instant | null;
  readonly dueAt: Instant | null;
  /** When records of it were last written. */
  readonly writtenAt: Instant | null;
  /** Why the last sync went no further; its code is null where that was no failure. */
  readonly why: { readonly code: string | null; readonly sentence: string | null } | null;
  /** Syncs in a row that failed. */
  readonly failures: number;
  /** How much was set aside of it. */
  readonly refused: number;
  /** Whether its platform may tell what is new by webhooks. */
  readonly hears: boolean;
  /** Webhooks that are not in the records yet; null where none waits. */
  readonly inbox: InboxState | null;
  /** When its platform last told something, within some days. */
  readonly heardAt: Instant | null;
  /** In the order in which they are read. */
  readonly streams: readonly StreamStanding[];
  /** How far the first pull has come; null where there is none, or it is over. */
  readonly firstPull: FirstPull | null;
}

export interface FirstPull {
  /** Streams that are wholly there, of so many. */
  readonly done: number;
  readonly of: number;
  /** Objects of all streams that are there. */
  readonly objects: number;
}

type Pulling = Pick<PulledConnections, 'connector' | 'isUnderWay'>;

/** How all connections of a shop stand, by name. */
export async function connectionStandings(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  connections: Pulling,
  shop: Shop,
): Promise<ConnectionStanding[]> {
  return standingsOf({ ledger, clock }, connections, shop, await ledger.connections.list(shop.id));
}

/** How one connection stands, which is all that is read; undefined where the shop has none of that name. */
export async function connectionStanding(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  connections: Pulling,
  shop: Shop,
  name: string,
): Promise<ConnectionStanding | undefined> {
  const connection = await ledger.connections.get(shop.id, name);
  if (connection === undefined) return undefined;
  const [standing] = await standingsOf({ ledger, clock }, connections, shop, [connection], name);
  return standing;
}

/** @param only the name of the one connection that there is to read of */
async function standingsOf(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  connections: Pulling,
  shop: Shop,
  all: readonly Connection[],
  only?: string,
): Promise<ConnectionStanding[]> {
  const [installed, pulls, refused, inboxes, batches] = await Promise.all([
    resumable(ledger, shop),
    ledger.pulls.list(shop.id, only),
    ledger.refused.countByConnection(shop.id, only),
    ledger.inbox.states(shop.id, only),
    ledger.batches.newest(shop.id, only),
  ]);
  return Promise.all(
    all.map(async (connection) => {
      const { name, connector: kind, createdAt } = connection;
      const pull = pulls.find((one) => one.connection === name);
      const connector = connections.connector(kind);
      const isTold = connector !== undefined && !hasPulled(connector);
      const streams = await streamStandings({ ledger, clock }, shop, connection, connector);
      return {
        name,
        connector: kind,
        createdAt,
        state: isTold && pull?.endedAt == null ? 'told' : stateOf(pull, connections.isUnderWay(shop, name)),
        isResumable: pull?.endedAt != null && installed.has(name),
        account: pull?.account ?? null,
        pulledAt: pull?.doneAt ?? null,
        dueAt: isTold || pull?.endedAt != null ? null : (pull?.dueAt ?? null),
        writtenAt: batches.get(name)?.writtenAt ?? null,
        why: whyOf(pull),
        failures: pull?.failures ?? 0,
        refused: refused.get(name) ?? 0,
        hears: connector?.hear !== undefined,
        inbox: inboxes.get(name) ?? null,
        heardAt: (await ledger.inbox.lastHeardAt(shop.id, name)) ?? null,
        streams,
        firstPull: pull === undefined ? null : firstPullOf(streams),
      };
    }),
  );
}

/** Those that the connector has, as it reads them, and what is known of others from before. */
async function streamStandings(
  { ledger, clock }: Pick<Parts, 'ledger' | 'clock'>,
  shop: Shop,
  { name: connection }: Connection,
  connector: Connector | undefined,
): Promise<StreamStanding[]> {
  const [states, counts] = await Promise.all([
    ledger.pulledPages.states(shop.id, connection),
    ledger.pulledPages.counts(shop.id, connection),
  ]);
  const names = new Set([...Object.keys(connector?.streams ?? {}), ...states.keys(), ...counts.keys()]);
  return [...names].map((name) => {
    const stream = connector?.streams[name];
    const facts = stream !== undefined && isPulled(stream) ? stream.facts : undefined;
    const sweep = facts?.sweeps.find(({ backMs }) => backMs === undefined);
    const { readSince, ...progress } = streamProgress(states.get(name));
    const objects = counts.get(name) ?? 0;
    const isFirst = progress.caughtUpAt === null && readSince !== null;
    return {
      name,
      kind: stream === undefined || stream.kind === 'any' ? null : stream.kind,
      objects,
      ...progress,
      secondsLeft: isFirst ? secondsLeft(objects, progress.total, msOfInstant(clock()) - msOfInstant(readSince)) : null,
      everySeconds: facts === undefined ? null : Math.max(EVERY_MS, facts.everyMs ?? 0) / 1000,
      misses: facts?.misses ?? [],
      sweepEverySeconds: sweep === undefined ? null : sweep.everyMs / 1000,
    };
  });
}

/** Before so much of it is there, its pace says nothing. */
const LEAST_SHARE = 0.02;

/** At the pace so far; null where that is not known. */
function secondsLeft(objects: number, total: number | null, passedMs: number): number | null {
  if (total === null || passedMs <= 0 || objects < LEAST_SHARE * total || objects >= total) return null;
  return Math.ceil(((passedMs / 1000) * (total - objects)) / objects);
}

function stateOf(pull: Pull | undefined, isUnderWay: boolean): ConnectionState {
  if (pull === undefined) return 'fed';
  if (pull.endedAt !== null) return 'ended';
  if (isUnderWay) return 'pulling';
  switch (pull.end?.outcome) {
    case undefined:
      return 'new';
    case 'done':
      return 'fine';
    case 'paused':
      return 'waiting';
    case 'stopped':
      return 'stopped';
    case 'failed':
      return 'failing';
  }
}

function whyOf(pull: Pull | undefined): ConnectionStanding['why'] {
  if (pull?.end == null || pull.end.outcome === 'done') return null;
  const { code, sentence } = pull.end;
  return { code, sentence };
}

function firstPullOf(streams: readonly StreamStanding[]): FirstPull | null {
  const asked = streams.filter(({ everySeconds }) => everySeconds !== null);
  const done = asked.filter(({ caughtUpAt }) => caughtUpAt !== null).length;
  if (done === asked.length) return null;
  return { done, of: asked.length, objects: asked.reduce((sum, { objects }) => sum + objects, 0) };
}
