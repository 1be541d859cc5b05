import { type Day, dayOf } from '@clientele/model';
import type { Attribute, FunctionAttribute } from '../catalogue/attribute.js';
import { CATALOGUE } from '../catalogue/catalogue.js';
import { attributeNamed } from '../catalogue/custom-attributes.js';
import type { Sql } from '../catalogue/reading.js';
import { rowsEntry } from '../catalogue/rows-entry.js';
import type { Constants } from './constants.js';
import type { CompileContext } from './context.js';
import type { CutoffKey } from './cutoff-key.js';
import type { Common } from './in-common.js';
import { Parameters } from './parameters.js';
import { all } from './sql-logic.js';

/** What SQL is built from while one statement is compiled: parameters, settings of the shop, the catalogue. */
export class Scope {
  readonly context: CompileContext;
  readonly today: Day;
  readonly parameters: Parameters;
  readonly constants: Constants | undefined;
  /** What many conditions over everybody have in common, where they are asked in one statement. */
  readonly common: Common | undefined;

  /** @param constants where the statement names what it takes once; else that is written wherever it is needed */
  constructor(context: CompileContext, parameters = new Parameters(), constants?: Constants, common?: Common) {
    this.context = context;
    this.today = dayOf(context.now, context.timeZone);
    this.parameters = parameters;
    this.constants = constants;
    this.common = common;
  }

  /** Whether all profiles are asked, as they are now: not a few of them, nor the past. */
  get asksEverybody(): boolean {
    return this.context.purchasesByProduct !== undefined;
  }

  /** The scope of the profile itself, where this one is of a row of it. */
  get profile(): Scope {
    return this;
  }

  /** A place in the SQL for a value. */
  param(type: string, value: unknown): string {
    return this.parameters.add(type, value);
  }

  /** SQL of a value that depends on no profile: a query of one value. */
  constant(name: string, sql: string): string {
    return this.constants?.add(name, sql) ?? sql;
  }

  /** SQL of a value of a profile that conditions have in common, as they may. */
  shared(sql: string): string {
    return this.common?.name(sql) ?? sql;
  }

  /** SQL of all of some conditions that cost nothing: where there are many, looking only at profiles that are left costs more. */
  both(...conditions: readonly (string | null)[]): string {
    if (this.common === undefined) return all(...conditions);
    const given = conditions.filter((condition) => condition !== null);
    return given.length === 0 ? '1' : given.reduce((left, right) => `bitAnd(${left}, ${right})`);
  }

  read(sql: Sql): string {
    return typeof sql === 'string' ? sql : sql(this);
  }

  attribute(name: string): Attribute {
    return known(attributeNamed(name, this.context.customTypes), name);
  }

  function(name: string): FunctionAttribute {
    return known(rowsEntry(name, CATALOGUE), name);
  }

  cutoffs(key: CutoffKey): readonly string[] {
    return known(this.context.cutoffs.get(key), key);
  }
}

/**
 * The scope within a lambda over the elements of array columns: what is read by name is an element, and it notes of which
 * columns the lambda reads some.
 */
export class ElementScope extends Scope {
  readonly columns = new Set<string>();
  readonly #profile: Scope;

  constructor(profile: Scope) {
    super(profile.context, profile.parameters, profile.constants, profile.common);
    this.#profile = profile;
  }

  override get profile(): Scope {
    return this.#profile;
  }

  override read(sql: Sql): string {
    if (typeof sql === 'string') this.columns.add(sql);
    return super.read(sql);
  }
}

/** A condition that was checked, with the cut-offs that it requires, names nothing unknown. */
function known<T>(thing: T | undefined, name: string): T {
  if (thing === undefined) throw new Error(`a condition was compiled without its '${name}'`);
  return thing;
}
