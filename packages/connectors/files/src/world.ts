import { createHash } from 'node:crypto';
import {
  guestOf,
  type Json,
  type MakeWorld,
  oddly,
  type Simulated,
  type SimulatedOrder,
  SimulatedShop,
  simulatedWorld,
  type World,
} from '@clientele/connector-kit';
import { type Instant, instant, instantOfMs, type TimeZone, timeZone } from '@clientele/model';
import type { FilesSettings } from './pull/settings.js';

const DIRECTORY = '/srv/exports';
const ADDRESS = 'https://erp.example/nightly/shop.jsonl';
const AUTHORIZATION = 'Bearer erp-export/5e1f77a0';
const GRAIN_MS = 1_000;

/**
 * How the shop's files come: a directory that gets a file of what changed, with deletions; one that gets a file of
 * everything; or a file of everything at an address, always the same one.
 */
export type Exported = 'changes' | 'everything' | 'at an address';

export interface FilesWorldOptions {
  readonly exported: Exported;
  /** Objects on a page of the connector. */
  readonly pageSize: number;
}

/** A shop whose system writes a file whenever something has happened, told without the connector's own reading. */
export function filesWorld({ exported, pageSize }: FilesWorldOptions): MakeWorld<FilesSettings> {
  return async ({ seed, at = instant('2026-05-04T10:00:00.250Z') }) => {
    const habits = { grainMs: GRAIN_MS, settlesMs: 0, unseen: [], currencies: ['GBP', 'JPY', 'KWD'] };
    const shop = new SimulatedShop(seed, at, habits);
    const files = new ExportedFiles(exported);
    const world = simulatedWorld<FilesSettings>({
      name: NAMES[exported],
      settings: settingsOf(exported),
      pageSize,
      shop,
      serve: (request, _shop, problem) => files.answer(request, shop.nowMs, problem),
    });
    const write = () => files.write(linesOf(shop), shop.nowMs);
    return writingAfter(world, write);
  };
}

const NAMES: Readonly<Record<Exported, string>> = {
  changes: 'a directory of files of what changed',
  everything: 'a directory of files of everything',
  'at an address': 'a file of everything on a web server',
};

function settingsOf(exported: Exported): FilesSettings {
  const place = exported === 'at an address' ? { address: ADDRESS } : { directory: DIRECTORY };
  const fullExports = exported === 'changes' ? 'no' : 'yes';
  return { ...place, authorization: AUTHORIZATION, names: '*.jsonl', format: 'clientele', fullExports };
}

/** The world, whose files are written after whatever happens in it. */
function writingAfter(world: World<FilesSettings>, write: () => void): World<FilesSettings> {
  const after =
    <Args extends readonly unknown[], Result>(happen: ((...args: Args) => Promise<Result>) | undefined) =>
    async (...args: Args): Promise<Result> => {
      if (happen === undefined) throw new Error('the simulated shop cannot do that');
      const result = await happen(...args);
      write();
      return result;
    };
  return {
    ...world,
    seed: after(world.seed),
    place: after(world.place),
    touch: after(world.touch),
    pay: after(world.pay),
    refund: after(world.refund),
    trash: after(world.trash),
    restore: after(world.restore),
    erase: after(world.erase),
    tie: after(world.tie),
    late: after(world.late),
    odd: after(world.odd),
    zone: after(world.zone),
  };
}

interface WrittenFile {
  readonly name: string;
  readonly content: Buffer;
  readonly changedMs: number;
  readonly tag: string;
}

/** The files that a system has written, and a host or web server that answers for them. */
class ExportedFiles {
  readonly #exported: Exported;
  readonly #files = new Map<string, WrittenFile>();
  #last: ReadonlyMap<string, string> = new Map();
  #written = 0;

  constructor(exported: Exported) {
    this.#exported = exported;
  }

