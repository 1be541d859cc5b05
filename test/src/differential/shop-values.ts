import {
  type Day,
  type Decimal,
  dayOf,
  type Instant,
  isCounted,
  isPurchase,
  orderTotalInShopCurrency,
  toMillionths,
} from '@clientele/model';
import type { ReferenceShop, TraitValue } from '@clientele/segmentation';
import { referenceOf } from './question.js';
import type { RandomShop } from './random-shop.js';

/** The values that a shop's profiles really have, by trait or parameter, ascending: literals are drawn near them. */
export class ShopValues {
  readonly shop: RandomShop;
  readonly #reference: ReferenceShop;
  readonly #numbers = new Map<string, readonly bigint[]>();
  readonly #moments = new Map<string, readonly Instant[]>();
  readonly #texts = new Map<string, readonly string[]>();

  constructor(shop: RandomShop) {
    this.shop = shop;
    this.#reference = referenceOf(shop);
  }

  /** In millionths, rounded down. */
  numbers(name: string): readonly bigint[] {
    return once(this.#numbers, name, () => {
      const ofRecords = this.#numbersOfRecords(name);
      if (ofRecords !== undefined) return ofRecords;
      return this.#traits(name).flatMap((value) =>
        value.kind === 'number' ? (value.number.numerator * 1_000_000n) / value.number.denominator : [],
      );
    });
  }

  moments(name: string): readonly Instant[] {
    return once(this.#moments, name, () => {
      if (name === 'date') return this.#countedOrders().map((order) => order.placedAt);
      return this.#traits(name).flatMap((value) => (value.kind === 'date' ? value.at : []));
    });
  }

  /** The texts of a text, the elements of a list. */
  texts(name: string): readonly string[] {
    return once(this.#texts, name, () => {
      if (name === 'channel') return this.#countedOrders().map((order) => order.channel.kind);
      if (name === 'id') {
        const lines = this.#countedOrders().flatMap((order) => order.lines.filter(isPurchase));
        return lines.flatMap((line) => line.product ?? []);
      }
      return this.#traits(name).flatMap((value) => {
        return value.kind === 'text' ? value.text : value.kind === 'list' ? value.texts : [];
      });
    });
  }

  today(): Day {
    return dayOf(this.shop.now, this.shop.timeZone);
  }

  #numbersOfRecords(name: string): bigint[] | undefined {
    const millionths = (values: readonly (Decimal | null)[]) =>
      values.flatMap((value) => (value === null ? [] : toMillionths(value)));
    const orders = this.#countedOrders();
    const amounts = orders.map((order) => orderTotalInShopCurrency(order, this.shop.currency));
    const quantities = orders.flatMap((order) => order.lines.filter(isPurchase).map((line) => line.quantity));
    switch (name) {
      case 'amount':
        return millionths(amounts);
      case 'sum_amount':
        return [...millionths(amounts), ...this.numbers('amount_spent')];
      case 'quantity':
        return millionths(quantities);
      case 'sum_quantity':
        return [...millionths(quantities), ...this.numbers('units_purchased')];
      case 'count':
        return [...this.numbers('number_of_orders'), ...this.numbers('distinct_products')];
      default:
        return undefined;
    }
  }

  #countedOrders() {
    return this.shop.profiles.flatMap((profile) => profile.orders.filter(isCounted));
  }

  #traits(name: string): readonly TraitValue[] {
    return [...this.#reference.trait(name).values()];
  }
}

function once<V>(known: Map<string, readonly V[]>, name: string, make: () => readonly V[]): readonly V[] {
  const value = known.get(name) ?? make().toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  known.set(name, value);
  return value;
}
