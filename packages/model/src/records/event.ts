import { z } from 'zod';
import { channelField } from './channel.js';
import { EVENT_NAMES, type EventName } from './event-names.js';
import { externalId, instantField, nonEmptyText, objectOf, properties, versionField } from './fields.js';

/** Something a person did that is not an order, or that was done to them (a message sent, an exposure). */
export const eventRecord = objectOf({
  kind: z.literal('event'),
  externalId,
  version: versionField,
  name: z.enum(Object.keys(EVENT_NAMES) as [EventName, ...EventName[]]),
  /** The source's own name, required where `name` is `custom`. */
  customName: nonEmptyText.optional(),
  at: instantField,
  channel: channelField,
  customer: externalId.optional(),
  /** A device or visit that is not yet tied to a customer record. */
  anonymousId: externalId.optional(),
  product: externalId.optional(),
  /** The campaign that a message or exposure belongs to. */
  campaign: externalId.optional(),
  properties: properties.default({}),
});
export type EventRecord = z.output<typeof eventRecord>;
