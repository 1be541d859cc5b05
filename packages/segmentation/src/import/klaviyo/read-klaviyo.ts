import { z } from 'zod';
import { assemble, type Draft } from '../assemble.js';
import { at } from '../at.js';
import { Carrier, type ImportOptions } from '../carrier.js';
import { NO_NAMES } from '../import-names.js';
import type { ImportedDefinition, InvalidDefinition } from '../imported.js';
import { invalidDefinition } from '../invalid-definition.js';
import { ofKlaviyo } from './klaviyo-conditions.js';
import { KLAVIYO_NAMES } from './klaviyo-names.js';
import { definitionSchema } from './klaviyo-schema.js';

/** The shells that a definition comes in: an answer of the API, its `data`, its attributes, or nothing around it. */
const SHELLS = [['data', 'attributes', 'definition'], ['attributes', 'definition'], ['definition'], []] as const;

/** A segment of Klaviyo's Segments API: its groups must all hold, and in a group one condition. */
export function readKlaviyo(json: unknown, options: ImportOptions): ImportedDefinition | InvalidDefinition {
  if (Array.isArray(at(json, ['data']))) {
    return {
      outcome: 'invalid',
      errors: [{ path: 'data', message: 'holds several segments: give one, as data[0] is' }],
    };
  }
  const shell = SHELLS.find((path) => at(json, path) !== undefined) ?? [];
  const read = definitionSchema.safeParse(at(json, shell));
  if (!read.success) return invalidDefinition(read.error, shell);
  const draft: Draft = {
    kind: 'and',
    parts: read.data.condition_groups.map(({ conditions }, group) => ({
      kind: 'or',
      parts: conditions.map((condition, index) => {
        const carrier = new Carrier(KLAVIYO_NAMES, options.names ?? NO_NAMES, options);
        const carried = ofKlaviyo(condition, carrier);
        const path = [...shell, 'condition_groups', group, 'conditions', index];
        return { kind: 'leaf', path, carried, notes: carrier.notes };
      }),
    })),
  };
  const name = z.string().safeParse(at(json, [...shell.slice(0, -1), 'name'])).data ?? null;
  return assemble(name, draft, options);
}
