import type { Connector, Facts } from '../connector.js';
import { isPulled } from '../run/stream-run.js';
import { secretNames } from '../settings.js';

/** What a connector declares that cannot be, in sentences. */
export function declarationFaults<Settings extends object>(connector: Connector<Settings>): string[] {
  const { id, limits, streams } = connector;
  const faults: string[] = [];
  if (!/^[a-z][a-z0-9-]*$/.test(id)) faults.push(`its id '${id}' is not lower-case letters, digits and hyphens`);
  if (!(limits.perSecond > 0 && limits.burst >= 1)) faults.push('its limits allow no request at all');
  faults.push(...hookFaults(connector));
  for (const [name, stream] of Object.entries(streams)) {
    if (isPulled<Settings>(stream)) faults.push(...factFaults(stream.facts).map((fault) => `${name}: ${fault}`));
  }
  return faults;
}

function hookFaults<Settings extends object>({ hear, hooks, settings }: Connector<Settings>): string[] {
  if (hooks === undefined) return [];
  if (hear === undefined) return ['it says how webhooks come (hooks), and hears none'];
  const { secrets } = hooks;
  if (secrets === undefined || secretNames(settings).includes(secrets)) return [];
  return [`hooks.secrets is '${secrets}', which is not a setting that is secret`];
}

function factFaults({ grainMs, settlesMs, misses, sweeps, everyMs = 0 }: Facts): string[] {
  const faults: string[] = [];
  if (!(grainMs >= 1 && settlesMs >= 0 && everyMs >= 0)) {
    faults.push('facts.grainMs is at least 1, facts.settlesMs and facts.everyMs are at least 0');
  }
  if (sweeps.some(({ everyMs, backMs }) => !(everyMs > 0 && (backMs === undefined || backMs > 0)))) {
    faults.push('a sweep goes back, and comes again after some time');
  }
  if (misses.length > 0 && sweeps.length === 0) {
    faults.push(`it misses what facts.misses says (${misses.join(', ')}), and no sweep makes up for that`);
  } else if (misses.includes('deletion') && sweeps.every(({ backMs }) => backMs !== undefined)) {
    faults.push('it misses deletions, and only a sweep of everything tells what is gone');
  }
  return faults;
}
