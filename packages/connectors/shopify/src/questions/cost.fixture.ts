import {
  type FieldNode,
  type GraphQLSchema,
  getNamedType,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
} from 'graphql';
import { fieldOf } from './field.fixture.js';

/** What stands for the variables of a question: how long its page is, and how many ids it brings. */
interface Sizes {
  readonly first: number;
  readonly ids: number;
}

/**
 * What Shopify says a question costs before it is answered: 1 for each object, 2 for a list of pages and its elements as many
 * times as it may have; values nothing; of several types the dearest.
 */
export function requestedCost(schema: GraphQLSchema, text: string, sizes: Sizes): number {
  const operation = parse(text).definitions.find(
    (one): one is OperationDefinitionNode => one.kind === 'OperationDefinition',
  );
  if (operation === undefined) throw new Error('there is no operation');
  if (operation.operation === 'mutation') return 10;
  return costOf(schema, operation.selectionSet, 'QueryRoot', sizes);
}

function costOf(schema: GraphQLSchema, { selections }: SelectionSetNode, type: string, sizes: Sizes): number {
  const own = selections.filter((one) => one.kind === 'Field').map((field) => fieldCost(schema, field, type, sizes));
  const others = selections.flatMap((one) =>
    one.kind === 'InlineFragment'
      ? [costOf(schema, one.selectionSet, one.typeCondition?.name.value ?? type, sizes)]
      : [],
  );
  return own.reduce((sum, one) => sum + one, 0) + Math.max(0, ...others);
}

function fieldCost(schema: GraphQLSchema, field: FieldNode, type: string, sizes: Sizes): number {
  if (field.selectionSet === undefined || field.name.value === 'pageInfo') return 0;
  const returned = getNamedType(fieldOf(schema, type, field.name.value).type).name;
  const within = costOf(schema, field.selectionSet, returned, sizes);
  if (field.name.value === 'edges') return within;
  if (returned.endsWith('Connection')) return 2 + numberOf(field, 'first', sizes.first) * within;
  return (1 + within) * (field.arguments?.some(({ name }) => name.value === 'ids') === true ? sizes.ids : 1);
}

function numberOf(field: FieldNode, argument: string, variable: number): number {
  const value = field.arguments?.find(({ name }) => name.value === argument)?.value;
  return value?.kind === 'IntValue' ? Number(value.value) : variable;
}
