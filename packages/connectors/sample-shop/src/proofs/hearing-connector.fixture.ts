import type { Connector, Pulled, Stream } from '@clientele/connector-kit';
import { z } from 'zod';
import { connector } from '../check.js';
import type { ShopSettings } from '../settings.js';

const told = z.object({ object: z.json() });

/** The same for a platform that can only be listened to: its webhooks bring whole objects. */
export const hearingConnector: Connector<ShopSettings> = {
  ...connector,
  id: 'hearing',
  streams: { customers: onlyHeard(connector.streams.customers), orders: onlyHeard(connector.streams.orders) },
  hear(hook, settings) {
    const heard = connector.hear(hook, settings);
    const [hint] = heard.outcome === 'heard' ? (heard.hints ?? []) : [];
    if (heard.outcome !== 'heard' || hint === undefined) return heard;
    const { outcome, id } = heard;
    if (hook.headers.get('x-topic')?.endsWith('deleted') === true) {
      return { outcome, id, gone: [{ ...hint, gone: 'deleted' }] };
    }
    const { object } = told.parse(JSON.parse(new TextDecoder().decode(hook.body)));
    return { outcome, id, objects: [{ stream: hint.stream, object }] };
  },
};

function onlyHeard({ kind, id, decode }: Pulled<ShopSettings>): Stream<ShopSettings> {
  return { kind, id, decode };
}
