import type { TimeZone } from '@clientele/model';
import { LANGUAGE } from '../catalogue/language.js';
import type { CheckOptions } from '../check/check-query.js';
import type { Amount } from '../tree/amount.js';
import { nameOfParts } from '../tree/name.js';
import type { Rows } from '../tree/rows.js';
import { type ImportNames, readAmount, readRows } from './import-names.js';
import { LeftOut } from './left-out.js';

export interface ImportOptions extends CheckOptions {
  /** Moments of the definition are written as the shop's clock shows them. */
  readonly timeZone: TimeZone;
  readonly names?: ImportNames;
}

/** What a system's own names stand for here, unless the merchant says otherwise; each may come with how it differs. */
export interface KnownNames {
  readonly events: ReadonlyMap<string, KnownName>;
  /** Of people. A property that is not listed is a custom attribute, unless it is `withoutPlace`. */
  readonly attributes: ReadonlyMap<string, KnownName>;
  /** Properties that the language has no attribute for. */
  readonly withoutPlace: ReadonlySet<string>;
  /** Of events, by the rows that they are here; undefined where these rows have no such parameter. */
  readonly parameter: (property: string, rows: string) => string | undefined;
}
export type KnownName = string | readonly [name: string, difference: string];

/** Carries one condition over: knows the names, and gathers how what it makes differs. */
export class Carrier {
  readonly notes: string[] = [];

  constructor(
    readonly known: KnownNames,
    readonly names: ImportNames,
    readonly options: ImportOptions,
  ) {}

  /** Says how what is carried over differs, in a sentence. */
  note(difference: string): void {
    if (!this.notes.includes(difference)) this.notes.push(difference);
  }

  /** The rows that an event of theirs is here. */
  rows(event: string): Rows | LeftOut {
    const given = this.names.events.get(event) ?? event;
    const text = this.#own(this.known.events.get(given)) ?? (given === event ? undefined : given);
    if (text === undefined) {
      return new LeftOut(`The event ${event} is not known: say under "events" of the names what it is here`);
    }
    return readRows(text) ?? new LeftOut(`'${text}' are no rows, such as events.product_viewed`);
  }

  /** What a property of a person is here. */
  amount(property: string): Amount | LeftOut {
    const given = this.names.attributes.get(property) ?? this.#own(this.known.attributes.get(property));
    if (given === undefined && this.known.withoutPlace.has(property)) {
      return new LeftOut(
        `There is no attribute for ${property}: say under "attributes" of the names which custom attribute it is`,
      );
    }
    return readAmount(given ?? nameOfParts('attributes', property)) ?? new LeftOut(`${property} is no name`);
  }

  /** The parameter of rows that a property of an event is here. */
  parameter(property: string, rows: Rows): string | LeftOut {
    const given = this.names.properties.get(property) ?? this.known.parameter(property, rows.name);
    return (
      given ?? new LeftOut(`${rows.name} has no parameter for ${property}: name one under "properties" of the names`)
    );
  }

  /** The handle of the segment that a list of theirs is here. */
  handle(list: string): string | LeftOut {
    return (
      this.names.lists.get(list) ??
      new LeftOut(`The list ${list} is not known: say under "lists" of the names which segment it is here, by handle`)
    );
  }

  /** Whether what is tested is a list, whose elements are asked for with CONTAINS alone. */
  isList(amount: Amount): boolean {
    if (amount.kind !== 'attribute') return false;
    const type = LANGUAGE.attributes.get(amount.name) ?? this.options.customAttributes?.get(amount.name);
    return type?.type === 'list';
  }

  #own(known: KnownName | undefined): string | undefined {
    if (known === undefined || typeof known === 'string') return known;
    const [name, difference] = known;
    this.note(difference);
    return name;
  }
}
