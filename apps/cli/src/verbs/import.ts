import { basename } from 'node:path';
import {
  detectFormat,
  type FileRequest,
  fingerprint,
  type Mapping,
  ownOptions,
  peekFile,
  type ReadingOptions,
  readFile,
  readMapping,
} from '@clientele/connector-files';
import type { JsonValue } from '@clientele/ledger';
import { parseShopId, parseTimeZone, type Shop, timeZone } from '@clientele/model';
import { advance, type IngestCounts, ingest } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { readText } from '../read-text.js';
import { counted } from '../terminal/counted.js';
import { connectionFor, FILES } from './import-connection.js';
import { nextCommand } from './next-command.js';
import { CURRENCIES, refuseUnmeant } from './shop-meant.js';
import { type Asked, type Report, type Verb, yes } from './verb.js';

/** Of a new shop where neither a flag nor a file says. */
const DEFAULT_CURRENCY = 'GBP';
const DEFAULT_TIME_ZONE = timeZone('Europe/London');

const LONGEST_CONNECTION = 100;

export interface ImportInput extends Asked {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly as?: string;
  /** Absolute path of a mapping. */
  readonly map?: string;
  /** That the records belong to; without it, that of `connectionFor`. */
  readonly connection?: string;
  readonly currency?: string;
  readonly timezone?: string;
  /** Whether the shop was named, and is not merely the one that is meant without a name. */
  readonly shopNamed: boolean;
}

export interface ImportOutput extends IngestCounts {
  /** The shop's currency and time zone where the import made it; null where the shop was there. */
  readonly made: MadeShop | null;
  /** What the records belong to, in order of the files. */
  readonly connections: readonly string[];
  readonly seconds: number;
}

interface MadeShop {
  readonly shop: string;
  readonly currency: string;
  readonly timeZone: string;
}

/** A file and how it is read. */
interface Planned {
  readonly path: string;
  readonly as: FileRequest['as'];
}

export const importFiles: Verb<ImportInput, ImportOutput> = {
  name: 'import',
  withoutStores: 'made',

  async run(house, input, report) {
    const started = performance.now();
    refuseUnclear(input);
    const mapping = input.map === undefined ? undefined : await loadMapping(input.map);
    const files = await planned(input, mapping);
    const { shop, made } = await shopFor(house, input, files);
    const connections = new Set<string>();
    const counts = await house.inTurn(shop.id, async () => {
      let total: IngestCounts = { accepted: 0, unchanged: 0, refused: 0, orders: 0, customers: 0, events: 0 };
      try {
        for (const file of files) {
          const connection = await connectionFor(house, shop, input.connection, file.as);
          connections.add(connection);
          total = addCounts(total, await importFile(house, shop, connection, input, file, report));
        }
      } finally {
        // Where a later file cannot be read, what came before it must not wait for the next import.
        await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      }
      return total;
    });
    return yes({
      ...counts,
      made,
      connections: [...connections],
      seconds: Math.round(performance.now() - started) / 1000,
    });
  },

  print(output, terminal, { shop, connection: named }) {
    const { accepted, unchanged, refused, orders, customers, events, made, connections, seconds } = output;
    if (made !== null) {
      terminal.line(
        `The shop ${made.shop} is new: it counts in ${made.currency}, its days are those of ${made.timeZone}.`,
      );
    }
    const shown = (count: number) => count.toLocaleString('en');
    terminal.line(
      `${counted(accepted, 'row')} accepted, ${shown(unchanged)} unchanged, ${shown(refused)} refused in ${seconds} s: ` +
        // One customer may stand in many rows; how many there are, `status` says.
        `${counted(orders, 'order')}, ${counted(customers, 'customer row')}, ${counted(events, 'event')}.`,
    );
    for (const own of named === undefined ? connections.filter((name) => name !== FILES) : []) {
      terminal.line(
        `The connection ${FILES} has records of another system, so these belong to one named ${own}: ` +
          'orders and customers of both may have the same numbers. Choose another name with --connection.',
      );
    }
    if (refused > 0) terminal.line(`Look at the refused rows with: ${nextCommand('refused', { shop })}`);
  },
};

/** What would silently be read otherwise than it was meant. */
function refuseUnclear({ as, map, connection }: ImportInput): void {
  if (as !== undefined && map !== undefined) {
    throw new CommandError(2, 'Give either --as or --map: a mapping says itself how its file is read.');
  }
  if (connection !== undefined && (connection.trim() === '' || connection.length > LONGEST_CONNECTION)) {
    throw new CommandError(
      2,
      `A connection's name has 1 to ${LONGEST_CONNECTION} characters: give one such as --connection tills.`,
    );
  }
}

