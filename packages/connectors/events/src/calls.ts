import type { Json, Stream } from '@clientele/connector-kit';
import { EVENT_NAMES, type EventName, type RecordInput } from '@clientele/model';
import { z } from 'zod';
import { type Act, isAct, readCall } from './call.js';
import { contextProperties, withoutQueries } from './context.js';
import { type Flat, flat } from './flat.js';
import { objectOr } from './json-object.js';
import { ONLY_VERSION } from './only-version.js';
import { personOf, recordId } from './person.js';
import type { EventsSettings } from './settings.js';

/** By the names of the common spec and by our own, however they are written: `Survey Answered`, `survey_answered`. */
const NAMES: ReadonlyMap<string, EventName> = new Map(
  (Object.keys(EVENT_NAMES) as EventName[])
    .filter((name) => name !== 'custom')
    .flatMap((name) => [EVENT_NAMES[name].analytics ?? name, name].map((said) => [spelt(said), name] as const)),
);

const heard = z.object({
  id: z.string(),
  at: z.string().optional(),
  unreadable: z.string().optional(),
  call: z.json(),
});

/**
 * What people did, and calls that could not be read. Order Completed too is only what a page says of an order, never the
 * order: orders come from the shop.
 */
export const calls: Stream<EventsSettings> = {
  kind: 'event',
  id: (object) => z.object({ id: z.string() }).safeParse(object).data?.id,
  decode(object, settings) {
    const { id, at, unreadable, call: said } = heard.parse(object);
    if (unreadable !== undefined) throw new Error(unreadable);
    const call = readCall(said);
    if (typeof call === 'string') throw new Error(call);
    if (!isAct(call)) throw new Error(`it is ${call.type}, which is taken when it comes: send it again`);
    return [eventOf(id, at ?? '', call, settings)];
  },
};

function eventOf(externalId: string, at: string, act: Act, { channel }: EventsSettings): RecordInput {
  const said = act.type === 'track' ? act.event : act.type === 'page' ? 'Page Viewed' : 'Screen Viewed';
  const name = NAMES.get(spelt(said)) ?? 'custom';
  const stated = objectOr(act.properties);
  const product = idIn(stated.product_id);
  const campaign = campaignOf(name, stated);
  const { anonymousId } = act;
  return {
    kind: 'event',
    externalId,
    // What comes again under an id is a repetition, whatever it says.
    version: ONLY_VERSION,
    name,
    ...(name === 'custom' && { customName: said }),
    at,
    channel: { id: channel, kind: channel },
    customer: recordId(personOf(act)),
    ...(anonymousId !== undefined && { anonymousId }),
    ...(product !== undefined && { product }),
    ...(campaign !== undefined && { campaign }),
    properties: { ...propertiesOf(act), ...collectionOf(name, stated) },
  };
}

function propertiesOf(act: Act): Flat {
  const { properties, context } = act;
  const titles = act.type === 'track' ? {} : { name: act.name ?? null, category: act.category ?? null };
  const stated = withoutQueries(objectOr(properties));
  return { ...flat(contextProperties(objectOr(context))), ...flat(titles), ...flat(stated) };
}

/** The campaign or experiment that a message or an exposure belongs to. */
function campaignOf(name: EventName, said: Readonly<Record<string, Json>>): string | undefined {
  if (name === 'exposure') return idIn(said.experiment_id);
  return name.startsWith('message_') || name === 'unsubscribed' ? idIn(said.campaign_id) : undefined;
}

/** The spec calls a collection a list, and may know only its category. */
function collectionOf(name: EventName, said: Readonly<Record<string, Json>>): Flat {
  const collection = idIn(said.collection_id) ?? idIn(said.list_id) ?? idIn(said.category);
  return name === 'collection_viewed' && collection !== undefined ? { collection_id: collection } : {};
}

function idIn(said: Json | undefined): string | undefined {
  if (typeof said === 'number') return String(said);
  return typeof said === 'string' && said !== '' ? said : undefined;
}

function spelt(name: string): string {
  return name.trim().toLowerCase().replaceAll('_', ' ');
}
