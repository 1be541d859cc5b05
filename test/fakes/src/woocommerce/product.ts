import { ALL_METHODS, type Links, selfLink } from './links.js';
import type { Meta } from './order.js';
import { gmt, local, type Seconds, type Site, secondsOfGmt } from './site.js';

/** What a shop keeps of a product; the rest of an answer is the same for each. */
export interface Product {
  readonly id: number;
  name: string;
  readonly slug: string;
  status: 'publish' | 'draft' | 'trash';
  readonly sku: string;
  price: string;
  total_sales: number;
  categories: readonly { readonly id: number; readonly name: string; readonly slug: string }[];
  tags: readonly { readonly id: number; readonly name: string; readonly slug: string }[];
  readonly related_ids: readonly number[];
  readonly created: Seconds;
  modified: Seconds;
}

export interface ProductBody extends Readonly<Omit<Product, 'created' | 'modified'>> {
  readonly date_created_gmt: string;
  readonly date_modified_gmt: string;
  readonly meta_data: readonly Meta[];
  readonly _links: Links;
}

/** A product as the shop answers it. */
export function productBody(product: Product, site: Site): ProductBody {
  const { version, url } = site;
  const products = `${url}/wp-json/wc/v3/products`;
  return {
    id: product.id,
    name: product.name,
    slug: product.slug,
    permalink: `${url}/product/${product.slug}/`,
    date_created: local(product.created, site),
    date_created_gmt: gmt(product.created),
    date_modified: local(product.modified, site),
    date_modified_gmt: gmt(product.modified),
    type: 'simple',
    status: product.status,
    featured: false,
    catalog_visibility: 'visible',
    description: '',
    short_description: '',
    sku: product.sku,
    price: product.price,
    regular_price: product.price,
    sale_price: '',
    date_on_sale_from: null,
    date_on_sale_from_gmt: null,
    date_on_sale_to: null,
    date_on_sale_to_gmt: null,
    on_sale: false,
    purchasable: true,
    total_sales: product.total_sales,
    ...UNCHANGING,
    categories: product.categories,
    ...(version.newerFields && { brands: [] }),
    tags: product.tags,
    ...NOTHING_MORE,
    price_html: priceHtml(product.price, site),
    related_ids: product.related_ids,
    meta_data: [],
    stock_status: 'instock',
    has_options: false,
    ...(version.newerFields && { post_password: '', global_unique_id: '' }),
    _links: {
      self: [selfLink(`${products}/${product.id}`, site, ALL_METHODS)],
      collection: [{ href: products }],
    },
  } as ProductBody;
}

export function productOf(body: ProductBody): Product {
  const { id, name, slug, status, sku, price, total_sales, categories, tags, related_ids } = body;
  const times = { created: secondsOfGmt(body.date_created_gmt), modified: secondsOfGmt(body.date_modified_gmt) };
  return { id, name, slug, status, sku, price, total_sales, categories, tags, related_ids, ...times };
}

const ENTITIES: Readonly<Record<string, string>> = { GBP: '&pound;', EUR: '&euro;', USD: '&#36;', JPY: '&yen;' };

function priceHtml(price: string, { version, currency }: Site): string {
  const translate = version.newerFields ? ' translate="no"' : '';
  const symbol = `<span class="woocommerce-Price-currencySymbol"${translate}>${ENTITIES[currency] ?? currency}</span>`;
  return `<span class="woocommerce-Price-amount amount"><bdi>${symbol}${price}</bdi></span>`;
}

const UNCHANGING = {
  virtual: false,
  downloadable: false,
  downloads: [],
  download_limit: -1,
  download_expiry: -1,
  external_url: '',
  button_text: '',
  tax_status: 'taxable',
  tax_class: '',
  manage_stock: false,
  stock_quantity: null,
  backorders: 'no',
  backorders_allowed: false,
  backordered: false,
  low_stock_amount: null,
  sold_individually: false,
  weight: '',
  dimensions: { length: '', width: '', height: '' },
  shipping_required: true,
  shipping_taxable: true,
  shipping_class: '',
  shipping_class_id: 0,
  reviews_allowed: true,
  average_rating: '0.00',
  rating_count: 0,
  upsell_ids: [],
  cross_sell_ids: [],
  parent_id: 0,
  purchase_note: '',
};

const NOTHING_MORE = {
  images: [],
  attributes: [],
  default_attributes: [],
  variations: [],
  grouped_products: [],
  menu_order: 0,
};
