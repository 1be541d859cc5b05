import type { Json, Stream } from '@clientele/connector-kit';
import { EVENT_NAMES, type EventName, type RecordInput } from '@clientele/model';
import { z } from 'zod';
import type { EventsSettings } from './settings.js';

const NAMES: ReadonlyMap<string, EventName> = new Map(
  (Object.keys(EVENT_NAMES) as EventName[]).flatMap((name) => {
    const { analytics } = EVENT_NAMES[name];
    return analytics === null ? [] : [[analytics.toLowerCase(), name] as const];
  }),
);

/** The same of all: what comes again under an id is a repetition, and the first stands, whenever it came and whatever it says. */
const ONLY_VERSION = { updatedAt: '1970-01-01T00:00:00Z' };

const id = z.union([z.string().min(1), z.number().transform(String)]).nullish();
const bag = z.record(z.string(), z.json()).nullish();
const common = { userId: id, anonymousId: id, properties: bag, context: bag };
const call = z.discriminatedUnion('type', [
  z.object({ type: z.literal('track'), event: z.string().min(1), ...common }),
  z.object({ type: z.literal('page'), name: z.string().nullish(), ...common }),
  z.object({ type: z.literal('screen'), name: z.string().nullish(), ...common }),
]);
const heard = z.object({ id: z.string(), at: z.string(), call });

/** What people did. Order Completed too is only what a page says of an order, never the order: orders come from the shop. */
export const calls: Stream<EventsSettings> = {
  kind: 'event',
  id: (object) => z.object({ id: z.string() }).safeParse(object).data?.id,
  decode: (object, settings) => [eventOf(object, settings)],
};

function eventOf(object: Json, { channel }: EventsSettings): RecordInput {
  const { id: externalId, at, call: made } = heard.parse(object);
  const { userId, anonymousId, properties, context } = made;
  if (!userId && !anonymousId) throw new Error('a call names neither userId nor anonymousId');
  const said = made.type === 'track' ? made.event : made.type === 'page' ? 'Page Viewed' : 'Screen Viewed';
  const name = NAMES.get(said.toLowerCase()) ?? 'custom';
  const product = properties?.product_id;
  const title = made.type === 'track' ? undefined : made.name;
  return {
    kind: 'event',
    externalId,
    version: ONLY_VERSION,
    name,
    ...(name === 'custom' && { customName: said }),
    at,
    channel: { id: channel, kind: channel },
    ...(userId && { customer: userId }),
    ...(anonymousId && { anonymousId }),
    ...((typeof product === 'string' || typeof product === 'number') && { product: String(product) }),
    properties: { ...plain(context?.campaign, 'utm_'), ...plain(properties, ''), ...(title && { title }) },
  };
}

/** What a property can hold: texts, numbers and truths. */
function plain(values: Json | undefined, prefix: string): Record<string, string | number | boolean> {
  return Object.fromEntries(
    Object.entries(bag.safeParse(values).data ?? {}).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[prefix + name, value] as const]
        : [],
    ),
  );
}