  /** Writes what there is; `lines` by record. Nothing where nothing is new. */
  write(lines: ReadonlyMap<string, string>, nowMs: number): void {
    const changed = [...lines].filter(([key, line]) => this.#last.get(key) !== line).map(([, line]) => line);
    const gone = [...this.#last.keys()].filter((key) => !lines.has(key)).map((key) => deletionOf(key, nowMs));
    this.#last = lines;
    if (changed.length + gone.length === 0) return;
    this.#written += 1;
    const isAll = this.#exported !== 'changes';
    const content = Buffer.from(
      (isAll ? [...lines.values()] : [...changed, ...gone]).map((line) => `${line}\n`).join(''),
    );
    const name =
      this.#exported === 'at an address' ? 'shop.jsonl' : `export-${String(this.#written).padStart(4, '0')}.jsonl`;
    const tag = createHash('sha256').update(content).digest('hex').slice(0, 16);
    this.#files.set(name, { name, content, changedMs: nowMs, tag });
  }

  answer(request: Request, nowMs: number, problem: (sentence: string) => void): Response {
    const { protocol, pathname } = new URL(request.url);
    if (request.method !== 'GET') problem(`files are got, and not asked for by ${request.method}`);
    if (protocol !== 'file:') return this.#published(request, nowMs);
    if (request.headers.has('authorization')) problem('a directory needs no authorization');
    if (pathname === `${DIRECTORY}/`) return Response.json([...this.#files.values()].map(listedFile));
    const file = this.#files.get(decodeURIComponent(pathname.slice(DIRECTORY.length + 1)));
    if (file === undefined) return new Response('', { status: 404 });
    if (request.headers.get('if-match') !== `"${file.tag}"`) return new Response('', { status: 412 });
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.get('range') ?? '');
    if (range === null) problem('a file of a directory is got by parts');
    const part = file.content.subarray(Number(range?.[1] ?? 0), Number(range?.[2] ?? 0) + 1);
    return new Response(new Uint8Array(part), { status: 206 });
  }

  #published(request: Request, nowMs: number): Response {
    const date = httpTime(nowMs);
    if (request.headers.get('authorization') !== AUTHORIZATION) return new Response('', { status: 401 });
    const file = this.#files.get('shop.jsonl');
    if (file === undefined || request.url !== ADDRESS) return new Response('', { status: 404, headers: { date } });
    const changed = httpTime(file.changedMs);
    const since = request.headers.get('if-modified-since');
    if (since !== null && Date.parse(since) >= Date.parse(changed))
      return new Response(null, { status: 304, headers: { date } });
    return new Response(new Uint8Array(file.content), { headers: { date, 'last-modified': changed } });
  }
}

function listedFile({ name, content, changedMs, tag }: WrittenFile) {
  return { name, size: content.length, changedAt: instantOfMs(changedMs), tag };
}

function httpTime(ms: number): string {
  return new Date(ms).toUTCString();
}

function deletionOf(key: string, nowMs: number): string {
  const [of, externalId] = key.split(' ');
  return JSON.stringify({ kind: 'deletion', of, externalId, version: versionAt(nowMs - (nowMs % GRAIN_MS)) });
}

/** Everything that is in sight, by record, as lines of the format `clientele`. */
function linesOf(shop: SimulatedShop): Map<string, string> {
  const zone = timeZone(shop.zone);
  const lines = new Map<string, string>();
  const line = (record: { readonly kind: string; readonly externalId: string }) =>
    lines.set(`${record.kind} ${record.externalId}`, JSON.stringify(record));
  for (const thing of shop.all()) {
    if (thing.kind === 'order' && thing.isTrashed) continue;
    const oddity = shop.oddityOf(thing.id);
    const said = saidOf(thing, zone);
    const odd: Json = oddity === undefined ? said : oddly(said, oddity, ['kind', 'externalId']);
    line(odd as typeof said);
    if (thing.kind === 'order' && thing.customer === undefined) line(guestLine(thing));
  }
  return lines;
}

function saidOf(thing: Simulated, zone: TimeZone) {
  const { id: externalId, changedMs } = thing;
  const version = versionAt(changedMs);
  if (thing.kind === 'customer') {
    const { email, firstName } = thing;
    return { kind: 'customer', externalId, version, email, firstName };
  }
  const { placedMs, currency, isPaid, customer = guestOf(thing), lines, refunds } = thing;
  return {
    kind: 'order',
    externalId,
    version,
    placedAt: writtenIn(zone, placedMs),
    purpose: isPaid ? 'sale' : 'note',
    channel: { id: 'erp', kind: 'online_store' },
    currency,
    customer,
    lines: lines.map(({ price: listPrice, quantity, ...rest }) => ({ ...rest, quantity: String(quantity), listPrice })),
    refunds: refunds.map(({ id, atMs, amount }) => ({ id, at: writtenIn(zone, atMs), amount })),
  };
}

function guestLine(order: SimulatedOrder) {
  const { email, changedMs } = order;
  return { kind: 'customer', externalId: guestOf(order), version: versionAt(changedMs), email, guest: true };
}

function versionAt(ms: number): { readonly updatedAt: Instant } {
  return { updatedAt: instantOfMs(ms) };
}

/** As a system writes it whose clock shows the time of the zone, with its offset. */
function writtenIn(zone: TimeZone, ms: number): string {
  const parts = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(ms);
  const localMs = Date.parse(`${parts.replace(' ', 'T')}Z`);
  const minutes = Math.round((localMs - Math.floor(ms / 1000) * 1000) / 60_000);
  const sign = minutes < 0 ? '-' : '+';
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  const fraction = ms % 1000 === 0 ? '' : `.${String(ms % 1000).padStart(3, '0')}`;
  return `${parts.replace(' ', 'T')}${fraction}${sign}${two(hours)}:${two(rest)}`;
}
