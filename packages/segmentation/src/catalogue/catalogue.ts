import type { Attribute, FunctionAttribute } from './attribute.js';
import { CHANNEL_PARTS } from './channel-parts.js';
import { CHANNELS } from './channels.js';
import { CONSENTS } from './consents.js';
import { ALL_CUSTOM, CUSTOM_COLUMNS } from './custom-columns.js';
import { CUSTOMERS, LISTS_OF_CUSTOMERS } from './customers.js';
import { EVENT_DATES } from './event-dates.js';
import { EVENT_COLUMNS } from './events.js';
import { MONEY } from './money.js';
import { ORDER_COUNTS } from './order-counts.js';
import { ORDER_DATES } from './order-dates.js';
import { ORDER_PARTS } from './orders-in-time.js';
import { ORDERS_PLACED } from './orders-placed.js';
import { ALL_PLACES, PLACE_COLUMNS } from './places.js';
import { PRODUCTS } from './products.js';
import { PRODUCTS_PURCHASED } from './products-purchased.js';
import { REFUNDS_RECEIVED } from './refunds-received.js';
import { RFM } from './rfm.js';
import { ALL_ACCOUNTS, STORE_CREDIT_ACCOUNTS } from './store-credit.js';
import type { Prepared, SourceName, StoredColumn } from './stored-column.js';

/** All attributes that a query may use, by name. It drives checking, SQL, stored columns and documentation. */
export interface Catalogue {
  readonly attributes: ReadonlyMap<string, Attribute>;
  readonly functions: ReadonlyMap<string, FunctionAttribute>;
  /** All that is stored for them. */
  readonly columns: readonly StoredColumn[];
  /** What the columns of a source are made of. */
  readonly prepared: Readonly<Partial<Record<SourceName, Prepared>>>;
}

const ATTRIBUTES = [
  ...ORDER_COUNTS,
  ...ORDER_DATES,
  ...MONEY,
  ...PRODUCTS,
  ...CHANNELS,
  ...RFM,
  ...CONSENTS,
  ...CUSTOMERS,
  ...EVENT_DATES,
];
const FUNCTIONS = [ORDERS_PLACED, PRODUCTS_PURCHASED, REFUNDS_RECEIVED, STORE_CREDIT_ACCOUNTS];

/** The attributes of every shop. Adding one is adding an entry to one of its groups. */
export const CATALOGUE: Catalogue = {
  attributes: byName(ATTRIBUTES),
  functions: byName(FUNCTIONS),
  prepared: {
    orders: { ofRow: ORDER_PARTS },
    refunds: { ofRow: CHANNEL_PARTS },
    customers: { ofAll: { ...LISTS_OF_CUSTOMERS, ...ALL_ACCOUNTS, ...ALL_PLACES, ...ALL_CUSTOM } },
    events: { ofRow: CHANNEL_PARTS },
  },
  columns: [
    ...[...ATTRIBUTES, ...FUNCTIONS].flatMap(({ columns }) => columns),
    ...PLACE_COLUMNS,
    ...CUSTOM_COLUMNS,
    ...EVENT_COLUMNS,
  ],
};

function byName<T extends { readonly name: string }>(entries: readonly T[]): ReadonlyMap<string, T> {
  return new Map(entries.map((entry) => [entry.name, entry]));
}