async function importFile(
  house: House,
  shop: Shop,
  connection: string,
  input: ImportInput,
  { path, as }: Planned,
  report: Report,
): Promise<IngestCounts> {
  const asked = askedOptions(input);
  const own = ownOptions(as);
  const request: FileRequest = {
    path,
    as,
    options: {
      currency: asked.currency ?? own.currency ?? shop.currency,
      timeZone: asked.timeZone ?? own.timeZone ?? shop.timeZone,
    },
    onProgress: ({ done, total }) => report({ label: basename(path), done, of: total }),
  };
  const reading = await readFile(request);
  if (reading.outcome === 'failed') throw new CommandError(2, reading.reason);
  const origin = {
    connection,
    source: path,
    fingerprint: await fingerprint(request),
    // As plain JSON: a mapping has optional parts, which JSON leaves out.
    retry: JSON.parse(JSON.stringify({ as, ...request.options })) as JsonValue,
  };
  return ingest(house, shop, origin, reading.items);
}

async function formatOf(path: string): Promise<string> {
  const detected = await detectFormat(path);
  if (detected.outcome === 'failed') throw new CommandError(2, detected.reason);
  return detected.format;
}

async function loadMapping(path: string): Promise<Mapping> {
  const text = await readText(path, 'The mapping');
  const reading = readMapping(parseJson(text, path));
  if (reading.outcome === 'failed') throw new CommandError(2, `${path}: ${reading.reason}`);
  return reading.mapping;
}

function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new CommandError(2, `${path} is no JSON: ${error instanceof Error ? error.message : error}`);
  }
}

/** All files and how each is read, before anything is made of the first. */
async function planned({ files, as }: ImportInput, mapping: Mapping | undefined): Promise<Planned[]> {
  const plans: Planned[] = [];
  for (const path of files) plans.push({ path, as: mapping ?? as ?? (await formatOf(path)) });
  return plans;
}

/** What the flags say of files and of a new shop. */
function askedOptions({ currency, timezone }: ImportInput): ReadingOptions {
  if (currency !== undefined && !CURRENCIES.has(currency)) {
    throw new CommandError(2, `--currency '${currency}' is no currency code; give one such as GBP or USD.`);
  }
  const timeZone = timezone === undefined ? undefined : parseTimeZone(timezone);
  if (timezone !== undefined && timeZone === undefined) {
    throw new CommandError(
      2,
      `--timezone '${timezone}' is no time zone; give one such as Europe/London or America/New_York.`,
    );
  }
  return { currency, timeZone };
}

/**
 * The shop to import into. One that is there is never contradicted. A new one takes what the flags say, else what the
 * first file that says something does, else the documented default; it is made once all files could be opened, and a row
 * of one be read.
 */
async function shopFor(
  house: House,
  input: ImportInput,
  files: readonly Planned[],
): Promise<{ readonly shop: Shop; readonly made: MadeShop | null }> {
  const id = parseShopId(input.shop);
  if (id === undefined) {
    throw new CommandError(2, `'${input.shop}' is no shop id: use lower-case letters, digits and hyphens.`);
  }
  const asked = askedOptions(input);
  const known = await house.ledger.shops.get(id);
  if (known !== undefined) {
    refuseUnmeant(known, input, asked);
    return { shop: known, made: null };
  }
  let { currency, timeZone } = asked;
  let readable = 0;
  const refused: string[] = [];
  for (const { path, as } of files) {
    const own = ownOptions(as);
    // What the file itself says comes before the options that it is read with.
    const options = { ...asked, currency: asked.currency ?? own.currency ?? DEFAULT_CURRENCY };
    const peeked = await peekFile({ path, as, options });
    if (peeked.outcome === 'failed') throw new CommandError(2, peeked.reason);
    currency ??= peeked.currency ?? own.currency;
    timeZone ??= own.timeZone;
    if (peeked.isReadable) readable += 1;
    else if (peeked.refused !== undefined) refused.push(`${path}, ${peeked.refused.place}: ${peeked.refused.reason}`);
  }
  // A shop keeps its currency and time zone: it is not made by a file that is not understood yet.
  if (readable === 0 && refused.length > 0) {
    const lines = refused.map((line) => `  ${line}`);
    throw new CommandError(2, [`No row can be read, so the shop ${id} is not made:`, ...lines].join('\n'));
  }
  currency ??= DEFAULT_CURRENCY;
  timeZone ??= DEFAULT_TIME_ZONE;
  const draft = { id, name: id, currency, timeZone, clock: null, generated: false, createdAt: house.clock() };
  const { shop } = await house.ledger.shops.create(draft);
  return { shop, made: { shop: id, currency, timeZone } };
}

function addCounts(a: IngestCounts, b: IngestCounts): IngestCounts {
  return {
    accepted: a.accepted + b.accepted,
    unchanged: a.unchanged + b.unchanged,
    refused: a.refused + b.refused,
    orders: a.orders + b.orders,
    customers: a.customers + b.customers,
    events: a.events + b.events,
  };
}
