import { hashOf } from '../random.js';
import { invalidParameter } from './answer.js';
import { isTrue, listOf, readList } from './list.js';
import { withMeta } from './meta.js';
import { ORDER_STATUSES, type Order } from './order.js';
import { orderBody, refundBody } from './order-body.js';
import { pagingHeaders } from './paging.js';
import { POST_LIST, pageOf } from './posts.js';
import {
  type Asked,
  type Behind,
  ITEM_METHODS,
  LIST_METHODS,
  notFound,
  objectIn,
  type Refusal,
  type Reply,
  type Route,
  textsIn,
} from './route.js';
import type { RefundWish } from './shop.js';

const NO_ORDER = notFound('woocommerce_rest_shop_order_invalid_id', 'Invalid ID.');

function listOrders({ shop }: Behind, { query }: Asked): Reply | Refusal {
  const { site } = shop;
  const list = readList(query, site, POST_LIST);
  if ('code' in list) return { problem: list };
  const statuses = listOf(query, 'status').filter((status) => status !== 'any');
  const inTrash = statuses.length === 1 && statuses[0] === 'trash';
  const customer = query.get('customer');
  const filters = [
    ...(statuses.length === 0 || inTrash ? [] : [(order: Order) => statuses.includes(order.status)]),
    ...(customer === null ? [] : [(order: Order) => order.customer_id === Number(customer)]),
  ];
  const filter = filters.length === 0 ? undefined : (order: Order) => filters.every((passes) => passes(order));
  // A database sorts posts of one second as it likes, and otherwise for each page.
  const tie = site.version.orderTables ? undefined : ({ id }: Order, end: number) => hashOf(end, id);
  const selected = pageOf(inTrash ? shop.trashedOrders : shop.orders, list, filter, tie);
  const nothing = selected.rows.length === 0;
  const total = nothing && list.page > 1 && site.version.orderTables ? 0 : selected.total;
  const set = [['status[0]', 'any'], ...(nothing ? [] : [['dp', '2'] as const, ['context', 'view'] as const])] as const;
  const paged = { path: '/wp-json/wc/v3/orders', query, page: list.page, perPage: list.perPage, total, set };
  return { body: selected.rows.map((order) => orderBody(order, site)), headers: pagingHeaders(paged, site) };
}

function getOrder({ shop }: Behind, { ids: [id = 0] }: Asked): Reply | Refusal {
  const order = shop.order(id);
  return order === undefined ? NO_ORDER : { body: orderBody(order, shop.site) };
}

function saveOrder({ shop }: Behind, { ids: [id = 0], body }: Asked): Reply | Refusal {
  if (shop.order(id) === undefined) return NO_ORDER;
  const { status, customer_note: note, customer_id: customer, billing, meta_data: meta } = body;
  const known = ORDER_STATUSES.find((one) => one === status);
  if (status !== undefined && known === undefined) {
    return {
      problem: invalidParameter('status', 'rest_not_in_enum', `status is not one of ${ORDER_STATUSES.join(', ')}.`),
    };
  }
  const order = shop.changeOrder(id, (order) => {
    if (typeof note === 'string') order.customer_note = note;
    if (typeof customer === 'number') order.customer_id = customer;
    if (billing !== undefined) order.billing = { ...order.billing, ...textsIn(billing) };
    order.meta_data = withMeta(order.meta_data, meta, shop);
  });
  if (known !== undefined && known !== order.status) shop.setStatus(id, known);
  return { body: orderBody(order, shop.site) };
}

function deleteOrder({ shop }: Behind, { ids: [id = 0], query }: Asked): Reply | Refusal {
  const order = shop.order(id);
  if (order === undefined) return NO_ORDER;
  const body = orderBody(order, shop.site);
  if (isTrue(query.get('force'))) shop.erase(id);
  else if (order.status === 'trash') {
    const message = 'The order has already been deleted.';
    return { problem: { status: 410, code: 'woocommerce_rest_already_trashed', message } };
  } else shop.trash(id);
  return { body };
}

function listRefunds({ shop }: Behind, { ids: [id = 0], query }: Asked): Reply | Refusal {
  const order = shop.order(id);
  if (order === undefined) return notFound('woocommerce_rest_order_invalid_id', 'Invalid order ID.');
  const list = readList(query, shop.site, POST_LIST);
  if ('code' in list) return { problem: list };
  const { page, perPage, descending } = list;
  const refunds = [...order.refunds].sort((a, b) => (descending ? b.id - a.id : a.id - b.id));
  const path = `/wp-json/wc/v3/orders/${id}/refunds`;
  return {
    body: refunds.slice((page - 1) * perPage, page * perPage).map((refund) => refundBody(refund, shop.site)),
    headers: pagingHeaders({ path, query, page, perPage, total: refunds.length, set: [] }, shop.site),
  };
}

function getRefund({ shop }: Behind, { ids: [id = 0, refundId] }: Asked): Reply | Refusal {
  const refund = shop.order(id)?.refunds.find((one) => one.id === refundId);
  if (refund === undefined) return notFound('woocommerce_rest_shop_order_refund_invalid_id', 'Invalid ID.');
  return { body: refundBody(refund, shop.site) };
}

function createRefund({ shop }: Behind, { ids: [id = 0], body }: Asked): Reply | Refusal {
  const order = shop.order(id);
  if (order === undefined) return notFound('woocommerce_rest_invalid_order', 'Order is invalid');
  const lines = Array.isArray(body.line_items) ? body.line_items.map(objectIn) : [];
  const wish: RefundWish = {
    ...(body.amount !== undefined && { amount: String(body.amount) }),
    ...(typeof body.reason === 'string' && { reason: body.reason }),
    lines: lines
      .filter((line) => order.line_items.some((own) => own.id === line.id))
      .map((line) => ({
        line: Number(line.id),
        quantity: Number(line.quantity ?? 0),
        amount: String(line.refund_total),
      })),
  };
  const refund = shop.refund(id, wish);
  if (refund === undefined) {
    const code = 'woocommerce_rest_cannot_create_order_refund';
    return { problem: { status: 500, code, message: 'Invalid refund amount.' } };
  }
  return { status: 201, body: refundBody(refund, shop.site) };
}

export const ORDER_ROUTES: readonly Route[] = [
  { path: /^\/wc\/v3\/orders$/, takes: LIST_METHODS, get: listOrders },
  { path: /^\/wc\/v3\/orders\/(\d+)$/, takes: ITEM_METHODS, get: getOrder, save: saveOrder, delete: deleteOrder },
  { path: /^\/wc\/v3\/orders\/(\d+)\/refunds$/, takes: LIST_METHODS, get: listRefunds, create: createRefund },
  { path: /^\/wc\/v3\/orders\/(\d+)\/refunds\/(\d+)$/, takes: 'GET, DELETE', get: getRefund },
];
