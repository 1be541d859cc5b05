import { nameParts } from '../tree/name.js';
import type { Person, PersonEvent } from './person.js';

/**
 * The events of a name: `events.product_viewed`, `events.'Booked a table'`, and those that Shopify calls otherwise.
 * Undefined for what is no event.
 */
export function eventsNamed(name: string, { events }: Person): readonly PersonEvent[] | undefined {
  const [first, event] = nameParts(name);
  if (event === undefined) return undefined;
  const { text, quoted } = event;
  const of = (canonical: string, channel?: string) =>
    events.filter(
      ({ record }) => record.name === canonical && (channel === undefined || record.channel.kind === channel),
    );
  switch (first?.text) {
    case 'events':
      return quoted ? of('custom').filter(({ record }) => record.customName === text) : of(text);
    case 'storefront':
      return of(text, 'online_store');
    case 'shopify_email':
      return of(text === 'unsubscribed' ? text : `message_${text}`, 'email');
    default:
      return undefined;
  }
}
