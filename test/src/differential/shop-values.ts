import { type Day, dayOf, type Instant, parseInstant } from '@clientele/model';
import {
  type AmountValue,
  type Condition,
  LANGUAGE,
  type LanguageType,
  measureNamed,
  parameterNamed,
  parseQuery,
  type ReferenceShop,
  rowsNamed,
} from '@clientele/segmentation';
import { referenceOf } from './question.js';
import type { RandomShop } from './random-shop.js';

/**
 * The values that a shop's profiles really have, ascending: literals are drawn near them. A name is an amount, such as
 * `amount_spent` or `count OF orders_placed`, or a parameter: `orders_placed: amount`.
 */
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
    return once(this.#numbers, name, () =>
      this.#values(name).flatMap((value) =>
        value.kind === 'number' ? (value.number.numerator * 1_000_000n) / value.number.denominator : [],
      ),
    );
  }

  moments(name: string): readonly Instant[] {
    return once(this.#moments, name, () =>
      name === 'anniversary'
        ? this.#anniversaries()
        : this.#values(name).flatMap((value) => (value.kind === 'date' || value.kind === 'moment' ? value.at : [])),
    );
  }

  /** Those of births about the shop's year. */
  #anniversaries(): readonly Instant[] {
    const years = [-1, 0, 0, 1].map((later) => Number(this.today().slice(0, 4)) + later);
    return this.moments('birth_date').flatMap((at) =>
      years.flatMap((year) => parseInstant(`${year}${dayOf(at, this.shop.timeZone).slice(4)}T12:00:00Z`) ?? []),
    );
  }

  /** The texts of a text, the elements of a list. */
  texts(name: string): readonly string[] {
    return once(this.#texts, name, () =>
      this.#values(name).flatMap((value) =>
        value.kind === 'text' ? value.text : value.kind === 'list' ? value.texts : [],
      ),
    );
  }

  /** The texts that a choice, or an element of a list of choices, may be; undefined for other names. */
  allowed(name: string): readonly string[] | undefined {
    return typeNamed(name)?.values;
  }

  /** Whether a condition holds for some of the shop's people and not for others. */
  tellsApart(condition: Condition): boolean {
    const { size } = this.#reference.members(condition);
    return size > 0 && size < this.shop.profiles.length;
  }

  today(): Day {
    return dayOf(this.shop.now, this.shop.timeZone);
  }

  #values(name: string): readonly AmountValue[] {
    const [rows, parameter] = name.split(': ');
    if (rows !== undefined && parameter !== undefined) return this.#reference.valuesOfRows(rows, parameter);
    // The first and last of a property are of no type of their own.
    const [, property, of] = /^(?:first|last)\.(.*) OF (.*)$/s.exec(name) ?? [];
    if (property !== undefined && of !== undefined) return this.#reference.valuesOfRows(of, `property.${property}`);
    const read = parseQuery(`${name} IS NULL`);
    const condition = read.outcome === 'parsed' ? read.condition : undefined;
    if (condition?.kind !== 'test') throw new Error(`${name} is no amount`);
    return this.#reference.amounts(condition.amount);
  }
}

function typeNamed(name: string): LanguageType | undefined {
  const [rows = '', parameter] = name.split(': ');
  const [measure = '', of = ''] = name.split(' OF ');
  const known = rowsNamed(of === '' ? rows : of, LANGUAGE);
  if (known === undefined) return LANGUAGE.attributes.get(name);
  return parameter === undefined ? measureNamed(measure, known) : parameterNamed(parameter, known);
}

function once<V>(known: Map<string, readonly V[]>, name: string, make: () => readonly V[]): readonly V[] {
  const value = known.get(name) ?? make().toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  known.set(name, value);
  return value;
}
