import { EVENT_NAMES, type EventName } from '@clientele/model';
import type { RowReading } from '../formats/format.js';
import type { TableItems } from '../formats/table-items.js';
import type { Row } from '../table/row.js';
import { mappedCustomerId } from './mapped-person.js';
import { type MappedValues, readingRow, UnreadableValue } from './mapped-values.js';

/** Our names by every name that we know for them. */
const NAMES: ReadonlyMap<string, EventName> = new Map(
  (Object.keys(EVENT_NAMES) as EventName[]).flatMap((name) => {
    const { analytics, shopify } = EVENT_NAMES[name];
    return [name, analytics, shopify].flatMap((known) =>
      known === null ? [] : [[known.toLowerCase(), name] as const],
    );
  }),
);

/** One row is one event. */
export function mappedEvents(items: TableItems, values: MappedValues): RowReading {
  return {
    take: (row) => {
      const event = readingRow(() => eventOf(row));
      return [typeof event === 'string' ? items.refuse([row], event) : items.record(event, [row])];
    },
    end: () => [],
  };

  function eventOf(row: Row) {
    const at = values.moment(row, 'at');
    if (at === undefined) throw new UnreadableValue(`${values.name('at')} is empty`);
    const said = values.needed(row, 'name');
    const name = NAMES.get(said.toLowerCase()) ?? 'custom';
    return {
      kind: 'event' as const,
      externalId: values.needed(row, 'event'),
      version: { updatedAt: at },
      name,
      customName: name === 'custom' ? said : undefined,
      at,
      channel: values.mapping.channel,
      customer: mappedCustomerId(values, row),
      product: values.text(row, 'product'),
      campaign: values.text(row, 'campaign'),
    };
  }
}
