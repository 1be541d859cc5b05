/** What is true of a channel as a whole, and needed to read each of its objects. */
const CHANNEL = `
  activeChannel { code }
  globalSettings { serverConfig { moneyStrategyPrecision } }`;

const ADDRESS = 'fullName company streetLine1 streetLine2 city province postalCode';

const ORDER = `
  id code type state updatedAt orderPlacedAt currencyCode totalWithTax
  customer { id firstName lastName }
  shippingAddress { ${ADDRESS} countryCode }
  promotions { id couponCode }
  lines {
    id quantity unitPriceWithTax proratedUnitPriceWithTax lineTax
    taxLines { description taxRate }
    discounts { adjustmentSource description amountWithTax }
    productVariant { id productId sku name }
  }
  shippingLines { id priceWithTax discountedPriceWithTax shippingMethod { name } }
  surcharges { id description priceWithTax }
  payments { updatedAt refunds { id createdAt updatedAt state total lines { orderLineId quantity } } }
  history(options: { filter: { type: { eq: "ORDER_STATE_TRANSITION" } }, sort: { createdAt: DESC }, take: 1 }) {
    items { createdAt }
  }`;

const CUSTOMER = `
  id createdAt updatedAt title firstName lastName emailAddress phoneNumber
  user { verified }
  groups { name }
  addresses { ${ADDRESS} country { code } }`;

const PRODUCT = `
  id updatedAt name
  variants { sku }
  facetValues { name facet { code } }
  collections { name }`;

function list(name: string, options: string, fields: string): string {
  return `query Changed($options: ${options}) { ${CHANNEL} list: ${name}(options: $options) { totalItems items { ${fields} } } }`;
}

function one(name: string, fields: string): string {
  return `query One($id: ID!) { ${CHANNEL} one: ${name}(id: $id) { ${fields} } }`;
}

/** The questions about each kind of thing: a page of those that changed, the same by ids and times alone, and one by its id. */
export const QUESTIONS = {
  orders: {
    list: list('orders', 'OrderListOptions', ORDER),
    skim: list('orders', 'OrderListOptions', 'id updatedAt orderPlacedAt'),
    one: one('order', ORDER),
  },
  customers: {
    list: list('customers', 'CustomerListOptions', CUSTOMER),
    skim: list('customers', 'CustomerListOptions', 'id updatedAt'),
    one: one('customer', CUSTOMER),
  },
  products: {
    list: list('products', 'ProductListOptions', PRODUCT),
    skim: list('products', 'ProductListOptions', 'id updatedAt'),
    one: one('product', PRODUCT),
  },
} as const;

export const ACCOUNT = 'query Account { activeChannel { code token defaultCurrencyCode } }';
