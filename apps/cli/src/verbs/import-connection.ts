import { type FileRequest, namedWays } from '@clientele/connector-files';
import type { JsonValue } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { House } from '../house.js';

/** What records of files belong to where nobody names a connection. */
export const FILES = 'files';

/**
 * The connection that a file's records belong to, which is made where it is new: the named one, else `files`. A number
 * that two systems give to different orders would make one of them take the other's place; so files of another system
 * than `files` has already belong to a connection of that system's name.
 */
export async function connectionFor(
  { ledger, clock }: House,
  shop: Shop,
  named: string | undefined,
  as: FileRequest['as'],
): Promise<string> {
  const system = systemOf(as);
  const config = system === undefined ? {} : { system };
  const ensure = (name: string) =>
    ledger.connections.create(shop.id, { name, connector: 'files', config, createdAt: clock() });
  const { connection } = await ensure(named ?? FILES);
  const held = systemHeld(connection.config);
  if (named !== undefined || system === undefined || held === undefined || held === system) return connection.name;
  return (await ensure(system)).connection.name;
}

/** Whose numbers a file's orders have; undefined where it does not say. */
function systemOf(as: FileRequest['as']): string | undefined {
  if (typeof as !== 'string') return as.channel.id === 'file' ? undefined : as.channel.id;
  return as === 'clientele' ? undefined : as;
}

function systemHeld(config: JsonValue): string | undefined {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) return undefined;
  if ('system' in config && typeof config.system === 'string') return config.system;
  // A connection whose files are pulled says how they are read.
  const { format, mapping } = Object(config);
  const reading = namedWays({ names: '*', format, mapping });
  const [way, ...others] = reading.outcome === 'read' ? reading.ways : [];
  return way?.as === undefined || others.length > 0 ? undefined : systemOf(way.as);
}
