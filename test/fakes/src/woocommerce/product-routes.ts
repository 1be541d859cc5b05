import { isTrue, listOf, readList } from './list.js';
import { pagingHeaders } from './paging.js';
import { POST_LIST, pageOf } from './posts.js';
import { type Product, productBody } from './product.js';
import {
  type Asked,
  type Behind,
  ITEM_METHODS,
  LIST_METHODS,
  notFound,
  type Refusal,
  type Reply,
  type Route,
} from './route.js';

const NO_PRODUCT = notFound('woocommerce_rest_product_invalid_id', 'Invalid ID.');

function listProducts({ shop }: Behind, { query }: Asked): Reply | Refusal {
  const { site } = shop;
  const list = readList(query, site, POST_LIST);
  if ('code' in list) return { problem: list };
  const statuses = listOf(query, 'status').filter((status) => status !== 'any');
  const inTrash = statuses.length === 1 && statuses[0] === 'trash';
  const filter = statuses.length === 0 || inTrash ? undefined : (product: Product) => statuses.includes(product.status);
  const { rows, total } = pageOf(inTrash ? shop.trashedProducts : shop.products, list, filter);
  const paged = { path: '/wp-json/wc/v3/products', query, page: list.page, perPage: list.perPage, total, set: [] };
  return { body: rows.map((product) => productBody(product, site)), headers: pagingHeaders(paged, site) };
}

function getProduct({ shop }: Behind, { ids: [id = 0] }: Asked): Reply | Refusal {
  const product = shop.product(id);
  return product === undefined ? NO_PRODUCT : { body: productBody(product, shop.site) };
}

function deleteProduct({ shop }: Behind, { ids: [id = 0], query }: Asked): Reply | Refusal {
  const product = shop.product(id);
  if (product === undefined) return NO_PRODUCT;
  const body = productBody(product, shop.site);
  if (isTrue(query.get('force'))) shop.eraseProduct(id);
  else if (product.status === 'trash') {
    const message = 'The product has already been deleted.';
    return { problem: { status: 410, code: 'woocommerce_rest_already_trashed', message } };
  } else shop.trashProduct(id);
  return { body };
}

export const PRODUCT_ROUTES: readonly Route[] = [
  { path: /^\/wc\/v3\/products$/, takes: LIST_METHODS, get: listProducts },
  { path: /^\/wc\/v3\/products\/(\d+)$/, takes: ITEM_METHODS, get: getProduct, delete: deleteProduct },
];
