import type { Hook } from '../../connector.js';
import type { Delivery } from '../../world/world.js';
import type { Law } from '../law.js';
import { actions, tellMoment } from '../moment.js';
import type { Trial } from '../trial.js';
import { headersOf, headersWith, tryUnsignedHeaders } from '../unsigned-headers.js';
import { holds } from '../violation.js';

const DAY_MS = 86_400_000;
/** Whatever a platform may tell: the headers of these are tried on other webhooks. */
const HAPPENINGS = ['touch', 'pay', 'trash', 'erase'] as const;

export const forged: Law = {
  number: 9,
  says: 'A webhook of which one byte was changed, that is cut short, unsigned or played again, is refused; a ping is not; headers that are not signed decide nothing.',
  mend: 'hear() verifies the raw bytes with isSigned() or standardWebhook() before it parses them, and takes nothing from a header that is not signed but a hint: not the id of the delivery, and not that something is gone.',
  needs: ['deliveries'],
  without: ({ connector }) => (connector.hear === undefined ? 'the connector takes no webhooks' : undefined),
  async drive(bench) {
    const { fc, example } = bench;
    const drawn = fc.record({
      action: actions(fc, example, ['place', 'touch']),
      flip: fc.integer({ min: 1, max: 127 }),
    });
    return bench.forAll(
      drawn,
      async ({ action, flip }, seed) => {
        const trial = await bench.trial({ seed, orders: 4 });
        const sent = async () => (await trial.world.deliveries?.()) ?? [];
        await trial.catchUp();
        for (const does of HAPPENINGS) await trial.act({ do: does, which: 0 });
        const seen = headersOf(await sent());
        await trial.act(action);
        const deliveries = await sent();
        const [delivery] = deliveries;
        for (const each of deliveries) await tryForgeries(trial, each, flip);
        await tryUnsignedHeaders(trial, deliveries, seen);
        if (delivery?.expires === true) await tryLater(trial, delivery);
      },
      ({ action }) => tellMoment(action),
    );
  },
};

async function tryForgeries<Settings extends object>(trial: Trial<Settings>, delivery: Delivery, flip: number) {
  const { hook, isPing, signedHeaders, signsUrl } = delivery;
  const own = await trial.runner.hear(hook);
  const why = own.outcome === 'refused' ? `: ${own.reason}` : '';
  holds(own.outcome === (isPing ? 'ping' : 'heard'), `a true ${isPing ? 'ping' : 'webhook'} is ${own.outcome}${why}`);
  if (isPing) return;
  const mustRefuse = async (what: string, changed: Partial<Hook>) => {
    const { outcome } = await trial.runner.hear({ ...hook, ...changed });
    holds(
      outcome === 'refused' || (outcome === 'ping' && changed.headers !== undefined),
      `${what} is ${outcome}, not refused`,
    );
  };
  for (let at = 0; at < hook.body.length; at += 1) {
    const body = Uint8Array.from(hook.body, (byte, index) => (index === at ? byte ^ flip : byte));
    await mustRefuse(`a webhook with another byte ${at + 1} of ${hook.body.length}`, { body });
  }
  await mustRefuse('a webhook cut by a byte', { body: hook.body.slice(0, -1) });
  await mustRefuse('a webhook cut to nothing', { body: new Uint8Array() });
  await mustRefuse('a webhook with a space after it', { body: Uint8Array.from([...hook.body, 32]) });
  for (const header of signedHeaders) {
    const value = hook.headers.get(header) ?? '';
    await mustRefuse(`a webhook without ${header}`, { headers: headersWith(hook, header, undefined) });
    for (let at = 0; at < value.length; at += 1) {
      const other = value[at] === 'A' ? 'B' : 'A';
      const changed = `${value.slice(0, at)}${other}${value.slice(at + 1)}`;
      await mustRefuse(`a webhook with another ${header}`, { headers: headersWith(hook, header, changed) });
    }
  }
  if (signsUrl) await mustRefuse('a webhook for another address', { url: `${hook.url}x` });
}

async function tryLater<Settings extends object>(trial: Trial<Settings>, { hook }: Delivery): Promise<void> {
  await trial.world.sleep(DAY_MS);
  const { outcome } = await trial.runner.hear(hook);
  holds(outcome === 'refused', `a webhook played again a day later is ${outcome}, not refused`);
}
