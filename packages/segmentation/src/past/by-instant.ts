import type { CompileContext, CompiledSql } from '../compile/context.js';
import { Parameters } from '../compile/parameters.js';
import { Scope } from '../compile/scope.js';

/** One SQL for all instants, over the columns of what it was compiled from and {@link values}. */
export interface ByInstant {
  readonly sql: string;
  /** SQL of what it names beside columns, over the place `nth` of an instant. */
  readonly values: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, unknown>>;
  /** The places, from 1, of the instants from which on something else is asked than before, other values apart. */
  readonly breaks: readonly number[];
}

/**
 * Compiles for each instant, and makes one SQL of it: what differs are parameters only, which become lists of values by
 * instant. Where more differs, each text has the instants that it is of.
 *
 * @param prefix of the names of parameters and values
 */
export function byInstant(
  contexts: readonly CompileContext[],
  prefix: string,
  compile: (scope: Scope) => string,
): ByInstant {
  const compiled = contexts.map((context): CompiledSql => {
    // What is found by product is what was bought until now.
    const { purchasesByProduct: _, ...then } = context;
    const scope = new Scope(then, new Apart());
    return { sql: compile(scope), params: scope.parameters.values };
  });
  // Whom the shop leaves alone is asked in a query of its own, which takes no list of values.
  const kinds = compiled.map(({ sql }, place) => JSON.stringify([sql, contexts[place]?.holdOut]));
  const each = [...new Set(kinds)];
  const values: Record<string, string> = {};
  const params: Record<string, unknown> = {};
  const texts = each.map((kind, which) => {
    const places = kinds.flatMap((one, place) => (one === kind ? [place] : []));
    const text = compiled[places[0] ?? 0]?.sql ?? '';
    return text.replace(PLACE_OF_PARAMETER, (_, name: string, type: string) => {
      const all = compiled.map((one, place) => (kinds[place] === kind ? one.params[name] : undefined));
      const [one] = places.map((place) => all[place]);
      const isOne = places.every((place) => JSON.stringify(all[place]) === JSON.stringify(one));
      const named = `then_${prefix}_${which}_${name}`;
      params[named] = isOne ? one : all.map((value) => String(value ?? one));
      if (isOne) return `{${named}:${type}}`;
      // As texts: in a list of numbers the engine takes none.
      values[named] = `CAST({${named}:Array(String)} AS Array(${type}))[nth]`;
      return named;
    });
  });
  const [sql = ''] = texts;
  const breaks = kinds.flatMap((kind, place) => (place > 0 && kind !== kinds[place - 1] ? [place + 1] : []));
  if (texts.length <= 1) return { sql, values, params, breaks };
  const kindOf = `then_${prefix}_kind`;
  params[kindOf] = kinds.map((kind) => each.indexOf(kind));
  values[kindOf] = `{${kindOf}:Array(UInt16)}[nth]`;
  const branches = texts.slice(0, -1).map((text, which) => `${kindOf} = ${which}, ${text}, `);
  return { sql: `multiIf(${branches.join('')}${texts.at(-1)})`, values, params, breaks };
}

const PLACE_OF_PARAMETER = /\{(\w+):([^{}]+)\}/g;

/** A place for each value, so that the text is the same whichever of them are equal. */
class Apart extends Parameters {
  readonly #apart: Record<string, unknown> = {};

  override add(type: string, value: unknown): string {
    const name = `p${Object.keys(this.#apart).length}`;
    this.#apart[name] = value;
    return `{${name}:${type}}`;
  }

  override get values(): Readonly<Record<string, unknown>> {
    return this.#apart;
  }
}
