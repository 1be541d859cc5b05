import { basename } from 'node:path';
import {
  detectFormat,
  type FileRequest,
  fingerprint,
  type Mapping,
  readFile,
  readMapping,
} from '@clientele/connector-files';
import type { JsonValue } from '@clientele/ledger';
import { parseShopId, parseTimeZone, type Shop, timeZone } from '@clientele/model';
import { advance, type IngestCounts, ingest } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { readText } from '../read-text.js';
import { type Asked, type Report, type Verb, yes } from './verb.js';

export interface ImportInput extends Asked {
  /** Absolute paths. */
  readonly files: readonly string[];
  readonly as?: string;
  /** Absolute path of a mapping. */
  readonly map?: string;
  readonly connection: string;
  readonly currency?: string;
  readonly timezone?: string;
}

export interface ImportOutput extends IngestCounts {
  readonly seconds: number;
}

export const importFiles: Verb<ImportInput, ImportOutput> = {
  name: 'import',

  async run(house, input, report) {
    const started = performance.now();
    const mapping = input.map === undefined ? undefined : await loadMapping(input.map);
    const shop = await shopFor(house, input);
    await house.ledger.connections.create(shop.id, {
      name: input.connection,
      connector: 'files',
      config: {},
      createdAt: house.clock(),
    });
    const counts = await house.inTurn(shop.id, async () => {
      let total: IngestCounts = { accepted: 0, unchanged: 0, refused: 0, orders: 0, customers: 0, events: 0 };
      for (const path of input.files) {
        total = addCounts(total, await importFile(house, shop, input, path, mapping, report));
      }
      await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      return total;
    });
    return yes({ ...counts, seconds: Math.round(performance.now() - started) / 1000 });
  },

  print(output, terminal) {
    const { accepted, unchanged, refused, orders, customers, events, seconds } = output;
    const shown = (count: number) => count.toLocaleString('en');
    terminal.line(
      `${shown(accepted)} rows accepted, ${shown(unchanged)} unchanged, ${shown(refused)} refused in ${seconds} s: ` +
        `${shown(orders)} orders, ${shown(customers)} customers, ${shown(events)} events.`,
    );
    if (refused > 0) terminal.line('Look at the refused rows with: clientele refused');
  },
};

async function importFile(
  house: House,
  shop: Shop,
  input: ImportInput,
  path: string,
  mapping: Mapping | undefined,
  report: Report,
): Promise<IngestCounts> {
  const as = mapping ?? input.as ?? (await formatOf(path));
  const request: FileRequest = {
    path,
    as,
    options: {
      currency: input.currency ?? shop.currency,
      timeZone: input.timezone === undefined ? shop.timeZone : timeZone(input.timezone),
    },
    onProgress: ({ done, total }) => report({ label: basename(path), done, of: total }),
  };
  const reading = await readFile(request);
  if (reading.outcome === 'failed') throw new CommandError(2, reading.reason);
  const origin = {
    connection: input.connection,
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

/** The shop to import into; it is made with the currency and time zone asked for where there is none of that id. */
async function shopFor(house: House, input: ImportInput): Promise<Shop> {
  const id = parseShopId(input.shop);
  if (id === undefined) {
    throw new CommandError(2, `'${input.shop}' is no shop id: use lower-case letters, digits and hyphens.`);
  }
  const zone = input.timezone ?? 'Europe/London';
  if (parseTimeZone(zone) === undefined) {
    throw new CommandError(
      2,
      `--timezone '${zone}' is no time zone; give one such as Europe/London or America/New_York.`,
    );
  }
  const currency = input.currency ?? 'GBP';
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new CommandError(2, `--currency '${currency}' is no currency code; give one such as GBP or USD.`);
  }
  const known = await house.ledger.shops.get(id);
  if (known !== undefined) return known;
  const { shop } = await house.ledger.shops.create({
    id,
    name: id,
    currency,
    timeZone: timeZone(zone),
    clock: null,
    generated: false,
    createdAt: house.clock(),
  });
  return shop;
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
