import type { GraphQLCompositeType, SelectionSetNode } from 'graphql';
import { rulesOf } from '../schema/field-rules.js';
import { argumentsOf, type Operation, rootType, type SelectedField, selectedFields } from './operation.js';

/** The lists whose length an argument of the field above them sets. */
const SIZED_LISTS = new Set(['nodes', 'edges', 'sample']);

/**
 * What an operation costs before it runs: 1 for each field, more for those that read the whole shop, and what is
 * selected of each thing in a list times `first` (or `sample`, or how many traits are named).
 */
export function requestedCost(operation: Operation): number {
  const costOf = (selection: SelectionSetNode | undefined, parent: GraphQLCompositeType, size: number): number => {
    if (selection === undefined) return 0;
    let cost = 0;
    for (const selected of selectedFields(operation, selection, parent)) {
      const { node, type } = selected;
      const own = rulesOf(selected.field).length?.(argumentsOf(operation, selected));
      const times = own ?? (SIZED_LISTS.has(node.name.value) ? size : 1);
      cost += weightOf(selected);
      if (type !== undefined) cost += times * costOf(node.selectionSet, type, sizeOf(operation, selected));
    }
    return cost;
  };
  return costOf(operation.definition.selectionSet, rootType(operation), 1);
}

/** The same with the lengths that the answer's lists really have. */
export function actualCost(operation: Operation, data: unknown): number {
  const costOf = (selection: SelectionSetNode | undefined, parent: GraphQLCompositeType, answer: unknown): number => {
    if (selection === undefined || !isObject(answer)) return 0;
    let cost = 0;
    for (const selected of selectedFields(operation, selection, parent)) {
      const { node, type } = selected;
      const value = answer[node.alias?.value ?? node.name.value];
      cost += weightOf(selected);
      if (type === undefined) continue;
      const costs = (Array.isArray(value) ? value : [value]).map((one) => costOf(node.selectionSet, type, one));
      // As in the requested cost, a list whose length nobody chose counts as one thing: its dearest.
      const isCounted = SIZED_LISTS.has(node.name.value) || rulesOf(selected.field).length !== undefined;
      cost += isCounted ? costs.reduce((sum, one) => sum + one, 0) : Math.max(0, ...costs);
    }
    return cost;
  };
  return costOf(operation.definition.selectionSet, rootType(operation), data);
}

function weightOf({ field }: SelectedField): number {
  return rulesOf(field).weight ?? 1;
}

function sizeOf(operation: Operation, selected: SelectedField): number {
  const { first, sample } = argumentsOf(operation, selected);
  return typeof first === 'number' ? first : typeof sample === 'number' ? sample : 1;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
