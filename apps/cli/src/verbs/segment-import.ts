import { parseShopId, timeZone } from '@clientele/model';
import { customTypes } from '@clientele/pipeline';
import {
  type ImportError,
  type ImportedPart,
  type ImportOptions,
  type ImportSource,
  importDefinition,
  languageTypesOf,
  readImportNames,
} from '@clientele/segmentation';
import { CommandError } from '../command-error.js';
import { printSaved, type SaveOutput, segmentSave } from './segments.js';
import type { Answer, Asked, Verb } from './verb.js';

export interface ImportSegmentInput extends Asked {
  readonly from: ImportSource;
  /** The definition, as JSON text. */
  readonly definition: string;
  /** What the merchant's own names stand for, as JSON text. */
  readonly names?: string;
  /** Whether what is left of a definition of which something was left out is good enough. */
  readonly partial?: true;
  readonly save?: true;
  /** What to call it, instead of what it is called there. */
  readonly name?: string;
}

export interface ImportSegmentOutput {
  readonly name: string | null;
  /** Null where something was left out and nobody asked for the part, or nothing was carried over. */
  readonly query: string | null;
  readonly complete: boolean;
  readonly report: readonly ImportedPart[];
  readonly saved: SaveOutput | null;
}

/** Shows a definition of another system in our language; saves it where that is asked, and nothing was left out. */
export const segmentImport: Verb<ImportSegmentInput, ImportSegmentOutput> = {
  name: 'segment import',
  async run(house, input, report) {
    const id = parseShopId(input.shop);
    const known = id === undefined ? undefined : await house.ledger.shops.get(id);
    const shop = input.save === undefined ? known : await house.shop(input.shop);
    if (shop === undefined) return inWords(input, WITHOUT_SHOP);
    const customAttributes = languageTypesOf(await customTypes(house.ledger, shop.id));
    const answer = inWords(input, { timeZone: shop.timeZone, customAttributes });
    const { name, query } = answer.output;
    if (input.save === undefined || query === null) return answer;
    if (name === null) throw new CommandError(2, 'The definition has no name: give the segment one with --name.');
    const saved = await segmentSave.run(house, { shop: input.shop, name, query }, report);
    return { output: { ...answer.output, saved: saved.output }, exit: answer.exit };
  },
  withoutStores(input) {
    if (input.save)
      throw new CommandError(2, 'There is no shop to save it in: import orders first, or leave out --save.');
    return inWords(input, WITHOUT_SHOP);
  },
  print({ query, complete, report, saved }, terminal, { save }) {
    const left = report.filter(({ carried }) => carried === 'not');
    for (const { path, carried, notes, effect } of report) {
      if (carried === 'exactly') continue;
      const without = effect === null ? '' : ` Without it the segment is ${effect}.`;
      terminal.line(`${carried === 'not' ? 'left out' : 'about'} ${path}: ${notes.join(' ')}${without}`);
    }
    if (query !== null) terminal.line(query);
    if (!complete) {
      const what =
        query === null ? ', so there is no query; --partial shows what is left' : '; the query is what is left';
      terminal.line(`${left.length} of ${report.length} conditions could not be carried over${what}.`);
    }
    if (saved !== null) printSaved(saved, terminal);
    else if (save) terminal.line('Nothing was saved.');
  },
};

/** Where there is no shop, its attributes are not known, and days are those of UTC. */
const WITHOUT_SHOP: ImportOptions = { timeZone: timeZone('UTC') };

function inWords(input: ImportSegmentInput, options: ImportOptions): Answer<ImportSegmentOutput> {
  const names = input.names === undefined ? undefined : readImportNames(parsed(input.names, 'The names'));
  if (names?.outcome === 'invalid') throw unreadable('The names', names.errors);
  const json = parsed(input.definition, 'The definition');
  const imported = importDefinition(input.from, json, { ...options, ...(names && { names: names.names }) });
  if (imported.outcome === 'invalid') throw unreadable('The definition', imported.errors);
  const { complete, report } = imported;
  const query = complete || input.partial ? imported.query : null;
  const name = input.name ?? imported.name;
  return { output: { name, query, complete, report, saved: null }, exit: complete ? 0 : 1 };
}

function parsed(json: string, what: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(2, `${what} cannot be read as JSON: ${reason}.`);
  }
}

function unreadable(what: string, errors: readonly ImportError[]): CommandError {
  const lines = errors.map(({ path, message }) => `  ${path === '' ? 'the whole' : path}: ${message}`);
  return new CommandError(2, [`${what} cannot be read:`, ...lines].join('\n'));
}
