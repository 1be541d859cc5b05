import { nameOfParts } from '../../tree/name.js';
import type { KnownName, KnownNames } from '../carrier.js';

const inEmail = (event: string) => `events.${event} (channel = 'email')`;

/** Metrics that Klaviyo and its integrations with shops call so. */
const EVENTS: Readonly<Record<string, KnownName>> = {
  'Placed Order': 'orders_placed',
  'Ordered Product': 'products_purchased',
  'Refunded Order': 'refunds_received',
  'Active on Site': ['events.page_viewed', 'Klaviyo counts visits, where page views are counted here.'],
  'Viewed Product': 'events.product_viewed',
  'Viewed Collection': 'events.collection_viewed',
  'Submitted Search': 'events.searched',
  'Added to Cart': 'events.product_added',
  'Checkout Started': 'events.checkout_started',
  'Started Checkout': 'events.checkout_started',
  'Received Email': inEmail('message_delivered'),
  'Opened Email': inEmail('message_opened'),
  'Clicked Email': inEmail('message_clicked'),
  'Bounced Email': inEmail('message_bounced'),
  'Marked Email as Spam': inEmail('message_marked_as_spam'),
  'Unsubscribed from Email Marketing': inEmail('unsubscribed'),
};

const OF_PRODUCTS: Readonly<Record<string, string>> = {
  ProductID: 'id',
  ProductId: 'id',
  'Product ID': 'id',
  Categories: 'category',
  Brand: 'vendor',
  ProductBrand: 'vendor',
  Vendor: 'vendor',
};

/** Properties of metrics that became parameters, by rows. */
const PARAMETERS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  orders_placed: { $value: 'amount', 'Discount Codes': 'discount_code' },
  products_purchased: {
    ...OF_PRODUCTS,
    SKU: 'sku',
    $value: 'amount',
    Quantity: 'quantity',
    'Discount Codes': 'discount_code',
  },
  refunds_received: { $value: 'amount' },
  events: { ...OF_PRODUCTS, $value: 'property.value', $message: 'campaign' },
};

export const KLAVIYO_NAMES: KnownNames = {
  events: new Map(Object.entries(EVENTS)),
  attributes: new Map<string, KnownName>([
    [
      'created',
      [
        'customer_added_date',
        "Klaviyo means the day its own profile was made, not the earliest of the person's records.",
      ],
    ],
    ["location['country']", ['customer_countries', 'Klaviyo looks at one location, here at all addresses.']],
  ]),
  withoutPlace: new Set([
    'phone_number',
    'first_name',
    'last_name',
    'organization',
    'title',
    'external_id',
    'locale',
    'updated',
    'last_event_date',
    ...['address1', 'address2', 'city', 'region', 'zip', 'latitude', 'longitude', 'timezone', 'ip'].map(
      (part) => `location['${part}']`,
    ),
  ]),
  parameter(property, rows) {
    const isEvent = rows.startsWith('events.');
    const known = PARAMETERS[isEvent ? 'events' : rows];
    if (known !== undefined && Object.hasOwn(known, property)) return known[property];
    return isEvent ? nameOfParts('property', property) : undefined;
  },
};

/** The custom property of a profile that `properties['Favorite Color']` names; what has another form as it is. */
export function klaviyoProperty(property: string): string {
  return /^properties\[(['"])(.*)\1\]$/s.exec(property)?.[2] ?? property;
}
