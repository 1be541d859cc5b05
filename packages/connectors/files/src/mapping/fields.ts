/** Who a row is about; an order's row and a customer's row may both say it. */
const PERSON = {
  customer: "the customer's id",
  email: 'e-mail address; also the id, in lower case, where there is no customer',
  phone: 'telephone number',
  name: 'full name, where first and last name have no columns of their own',
  firstName: 'first name',
  lastName: 'last name',
  company: 'company',
  address1: 'first line of the address',
  address2: 'second line of the address',
  city: 'town',
  region: 'state or province',
  postcode: 'postcode',
  country: 'country, as an English name or ISO 3166 code',
} as const;

/** What a mapping can fill, for each kind of rows: the field and its meaning. */
export const MAPPING_FIELDS = {
  orders: {
    order: "the order's id; rows with the same id are one order",
    placedAt: 'when the sale happened',
    price: 'price of one piece before discounts',
    quantity: 'number of pieces; 1 where there is none',
    discount: "the line's discount, an amount",
    discountCode: 'the code that the customer used',
    total: "the order's total; without price, the whole row's amount",
    product: "the product's id",
    title: "the product's name",
    sku: 'stock-keeping unit',
    currency: 'ISO 4217 code',
    location: 'shop or till',
    updatedAt: 'when the order was last changed',
    cancelledAt: 'when it was cancelled; empty for orders that were not',
    ...PERSON,
  },
  customers: {
    ...PERSON,
    createdAt: 'when the customer came to be',
    updatedAt: 'when the record was last changed',
    birthDate: 'day of birth',
    language: 'such as en or en-US',
    tags: 'words separated by commas',
  },
  events: {
    event: "the event's id",
    name: 'what happened: one of our names, or of the common analytics spec; others are kept as custom',
    at: 'when it happened',
    customer: "the customer's id",
    email: 'e-mail address; the id, in lower case, where there is no customer',
    product: "the product's id",
    campaign: 'the campaign of a message or exposure',
  },
} as const;

export type RowsKind = keyof typeof MAPPING_FIELDS;

/** Of each group, at least one field must be mapped. */
export const NEEDED_FIELDS: Readonly<Record<RowsKind, readonly (readonly string[])[]>> = {
  orders: [['order'], ['placedAt'], ['price', 'total']],
  customers: [
    ['customer', 'email'],
    ['updatedAt', 'createdAt'],
  ],
  events: [['event'], ['name'], ['at']],
};
