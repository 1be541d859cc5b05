import { type Customer, customerBody } from './customer.js';
import { isTrue, type ListRules, passes, readList } from './list.js';
import { withMeta } from './meta.js';
import { pagingHeaders } from './paging.js';
import {
  type Asked,
  type Behind,
  ITEM_METHODS,
  LIST_METHODS,
  type Refusal,
  type Reply,
  type Route,
  textsIn,
} from './route.js';
import type { CustomerOrdering, Shop } from './shop.js';

/** By name, and never by when something changed: customers have no such filter, and ignore one. */
const CUSTOMER_LIST = {
  orderings: ['name', 'registered_date', 'id'],
  defaults: { by: 'name', descending: false },
  dates: false,
} as const satisfies ListRules<CustomerOrdering>;

function unknownCustomer({ site }: Shop): Refusal {
  const { code, message, allow } = site.version.unknownCustomer;
  return { problem: { status: 404, code, message }, allow };
}

function listCustomers({ shop }: Behind, { query }: Asked): Reply | Refusal {
  const { site } = shop;
  const list = readList(query, site, CUSTOMER_LIST);
  if ('code' in list) return { problem: list };
  const { page, perPage, offset, by, descending } = list;
  const role = query.get('role') ?? 'customer';
  const email = query.get('email')?.toLowerCase();
  const where = (customer: Customer) =>
    (role === 'all' || customer.role === role) &&
    (email === undefined || customer.email.toLowerCase() === email) &&
    passes(list, customer);
  const selected = shop.customers.select({ by, descending, where, offset, limit: perPage });
  const paged = { path: '/wp-json/wc/v3/customers', query, page, perPage, total: selected.total, set: [] };
  return { body: selected.rows.map((one) => customerBody(one, site)), headers: pagingHeaders(paged, site) };
}

function getCustomer({ shop }: Behind, { ids: [id = 0] }: Asked): Reply | Refusal {
  const customer = shop.customers.get(id);
  return customer === undefined ? unknownCustomer(shop) : { body: customerBody(customer, shop.site) };
}

function saveCustomer({ shop }: Behind, { ids: [id = 0], body }: Asked): Reply | Refusal {
  if (shop.customers.get(id) === undefined) return unknownCustomer(shop);
  const { email, first_name: first, last_name: last } = textsIn(body);
  const customer = shop.changeCustomer(id, (customer) => {
    if (email !== undefined) customer.email = email;
    if (first !== undefined) customer.first_name = first;
    if (last !== undefined) customer.last_name = last;
    customer.billing = { ...customer.billing, ...textsIn(body.billing) };
    customer.shipping = { ...customer.shipping, ...textsIn(body.shipping) };
    customer.meta_data = withMeta(customer.meta_data, body.meta_data, shop);
  });
  return { body: customerBody(customer, shop.site) };
}

function deleteCustomer({ shop }: Behind, { ids: [id = 0], query }: Asked): Reply | Refusal {
  const customer = shop.customers.get(id);
  if (customer === undefined) return unknownCustomer(shop);
  if (!isTrue(query.get('force'))) {
    const message = 'Customers do not support trashing.';
    return { problem: { status: 501, code: 'woocommerce_rest_trash_not_supported', message } };
  }
  shop.eraseCustomer(id);
  return { body: customerBody(customer, shop.site, true), allow: !shop.site.version.richLinks };
}

export const CUSTOMER_ROUTES: readonly Route[] = [
  { path: /^\/wc\/v3\/customers$/, takes: LIST_METHODS, get: listCustomers },
  {
    path: /^\/wc\/v3\/customers\/(\d+)$/,
    takes: ITEM_METHODS,
    get: getCustomer,
    save: saveCustomer,
    delete: deleteCustomer,
  },
];
