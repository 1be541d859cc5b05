import { CATEGORIES, type Category, GIFT_CARD, type Product } from './catalogue.js';
import type { Random } from './random.js';
import type { Setting } from './setting.js';
import type { Shopper } from './shopper.js';
import type { Visit } from './visits.js';

export interface BasketLine {
  readonly product: Product;
  readonly quantity: number;
}

const MOST_LINES = 14;

/** What a shopper puts into a basket: favourites mostly, else what the season sells. */
export function basketOf(setting: Setting, shopper: Shopper, visit: Visit, random: Random): BasketLine[] {
  const month = setting.calendar.month(visit.day);
  if (visit.gift && random.chance(0.08)) return [{ product: GIFT_CARD, quantity: 1 }];
  const count = Math.min(1 + Math.floor(random.exponential(shopper.extraLines + 0.01) + 0.35), MOST_LINES);
  const lines = new Map<Product, number>();
  for (let line = 0; line < count; line += 1) {
    const product = productOf(shopper, categoryOf(shopper, visit, month, random), random);
    if (!lines.has(product)) lines.set(product, quantityOf(random));
  }
  return [...lines].map(([product, quantity]) => ({ product, quantity }));
}

function categoryOf(shopper: Shopper, visit: Visit, month: number, random: Random): Category {
  if (shopper.regular && visit.occasion === null) return shopper.favourites[0] ?? random.pick(CATEGORIES);
  for (;;) {
    const isFavourite = visit.occasion === null && random.chance(0.6);
    const category = random.pick(isFavourite ? shopper.favourites : CATEGORIES);
    if (random.chance(category.season[month - 1] ?? 1)) return category;
  }
}

/** Around the shopper's taste: the products of a category are sorted by price. */
function productOf(shopper: Shopper, { products }: Category, random: Random): Product {
  const place = shopper.taste * 0.7 + random.unit() * 0.3;
  return products[Math.min(Math.floor(place * products.length), products.length - 1)] ?? random.pick(products);
}

function quantityOf(random: Random): number {
  const draw = random.unit();
  if (draw < 0.8) return 1;
  return draw < 0.93 ? 2 : draw < 0.98 ? 3 : random.between(4, 12);
}
