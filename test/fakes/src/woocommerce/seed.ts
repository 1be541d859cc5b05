import { randomOf } from '../random.js';
import type { Order, OrderStatus } from './order.js';
import type { Shop } from './shop.js';
import type { Seconds } from './site.js';

export interface Seeding {
  readonly seed: number;
  readonly orders: number;
  readonly customers?: number;
  /** The orders are spread evenly over this time; by default the year before now. */
  readonly from?: Seconds;
  readonly to?: Seconds;
}

const PRODUCTS = [
  { name: 'Mug', sku: 'MUG-1', price: '9.99' },
  { name: 'Tee', sku: 'TEE-1', price: '24.50' },
  { name: 'Coat', sku: 'COAT-1', price: '149.00' },
  { name: 'Socks', sku: 'SOCKS-1', price: '4.25' },
];
const PEOPLE = ['Ada Lovelace', 'Grace Hopper', 'Zoë Ångström', 'Mary Somerville', 'Ching Shih', 'Ibn al-Haytham'];
const STATUSES: readonly OrderStatus[] = ['completed', 'completed', 'completed', 'processing', 'on-hold', 'cancelled'];
const YEAR = 366 * 86_400;

/** Fills a shop with a past that a seed decides: products, accounts, and orders of these and of guests. */
export function seedShop(shop: Shop, { seed, orders, customers = Math.ceil(orders / 10), ...time }: Seeding): void {
  const random = randomOf(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T;
  const { to = shop.now, from = to - YEAR } = time;
  const products = PRODUCTS.map((product) => shop.addProduct(product));
  const accounts = Array.from({ length: customers }, (_, index) => {
    const [first_name = '', last_name = ''] = pick(PEOPLE).split(' ');
    const email = `customer${index}@example.com`;
    return shop.addCustomer({ email, first_name, last_name, billing: { first_name, last_name, email, country: 'GB' } });
  });
  for (let index = 0; index < orders; index += 1) {
    const account = random() < 0.5 ? undefined : pick(accounts);
    const guest = { first_name: 'Guest', email: `guest${Math.floor(random() * orders)}@example.com`, country: 'GB' };
    shop.placeOrder({
      lines: Array.from({ length: 1 + Math.floor(random() * 2) }, () => ({
        product: pick(products).id,
        quantity: 1 + Math.floor(random() * 3),
      })),
      status: pick(STATUSES),
      customer: account?.id ?? 0,
      billing: account?.billing ?? guest,
      taxed: random() < 0.5,
      tenOff: random() < 0.1,
      shipping: random() < 0.5 ? '3.50' : '0',
      at: Math.floor(from + ((to - from) * index) / orders),
    });
  }
}

/** So many orders of guests in the present second. */
export function tie(shop: Shop, orders: number): readonly Order[] {
  const product = shop.products.values().next().value ?? shop.addProduct({ name: 'Mug' });
  return Array.from({ length: orders }, (_, index) =>
    shop.placeOrder({
      lines: [{ product: product.id, quantity: 1 }],
      billing: { email: `tied${index}@example.com` },
    }),
  );
}
