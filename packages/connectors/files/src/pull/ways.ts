import { type Failure, failure } from '../failure.js';
import { isFailure } from '../formats/format.js';
import { FORMATS } from '../formats/formats.js';
import { type Mapping, readMapping } from '../mapping/mapping.js';

/** How files of some names are read. */
export interface NamedWay {
  /** What their names are like: `*` stands for any characters, `?` for one. */
  readonly names: string;
  /** A format or mapping; undefined where it is found by the columns of each file. */
  readonly as: string | Mapping | undefined;
}

export interface SaidWays {
  readonly names: string;
  readonly format?: string | undefined;
  readonly mapping?: string | undefined;
}

type WaysReading = { readonly outcome: 'read'; readonly ways: readonly NamedWay[] } | Failure;

/** The ways that settings say; the first whose names fit a file is that of the file. */
export function namedWays({ names, format, mapping }: SaidWays): WaysReading {
  if (mapping === undefined) return { outcome: 'read', ways: [{ names, as: format }] };
  let json: unknown;
  try {
    json = JSON.parse(mapping);
  } catch {
    return failure('wrong_mapping', 'Mapping: it is no JSON; write mapping="$(cat mapping.json)"');
  }
  if (typeof json !== 'object' || json === null || 'rows' in json) {
    const reading = readMapping(json);
    return isFailure(reading) ? reading : { outcome: 'read', ways: [{ names, as: reading.mapping }] };
  }
  const found: NamedWay[] = [];
  for (const [own, said] of Object.entries(json)) {
    if (typeof said === 'string' && FORMATS.some((known) => known.name === said)) {
      found.push({ names: own, as: said });
      continue;
    }
    const reading = readMapping(said);
    if (isFailure(reading)) return failure('wrong_mapping', `${own}: ${reading.reason}`);
    found.push({ names: own, as: reading.mapping });
  }
  return found.length === 0
    ? failure('wrong_mapping', 'Mapping: it is empty; say which column is which field')
    : { outcome: 'read', ways: found };
}

/** The way of a file of this name; undefined where it is none that is read. */
export function wayOf(all: readonly NamedWay[], name: string): NamedWay | undefined {
  return all.find(({ names }) => fits(names, name));
}

function fits(pattern: string, name: string): boolean {
  const source = pattern
    .replace(/[\\^$.+()[\]{}|]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 's').test(name);
}
