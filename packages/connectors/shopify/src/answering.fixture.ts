import type { Json } from '@clientele/connector-kit';
import { execute, parse } from 'graphql';
import { type Question, someQuestion } from './questions/question.js';
import { adminSchema } from './schema.fixture.js';
import type { ApiVersion } from './settings.js';

/** An object as a version of the Admin API answers the question about it; what the question does not ask for is not in it. */
export function answering(version: ApiVersion, question: Question, object: object): Json {
  const schema = adminSchema(version);
  const rootValue = {
    nodes: [{ __typename: question.of, ...object }],
    currentAppInstallation: { accessScopes: [] },
  };
  const answer = execute({
    schema,
    document: parse(someQuestion(question)),
    rootValue,
    variableValues: { ids: ['1'] },
  });
  if (answer instanceof Promise) throw new Error('the answer is not at hand');
  if (answer.errors !== undefined) throw new Error(answer.errors.map(({ message }) => message).join('; '));
  // As it comes over the wire.
  const { nodes }: { readonly nodes: readonly Json[] } = JSON.parse(JSON.stringify(answer.data));
  return nodes[0] ?? null;
}

/** A list within an object, all of it on one page. */
export function listOf(...nodes: readonly object[]) {
  return { nodes, pageInfo: { hasNextPage: false, endCursor: null } };
}

/** An amount in the shop's currency, and in another that whoever bought saw. */
export function moneyBag(amount: string, currencyCode = 'EUR') {
  return {
    shopMoney: { amount, currencyCode },
    presentmentMoney: { amount: '99999.99', currencyCode: 'JPY' },
  };
}
