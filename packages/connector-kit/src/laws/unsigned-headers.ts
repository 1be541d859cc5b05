import type { Hook } from '../connector.js';
import { hasPulled } from '../run/stream-run.js';
import type { Delivery } from '../world/world.js';
import { tellDifference } from './differences.js';
import type { Trial } from './trial.js';
import { holds, Violation } from './violation.js';

/** Each value that a header was sent with, by its name. */
export type SeenHeaders = ReadonlyMap<string, ReadonlySet<string>>;

const NOBODYS = 'nobody-sent-this';

export function headersOf(deliveries: readonly Delivery[]): SeenHeaders {
  const seen = new Map<string, Set<string>>();
  for (const { hook } of deliveries) {
    for (const [name, value] of hook.headers) seen.set(name, (seen.get(name) ?? new Set()).add(value));
  }
  return seen;
}

/**
 * A header that is not signed is whoever's who saw the webhook: with any other, also one of another webhook, it is the same
 * delivery, and whatever comes of it, what is stored stays as true as it was.
 */
export async function tryUnsignedHeaders<Settings extends object>(
  trial: Trial<Settings>,
  deliveries: readonly Delivery[],
  seen: SeenHeaders,
): Promise<void> {
  const own = await Promise.all(deliveries.map(({ hook }) => trial.runner.hear(hook)));
  await trial.runner.take(own);
  if (hasPulled(trial.connector)) await trial.sweep();
  const before = new Set((await trial.differences()).map(tellDifference));
  for (const [index, { hook, signedHeaders }] of deliveries.entries()) {
    const heard = own[index];
    if (heard?.outcome !== 'heard') continue;
    for (const [header, value] of hook.headers) {
      if (signedHeaders.includes(header)) continue;
      const others = [...(seen.get(header) ?? []), NOBODYS, undefined].filter((other) => other !== value);
      for (const other of others) {
        const what = `a true webhook with ${other === undefined ? `no ${header}` : `the ${header} ${other}`}, which is not signed,`;
        const changed = await trial.runner.hear({ ...hook, headers: headersWith(hook, header, other) });
        if (changed.outcome !== 'heard') continue;
        holds(changed.id === heard.id, `${what} counts as another one`);
        await trial.runner.take([changed]);
        const wrong = (await trial.differences()).filter((one) => !before.has(tellDifference(one)));
        if (wrong.length > 0) throw new Violation(`${what} makes what is stored untrue`, wrong);
      }
    }
  }
}

export function headersWith({ headers }: Hook, name: string, value: string | undefined): Headers {
  const changed = new Headers(headers);
  if (value === undefined) changed.delete(name);
  else changed.set(name, value);
  return changed;
}
