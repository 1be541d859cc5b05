import type { RecordInput } from '@clientele/model';
import { CONNECTIONS, type Connection } from './channels.js';

/** A range of products; `months` (1 to 12) are those in which most of it sells. */
interface Range {
  readonly category: string;
  readonly code: string;
  readonly months: readonly number[] | null;
  /** Bought again and again at much the same distance. */
  readonly staple: boolean;
  /** Cents of the shop's currency: the cheapest and the dearest product. */
  readonly prices: readonly [number, number];
  readonly things: readonly string[];
}

function range(
  category: string,
  code: string,
  prices: readonly [number, number],
  things: string,
  sells: { readonly months?: readonly number[]; readonly staple?: boolean } = {},
): Range {
  return {
    category,
    code,
    prices,
    things: things.split(', '),
    months: sells.months ?? null,
    staple: sells.staple ?? false,
  };
}

const RANGES: readonly Range[] = [
  range(
    'Tea & Coffee',
    'TEA',
    [450, 2400],
    'breakfast tea, green tea, espresso beans, decaf beans, herbal tea, cold brew',
    { staple: true },
  ),
  range('Pets', 'PET', [390, 4800], 'dog treats, cat treats, dog food, cat litter, chew toy', { staple: true }),
  range('Skin care', 'SKI', [690, 5900], 'day cream, night cream, hand balm, cleanser, serum, soap', { staple: true }),
  range('Kitchen', 'KIT', [590, 12900], 'mug, teapot, baking tin, cast-iron pan, chopping board, apron'),
  range('Candles', 'CAN', [650, 3900], 'scented candle, tealight holder, lantern, diffuser'),
  range('Stationery', 'STA', [250, 3400], 'notebook, pencil case, fountain pen, planner, wrapping paper', {
    months: [8, 9],
  }),
  range('Books', 'BOO', [699, 3500], 'cookbook, picture book, novel, atlas'),
  range('Toys', 'TOY', [790, 8900], 'wooden train, puzzle, plush bear, board game, kite', { months: [11, 12] }),
  range('Garden', 'GAR', [390, 14900], 'seed set, watering can, bird house, planter, secateurs', {
    months: [3, 4, 5, 6],
  }),
  range('Outdoor', 'OUT', [1290, 19900], 'picnic rug, flask, backpack, camping lamp, hammock', {
    months: [5, 6, 7, 8],
  }),
  range('Knitwear', 'KNI', [1900, 14900], 'scarf, beanie, jumper, throw, gloves', { months: [10, 11, 12, 1] }),
  range('Jewellery', 'JEW', [1500, 29900], 'earrings, necklace, bracelet, ring'),
  range('Christmas', 'CHR', [290, 6900], 'bauble set, advent calendar, wreath, fairy lights, stocking', {
    months: [11, 12],
  }),
];

const MANNERS = ['Classic', 'Blue', 'Organic', 'Large', 'Linen', 'Handmade'];
const OFF_SEASON = 0.06;

export interface Product {
  readonly sku: string;
  readonly title: string;
  readonly category: string;
  /** Cents of the shop's currency. */
  readonly cents: number;
}

/** Products of one category, the cheapest first. */
export interface Category {
  readonly name: string;
  readonly staple: boolean;
  readonly products: readonly Product[];
  /** How well it sells in each month, 1 at its best. */
  readonly season: readonly number[];
}

export const CATEGORIES: readonly Category[] = RANGES.map((entry) => {
  const count = entry.things.length * MANNERS.length;
  const [cheapest, dearest] = entry.prices;
  return {
    name: entry.category,
    staple: entry.staple,
    season: Array.from({ length: 12 }, (_, month) =>
      entry.months === null || entry.months.includes(month + 1) ? 1 : OFF_SEASON,
    ),
    products: Array.from({ length: count }, (_, index) => {
      const cents = cheapest * (dearest / cheapest) ** (index / (count - 1));
      return {
        sku: `${entry.code}-${String(index + 1).padStart(3, '0')}`,
        title: `${MANNERS[index % MANNERS.length]} ${entry.things[Math.floor(index / MANNERS.length)]}`,
        category: entry.category,
        cents: Math.max(cheapest, Math.round(cents / 10) * 10 - 5),
      };
    }),
  };
});

export const GIFT_CARD: Product = { sku: 'GIFT-CARD', title: 'Gift card', category: 'Gift cards', cents: 5000 };

export const PRODUCTS: readonly Product[] = [...CATEGORIES.flatMap((category) => category.products), GIFT_CARD];

const NUMBERS = new Map(PRODUCTS.map((product, index) => [product.sku, index]));

/** A product's id in a connection: its stock code, but numbers of their own in the second store and the marketplace. */
export function productId(connection: Connection, product: Product): string {
  if (connection === 'web' || connection === 'tills') return product.sku;
  const number = String(NUMBERS.get(product.sku) ?? 0).padStart(4, '0');
  return connection === 'second-store' ? `7000${number}` : `B0W${number}X`;
}

/** Every product as each connection describes it, last changed at the given instant. */
export function* productRecords(updatedAt: string): Generator<{ connection: Connection; record: RecordInput }> {
  for (const connection of CONNECTIONS) {
    for (const product of PRODUCTS) {
      yield {
        connection,
        record: {
          kind: 'product',
          externalId: productId(connection, product),
          version: { updatedAt },
          title: product.title,
          category: product.category,
          tags: [product.sku],
        },
      };
    }
  }
}
