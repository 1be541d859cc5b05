import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLOutputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Args } from './context.js';
import type { Ms } from './time.js';

/** What a mutation costs, whatever it asks back. */
const MUTATION = 10;
/** What a connection costs before its rows. */
const CONNECTION = 2;

/**
 * What an operation costs: an object 1, a scalar nothing, a connection 2 and its rows, a mutation 10. Before it is
 * executed (`data` undefined) a connection has as many rows as asked for, after it as many as came.
 */
export function costOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  variables: Args,
  data?: unknown,
): number {
  const fragments = new Map(
    document.definitions
      .filter((one): one is FragmentDefinitionNode => one.kind === Kind.FRAGMENT_DEFINITION)
      .map((one) => [one.name.value, one]),
  );
  const isActual = data !== undefined;

  const inside = (selections: SelectionSetNode, type: GraphQLOutputType, value: unknown): number => {
    const named = getNamedType(type);
    let cost = 0;
    for (const selection of selections.selections) {
      if (selection.kind === Kind.FIELD) {
        if (!isObjectType(named) && !isInterfaceType(named)) continue;
        const field = named.getFields()[selection.name.value];
        if (field === undefined || selection.selectionSet === undefined) continue;
        const answered = (value as Args | null | undefined)?.[selection.alias?.value ?? selection.name.value];
        if (isActual && (answered === null || answered === undefined)) continue;
        cost += ofField(selection.selectionSet, field.type, answered, rowsAsked(selection.arguments ?? [], variables));
      } else {
        const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
        const condition = fragment?.typeCondition?.name.value;
        const within = condition === undefined ? named : schema.getType(condition);
        if (fragment !== undefined && isCompositeType(within))
          cost += inside(fragment.selectionSet, within as never, value);
      }
    }
    return cost;
  };

  const ofField = (selections: SelectionSetNode, type: GraphQLOutputType, value: unknown, rows: number): number => {
    const { name } = getNamedType(type);
    if (name === 'PageInfo') return 0;
    if (name.endsWith('Connection')) {
      if (isActual) return CONNECTION + inside(selections, type, value);
      return CONNECTION + rows * inside(selections, type, value);
    }
    if (name.endsWith('Edge')) return each(value, (one) => inside(selections, type, one));
    return each(value, (one) => 1 + inside(selections, type, one));
  };

  const each = (value: unknown, of: (one: unknown) => number): number =>
    isActual && Array.isArray(value) ? value.reduce((sum, one) => sum + (one === null ? 0 : of(one)), 0) : of(value);

  if (operation.operation === 'mutation') return MUTATION * operation.selectionSet.selections.length;
  const root = schema.getQueryType();
  return root ? inside(operation.selectionSet, root, data) : 0;
}

function rowsAsked(
  given: readonly { readonly name: { readonly value: string }; readonly value: { readonly kind: Kind } }[],
  variables: Args,
): number {
  for (const { name, value } of given) {
    if (name.value !== 'first' && name.value !== 'last') continue;
    const asked = value as { readonly kind: Kind; readonly value?: string; readonly name?: { readonly value: string } };
    return Number(asked.kind === Kind.VARIABLE ? (variables[asked.name?.value ?? ''] ?? 0) : (asked.value ?? 0));
  }
  return 1;
}

/** Points that an app has in a shop: so many at once, so many more each second. */
export class Bucket {
  readonly maximum: number;
  readonly restoreRate: number;
  readonly #now: () => Ms;
  #available: number;
  #at: Ms;

  constructor(now: () => Ms, maximum: number, restoreRate: number) {
    this.#now = now;
    this.maximum = maximum;
    this.restoreRate = restoreRate;
    this.#available = maximum;
    this.#at = now();
  }

  /** Takes points, or none where there are not so many. */
  take(points: number): boolean {
    this.#restore();
    if (points > this.#available) return false;
    this.#available -= points;
    return true;
  }

  give(points: number): void {
    this.#available = Math.min(this.maximum, this.#available + points);
  }

  status(): object {
    this.#restore();
    return {
      maximumAvailable: this.maximum,
      currentlyAvailable: Math.floor(this.#available),
      restoreRate: this.restoreRate,
    };
  }

  #restore(): void {
    const now = this.#now();
    this.give(((now - this.#at) / 1000) * this.restoreRate);
    this.#at = now;
  }
}
