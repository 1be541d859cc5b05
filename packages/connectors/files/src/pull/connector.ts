import {
  type Connector,
  type Context,
  type DocumentsCursor,
  documents,
  type Found,
  Garbled,
  type Pulled,
} from '@clientele/connector-kit';
import { type Instant, msOfInstant } from '@clientele/model';
import { formatOf } from '../detect-format.js';
import { REVISION } from '../fingerprint.js';
import { isFailure, type ReadingOptions } from '../formats/format.js';
import { hash64 } from '../hash64.js';
import { ownOptions } from '../own-options.js';
import type { Way } from '../read-again.js';
import { readSource } from '../read-file.js';
import { Interrupted, type SourceFile } from '../source/source-file.js';
import { type AskedFile, fileAtAddress, filesInDirectory } from './asked-files.js';
import { decodeFileObject, fileObjectId, foundInFile, openedFile, refusedFile } from './file-object.js';
import { type FilesSettings, settings } from './settings.js';
import { type NamedWay, namedWays, wayOf } from './ways.js';

const DAY_MS = 86_400_000;
/** A file that changed less long ago may still be being written. */
const RESTS_MS = 10_000;

/** Of so much in a file, something is readable if it is the right one. */
const MOST_WAITING = 1_000;

export interface FilesSizes {
  /** Objects on a page. */
  readonly pageSize: number;
  /** Bytes of a file that are asked for at once. */
  readonly blockBytes: number;
}

/**
 * Files that somebody puts into a directory of this machine, or publishes at an address: those that are new or have
 * changed are read as `clientele import` reads them.
 */
export function filesConnector({ pageSize, blockBytes }: FilesSizes): Connector<FilesSettings> {
  const walk = documents<FilesSettings, AskedFile>({
    pageSize,
    list: listed,
    read: found,
    reader: ({ format = null, mapping = null, currency = null, timeZone = null }) =>
      hash64(JSON.stringify([REVISION, format, mapping, currency, timeZone])).join('-'),
    isPartial: ({ fullExports }) => fullExports === 'no',
  });

  async function listed(context: Context<FilesSettings>, since?: Instant): Promise<AskedFile[]> {
    const { settings: said, now } = context;
    const { directory, address, fullExports } = said;
    if (directory === undefined) return address === undefined ? [] : fileAtAddress(address, context, since);
    const all = knownWays(said);
    const files = (await filesInDirectory(directory, context, blockBytes)).filter(
      ({ name }) => wayOf(all, name) !== undefined,
    );
    // While the newest export is being written, the one before it is not the whole truth any more.
    const asked = fullExports === 'yes' ? files.sort(byChange).slice(-1) : files;
    return asked.filter(({ changedAt }) => msOfInstant(changedAt) <= msOfInstant(now) - RESTS_MS);
  }

  const records: Pulled<FilesSettings, DocumentsCursor> = {
    kind: 'any',
    id: fileObjectId,
    decode: (object, said) => decodeFileObject(object, (name) => readingOf(said, name)),
    facts: { grainMs: 1000, settlesMs: RESTS_MS, misses: ['deletion'], sweeps: [{ everyMs: DAY_MS }] },
    cursor: walk.cursor,
    // Only where a file holds everything does reading it again tell what it did not before.
    start: (_since, round, said, last) =>
      walk.start(round === 'sweep' && said.fullExports === 'yes' ? undefined : last, said),
    pull: (cursor, context) => walk.pull(cursor, context),
  };
  return {
    id: 'files',
    settings,
    limits: { key: ({ directory, address }) => directory ?? new URL(address ?? '').origin, perSecond: 100, burst: 100 },
    directory: (said) => said.directory,
    sign(request, { authorization }) {
      if (authorization !== undefined && !request.url.startsWith('file:'))
        request.headers.set('authorization', authorization);
      return request;
    },
    async check(context) {
      const { directory, address, currency, timeZone } = context.settings;
      await listed(context);
      const [way] = knownWays(context.settings);
      const own = way?.as === undefined ? {} : ownOptions(way.as);
      const known = { currency: own.currency ?? currency, timeZone: own.timeZone ?? timeZone };
      return {
        id: directory ?? placeOf(address ?? ''),
        ...(known.currency !== undefined && { currency: known.currency }),
        ...(known.timeZone !== undefined && { timeZone: known.timeZone }),
      };
    },
    streams: { records },
  };
}

/** Pages as large as is good for the stores; blocks so large that few requests are made of a large file. */
export const files = filesConnector({ pageSize: 1_000, blockBytes: 4 * 1_048_576 });

async function* found(file: AskedFile, context: Context<FilesSettings>): AsyncGenerator<Found> {
  const { name } = file;
  try {
    const source = file.open(context);
    const reading = await opened(source, context.settings);
    if (isFailure(reading)) {
      if (!file.isSure) throw new Garbled(reading.reason);
      yield refusedFile(name, reading.reason);
      return;
    }
    const waiting = [openedFile(name)];
    let refused = '';
    let isEmpty = true;
    for await (const item of reading.items) {
      waiting.push(foundInFile(name, reading.as, item));
      if (item.outcome === 'refused') refused ||= `${item.place}: ${item.reason}`;
      else isEmpty = false;
      if (file.isSure || !isEmpty || waiting.length > MOST_WAITING) yield* waiting.splice(0);
    }
    if (waiting.length > 1) throw new Garbled(`${name}: nothing in it can be read, its ${refused}`);
    yield* waiting;
    // An export of nothing is more likely one that failed than the end of everything.
    if (isEmpty) yield { partial: true };
  } catch (error) {
    throw error instanceof Interrupted ? error.cause : error;
  }
}

async function opened(source: SourceFile, said: FilesSettings) {
  const detected = async () => {
    const format = await formatOf(source);
    return isFailure(format) ? format : format.format;
  };
  const as = wayOf(knownWays(said), source.name)?.as ?? (await detected());
  if (typeof as === 'object' && isFailure(as)) return as;
  const reading = await readSource(source, { as, options: optionsOf(said, as) });
  return isFailure(reading) ? reading : { ...reading, as };
}

/** How a file of this name is read, where that can be told without its content. */
function readingOf(said: FilesSettings, name: string): Way | undefined {
  const as = wayOf(knownWays(said), name)?.as;
  return as === undefined ? undefined : { as, options: optionsOf(said, as) };
}

function optionsOf({ currency, timeZone }: FilesSettings, as: Way['as']): ReadingOptions {
  const own = ownOptions(as);
  return { currency: own.currency ?? currency, timeZone: own.timeZone ?? timeZone };
}

/** The ways that the settings say; an address has one file, whatever it is called. */
function knownWays({ names, format, mapping }: FilesSettings): readonly NamedWay[] {
  const reading = namedWays({ names, format, mapping });
  if (isFailure(reading)) throw new Error(reading.reason);
  return reading.ways;
}

/** Without its query, which may hold keys. */
function placeOf(address: string): string {
  const { origin, pathname } = new URL(address);
  return `${origin}${pathname}`;
}

function byChange(a: AskedFile, b: AskedFile): number {
  return msOfInstant(a.changedAt) - msOfInstant(b.changedAt) || (a.name < b.name ? -1 : 1);
}
