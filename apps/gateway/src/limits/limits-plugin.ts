import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import {
  type FragmentDefinitionNode,
  type GraphQLSchema,
  getVariableValues,
  Kind,
  type OperationDefinitionNode,
} from 'graphql';
import type { GatewayContext } from '../context.js';
import { checkOperation } from './check-operation.js';
import { actualCost, requestedCost } from './cost.js';
import type { Operation } from './operation.js';
import { refusedOperation } from './refused-operation.js';

/** What one operation may cost: the console's dearest question is about a quarter of it. */
export const MOST_COST = 10_000;

/** Refuses operations that are not open to who asks or ask for too much, and tells what each one cost. */
export function limitsPlugin(): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      let operation: Operation | undefined;
      let requested = 0;
      return {
        async didResolveOperation(request) {
          operation = operationOf(request);
          const { credential, allowance } = request.contextValue;
          checkOperation(operation, { credential, introspection: credential.kind === 'session' });
          requested = requestedCost(operation);
          if (requested <= MOST_COST) {
            allowance.charge(requested);
            return;
          }
          throw refusedOperation(
            'TOO_COSTLY',
            `The operation costs ${requested} and may cost ${MOST_COST}: ask for fewer fields, or smaller pages with \`first\`.`,
            { cost: { requested, max: MOST_COST } },
          );
        },
        async willSendResponse({ response: { body }, contextValue: { allowance } }) {
          if (operation === undefined || requested === 0 || body.kind !== 'single') return;
          const { singleResult } = body;
          const actual = actualCost(operation, singleResult.data);
          // What failed may have cost all the same.
          if (singleResult.errors === undefined) allowance.settle(actual);
          const cost = { requested, actual, max: MOST_COST, left: allowance.left(), perMinute: allowance.perMinute };
          singleResult.extensions = { ...singleResult.extensions, cost };
        },
      };
    },
  };
}

/** The operation of a request that is valid. */
export function operationOf({
  schema,
  document,
  operation: definition,
  request,
}: GraphQLRequestContextDidResolveOperation<GatewayContext>): Operation {
  if (definition === undefined) throw new Error('an operation was resolved to nothing');
  const fragments = document.definitions.filter(
    (definition): definition is FragmentDefinitionNode => definition.kind === Kind.FRAGMENT_DEFINITION,
  );
  return {
    schema,
    definition,
    fragments: new Map(fragments.map((fragment) => [fragment.name.value, fragment])),
    variables: coercedVariables(schema, definition, request.variables ?? {}),
  };
}

/** With their defaults, so that a page's length cannot hide in one. */
function coercedVariables(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
  given: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const { coerced, errors } = getVariableValues(schema, variableDefinitions, given, { maxErrors: 1 });
  if (coerced === undefined) {
    throw refusedOperation('BAD_USER_INPUT', errors[0]?.message ?? 'The variables do not fit the operation.');
  }
  return coerced;
}
