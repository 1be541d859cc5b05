import { type GraphQLSchema, getNamedType, getNullableType, isListType } from 'graphql';
import { type AskedField, askedFields } from './asked-fields.fixture.js';

const MOST_CONNECTIONS = 5;
const DEEPEST = 2;

/** What Shopify would refuse of the text of a bulk operation. */
export function bulkProblems(schema: GraphQLSchema, text: string): string[] {
  const fields = askedFields(schema, text);
  const connections = fields.filter(isConnection);
  const problems: string[] = [];
  if (connections.length === 0) problems.push('it has no connection');
  if (connections.length > MOST_CONNECTIONS) problems.push('it has more than 5 connections');
  for (const connection of connections) {
    const { name, within } = connection;
    if (within.filter(isConnection).length >= DEEPEST) problems.push(`${name} is too deep`);
    if (within.some(isListOfObjects)) problems.push(`${name} is within a list`);
    const below = fields.filter((one) => one.within.at(-1) === connection).map(({ node }) => node.name.value);
    if (below.join() !== 'edges') problems.push(`${name} is not read by its edges`);
    const parent = within.findLast(({ node }) => node.name.value === 'node');
    const says = fields.filter((one) => one.within.at(-1) === parent);
    if (parent !== undefined && !says.some(({ node }) => node.name.value === 'id' && node.alias === undefined))
      problems.push(`what ${name} is within has no id`);
  }
  if (fields.some(({ name }) => name === 'QueryRoot.node' || name === 'QueryRoot.nodes'))
    problems.push('it asks for a node');
  return problems;
}

function isConnection({ field }: AskedField): boolean {
  return getNamedType(field.type).name.endsWith('Connection');
}

function isListOfObjects({ field, node }: AskedField): boolean {
  return isListType(getNullableType(field.type)) && node.name.value !== 'edges' && node.selectionSet !== undefined;
}
