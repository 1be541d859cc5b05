import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  type GraphQLError,
  type GraphQLFormattedError,
  GraphQLError as GraphQLProblem,
  getOperationAST,
  parse,
  Source,
} from 'graphql';
import type { Args, Context } from './context.js';
import { type Bucket, costOf } from './cost.js';
import { answerField, schemaOf } from './schema.js';
import { problemsOf, type QueryProblem, syntaxProblem } from './validation.js';

/** What one operation may cost at most, however much is left. */
const DEAREST = 1000;

/** An operation as it is asked for. */
export interface Asked {
  readonly query: string;
  readonly variables: Args;
  readonly operationName: string | undefined;
}

/** The body that answers an operation, and whether it was turned away for its cost. */
export interface Admin {
  readonly body: object;
  readonly throttled: boolean;
}

/** Answers an operation: read, checked, paid for, executed. */
export function answerOperation({ query, variables, operationName }: Asked, context: Context, bucket: Bucket): Admin {
  const schema = schemaOf(context.version);
  const refused = (errors: readonly (GraphQLFormattedError | QueryProblem)[]): Admin => ({
    body: { errors },
    throttled: false,
  });
  let document: DocumentNode;
  try {
    document = parse(new Source(query));
  } catch (error) {
    if (!(error instanceof GraphQLProblem)) throw error;
    return refused([syntaxProblem(error)]);
  }
  const problems = problemsOf(schema, document);
  if (problems.length > 0) return refused(problems);
  const operation = getOperationAST(document, operationName);
  if (!operation) return refused([{ message: `No operation named "${operationName ?? ''}"` }]);

  const requestedQueryCost = costOf(schema, document, operation, variables);
  if (requestedQueryCost > DEAREST) return refused([tooDear(requestedQueryCost)]);
  if (!bucket.take(requestedQueryCost)) {
    const cost = { requestedQueryCost, actualQueryCost: null, throttleStatus: bucket.status() };
    return { body: { errors: [THROTTLED], extensions: { cost } }, throttled: true };
  }
  const result = execute({
    schema,
    document,
    contextValue: context,
    variableValues: variables,
    operationName: operationName ?? null,
    fieldResolver: answerField,
  });
  if (result instanceof Promise) throw new Error('the fake answers at once');
  const actualQueryCost = costOf(schema, document, operation, variables, result.data ?? {});
  bucket.give(requestedQueryCost - actualQueryCost);
  const cost = { requestedQueryCost, actualQueryCost, throttleStatus: bucket.status() };
  const search = context.searches.length > 0 && { search: context.searches };
  const errors = errorsOf(result, context.errors);
  return {
    body: {
      ...(errors.length > 0 && { errors }),
      ...('data' in result && { data: result.data }),
      extensions: { cost, ...search },
    },
    throttled: false,
  };
}

const THROTTLED = {
  message: 'Throttled',
  extensions: { code: 'THROTTLED', documentation: 'https://shopify.dev/api/usage/rate-limits' },
};

function tooDear(cost: number): GraphQLFormattedError {
  const message =
    `Query cost is ${cost}, which exceeds the single query max cost limit (${DEAREST}).\n\n` +
    'See https://shopify.dev/docs/api/usage/rate-limits for more information on how the\ncost of a query is calculated.\n\n' +
    'To query larger amounts of data with fewer limits, bulk operations should be used instead.\n' +
    'See https://shopify.dev/docs/api/usage/bulk-operations/queries for usage details.\n';
  const documentation = 'https://shopify.dev/api/usage/rate-limits';
  return { message, extensions: { code: 'MAX_COST_EXCEEDED', cost, maxCost: DEAREST, documentation } };
}

/** The errors of an answer; one that is no answer of Shopify's is a mistake of the fake or the test, and is thrown. */
function errorsOf({ errors = [] }: ExecutionResult, beside: readonly GraphQLError[]): readonly GraphQLFormattedError[] {
  for (const { originalError } of errors) {
    if (originalError !== undefined && !(originalError instanceof GraphQLProblem)) throw originalError;
  }
  return [...errors, ...beside].map((error) => error.toJSON());
}
