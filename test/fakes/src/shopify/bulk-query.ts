import {
  type DocumentNode,
  type FieldNode,
  GraphQLError,
  type GraphQLSchema,
  getNamedType,
  getNullableType,
  isListType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { problemsOf, syntaxProblem } from './validation.js';

/** Connections in one query at most, and how deep they may lie in one another. */
const MOST_CONNECTIONS = 5;
const DEEPEST = 2;

export type BulkQuery =
  | { readonly document: DocumentNode; readonly refusals?: never }
  | { readonly refusals: readonly string[] };

/** Reads a query as a bulk operation takes it; all that is wrong with it is said at once. */
export function readBulkQuery(schema: GraphQLSchema, text: string): BulkQuery {
  let document: DocumentNode;
  try {
    document = parse(text);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { refusals: [`Invalid bulk query: ${syntaxProblem(error).message}`] };
  }
  const operation = document.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  if (operation?.operation !== 'query')
    return { refusals: ['Invalid operation type. Only `query` operations are supported.'] };
  const problems = problemsOf(schema, document);
  if (problems.length > 0) return { refusals: problems.map(({ message }) => `Invalid bulk query: ${message}`) };
  const refusals = refusalsOf(found(schema, document, operation));
  return refusals.length > 0 ? { refusals } : { document };
}

/** What matters of a query. */
interface Found {
  connections: number;
  depth: number;
  hasTopNode: boolean;
  inList: boolean;
  readonly byNodes: string[];
  readonly withoutId: string[];
}

function refusalsOf({ connections, depth, hasTopNode, inList, byNodes, withoutId }: Found): readonly string[] {
  return [
    byNodes.length > 0 &&
      `All connection fields in a bulk query must select their contents using 'edges' > 'node', e.g: '${byNodes[0]} { edges { node {'. Selecting via 'nodes' is not supported. Invalid connection fields: ${byNodes.map((name) => `'${name}'`).join(', ')}.`,
    hasTopNode && 'Bulk queries cannot contain a top level `node` field.',
    connections === 0 && 'Bulk queries must contain at least one connection.',
    depth > DEEPEST && `Bulk queries cannot contain connections with a nesting depth greater than ${DEEPEST}.`,
    connections > MOST_CONNECTIONS && `Bulk queries cannot contain more than ${MOST_CONNECTIONS} connections.`,
    withoutId.length > 0 &&
      `The parent 'node' field for a nested connection must select the 'id' field without an alias and must be of 'ID' return type. Connection fields without 'id': ${withoutId.join(', ')}.`,
    inList && 'Queries that contain a connection field within a list field are not currently supported.',
  ].filter((refusal) => refusal !== false);
}

function found(schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode): Found {
  const all: Found = { connections: 0, depth: 0, hasTopNode: false, inList: false, byNodes: [], withoutId: [] };

  const fieldsOf = (
    selections: OperationDefinitionNode['selectionSet'] | undefined,
  ): readonly [FieldNode, string | undefined][] =>
    (selections?.selections ?? []).flatMap((one): readonly [FieldNode, string | undefined][] => {
      if (one.kind === Kind.FIELD) return [[one, undefined]];
      const fragment =
        one.kind === Kind.INLINE_FRAGMENT
          ? one
          : document.definitions.find(
              (definition) => definition.kind === Kind.FRAGMENT_DEFINITION && definition.name.value === one.name.value,
            );
      if (fragment === undefined || !('selectionSet' in fragment)) return [];
      const type = 'typeCondition' in fragment ? fragment.typeCondition?.name.value : undefined;
      return fieldsOf(fragment.selectionSet).map(([field, inner]) => [field, inner ?? type]);
    });

  /** `parent` is the connection around, `depth` how many there are. */
  const walk = (
    selections: FieldNode['selectionSet'],
    typeName: string,
    depth: number,
    parent: { readonly name: string; readonly hasId: boolean } | undefined,
    inList: boolean,
  ): void => {
    for (const [field, narrowed] of fieldsOf(selections)) {
      const type = schema.getType(narrowed ?? typeName);
      const definition = isObjectType(type) ? type.getFields()[field.name.value] : undefined;
      if (definition === undefined || field.selectionSet === undefined) continue;
      const named = getNamedType(definition.type).name;
      if (!named.endsWith('Connection')) {
        walk(field.selectionSet, named, depth, parent, inList || isListType(getNullableType(definition.type)));
        continue;
      }
      all.connections += 1;
      all.depth = Math.max(all.depth, depth);
      if (inList) all.inList = true;
      if (parent !== undefined && !parent.hasId && !all.withoutId.includes(parent.name))
        all.withoutId.push(parent.name);
      const inner = fieldsOf(field.selectionSet);
      const edges = inner.find(([one]) => one.name.value === 'edges')?.[0];
      if (inner.some(([one]) => one.name.value === 'nodes')) all.byNodes.push(field.name.value);
      const node = fieldsOf(edges?.selectionSet).find(([one]) => one.name.value === 'node')?.[0];
      const hasId = fieldsOf(node?.selectionSet).some(([one]) => one.name.value === 'id' && one.alias === undefined);
      const below = node ?? inner.find(([one]) => one.name.value === 'nodes')?.[0];
      walk(below?.selectionSet, nodeTypeOf(schema, named), depth + 1, { name: field.name.value, hasId }, false);
    }
  };
  all.hasTopNode = fieldsOf(operation.selectionSet).some(([one]) => one.name.value === 'node');
  walk(operation.selectionSet, schema.getQueryType()?.name ?? '', 0, undefined, false);
  return all;
}

function nodeTypeOf(schema: GraphQLSchema, connection: string): string {
  const type = schema.getType(connection);
  const nodes = isObjectType(type) ? type.getFields().nodes : undefined;
  if (nodes !== undefined) return getNamedType(nodes.type).name;
  const edge = schema.getType(connection.replace(/Connection$/, 'Edge'));
  const node = isObjectType(edge) ? edge.getFields().node : undefined;
  return node === undefined ? '' : getNamedType(node.type).name;
}
