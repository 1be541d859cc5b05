import type { TimeZone } from '@clientele/model';
import type { PlainProfile } from '../plain-profile.js';
import type { Amount } from '../tree/amount.js';
import type { Condition } from '../tree/condition.js';
import { amountOf } from './amounts.js';
import type { ReferenceContext } from './context.js';
import { evaluate } from './evaluate.js';
import { personOf } from './person.js';
import { type Property, propertyAs, propertyNamed } from './properties.js';
import { questionOfPerson, questionOfShop } from './question.js';
import { type Row, rowsOf } from './rows.js';
import type { AmountValue, TraitValue } from './trait-value.js';
import { deriveTrait } from './traits.js';

/** A shop's records, read once, to be asked many questions. Every cut-off is taken once for all of them. */
export interface ReferenceShop {
  /** The ids of the profiles for which a condition holds. */
  readonly members: (condition: Condition) => Set<string>;
  /** A trait of every profile, by id; absent ones are left out. */
  readonly trait: (name: string) => Map<string, TraitValue>;
  /** What an amount is for every profile that has it, such as a measure of rows. */
  readonly amounts: (amount: Amount) => AmountValue[];
  /** The values that a parameter asks for of all rows of a kind. */
  readonly valuesOfRows: (rows: string, parameter: string) => AmountValue[];
}

/**
 * Answers from the records themselves: slow, and the definition of what a query means. `profiles` are all of the shop,
 * since percentiles and RFM scores are shop-wide. A condition that the type check refuses (`customer_tags > 5`) throws
 * a TypeError.
 */
export function referenceShop(profiles: readonly PlainProfile[], context: ReferenceContext): ReferenceShop {
  const people = profiles.map((profile) => personOf(profile, context.shop));
  const question = questionOfShop(context, people);
  return {
    members: (condition) =>
      new Set(people.filter((person) => evaluate(condition, person, question)).map((person) => person.id)),
    trait: (name) =>
      new Map(
        people.flatMap((person): [string, TraitValue][] => {
          const value = deriveTrait(name, person, question);
          return value === undefined ? [] : [[person.id, value]];
        }),
      ),
    amounts: (amount) => people.flatMap((person) => amountOf(amount, person, question) ?? []),
    valuesOfRows: (rows, parameter) =>
      people.flatMap((person) => rowsOf(rows, person).flatMap((row) => valuesOfRow(row, parameter, person.zone))),
  };
}

/** What a parameter asks for of a row; a property as whatever it may be taken for. */
function valuesOfRow({ values, properties }: Row, parameter: string, zone: TimeZone): AmountValue[] {
  const property = propertyNamed(parameter);
  if (property === undefined) return [values[parameter] ?? []].flat();
  const stated: Property | undefined = properties?.[property];
  if (Array.isArray(stated)) return [{ kind: 'list', texts: stated }];
  return (['number', 'text', 'date', 'boolean'] as const).flatMap((type) => propertyAs(type, stated, zone) ?? []);
}

/** The ids of a shop's profiles for which a condition holds: {@link referenceShop} for a single question. */
export function evaluateShop(
  condition: Condition,
  profiles: readonly PlainProfile[],
  context: ReferenceContext,
): Set<string> {
  return referenceShop(profiles, context).members(condition);
}

/** Whether a condition holds for one profile. Throws when it needs a shop-wide cut-off that the context does not give. */
export function evaluateProfile(condition: Condition, profile: PlainProfile, context: ReferenceContext): boolean {
  return evaluate(condition, personOf(profile, context.shop), questionOfPerson(context));
}

/** A trait of one profile; undefined where it is absent. Throws like {@link evaluateProfile}, or on an unknown name. */
export function traitValue(name: string, profile: PlainProfile, context: ReferenceContext): TraitValue | undefined {
  return deriveTrait(name, personOf(profile, context.shop), questionOfPerson(context));
}
