import type { ImportOptions } from './carrier.js';
import { readHubspot } from './hubspot/read-hubspot.js';
import type { ImportedDefinition, ImportSource, InvalidDefinition } from './imported.js';
import { readKlaviyo } from './klaviyo/read-klaviyo.js';

/**
 * Reads the definition of a segment as another system's API gives it (JSON, parsed and not looked at) and writes it in
 * our language, with a report of what became of each condition. What cannot be said is left out and reported: the query
 * stands for the definition only where that is `complete`. Times are written as the shop's clock shows them.
 */
export function importDefinition(
  source: ImportSource,
  json: unknown,
  options: ImportOptions,
): ImportedDefinition | InvalidDefinition {
  return source === 'klaviyo' ? readKlaviyo(json, options) : readHubspot(json, options);
}
