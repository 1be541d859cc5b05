import type { ApolloServerPlugin, GraphQLRequestContextDidResolveOperation } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import type { GatewayContext } from '../context.js';
import { operationOf } from '../limits/limits-plugin.js';
import { rootType, selectedFields } from '../limits/operation.js';
import type { Metrics } from './metrics.js';

const ABORTED = new Set(['SUPERSEDED', 'CANCELLED', 'TIMED_OUT']);

/** Measures operations by the fields of the root that they ask for. */
export function metricsPlugin(metrics: Metrics): ApolloServerPlugin<GatewayContext> {
  return {
    async requestDidStart() {
      const end = metrics.operations.startTimer();
      /** The field behind each name that the answer has. */
      let fields: ReadonlyMap<string, string> = new Map();
      return {
        async didResolveOperation(request) {
          fields = rootFields(request);
        },
        async willSendResponse({ response: { body } }) {
          for (const field of new Set(fields.values())) end({ field });
          if (body.kind !== 'single') return;
          for (const error of body.singleResult.errors ?? []) count(metrics, error, fields);
        },
      };
    },
  };
}

function count(metrics: Metrics, error: GraphQLFormattedError, fields: ReadonlyMap<string, string>): void {
  const field = fields.get(String(error.path?.[0])) ?? '';
  const code = String(error.extensions?.code);
  metrics.errors.inc({ field, code });
  if (field === 'previewSegment' && ABORTED.has(code)) metrics.abortedPreviews.inc({ reason: code.toLowerCase() });
}

function rootFields(request: GraphQLRequestContextDidResolveOperation<GatewayContext>): ReadonlyMap<string, string> {
  const operation = operationOf(request);
  const selected = selectedFields(operation, operation.definition.selectionSet, rootType(operation));
  return new Map([...selected].map(({ node, field }) => [node.alias?.value ?? node.name.value, field.name]));
}
