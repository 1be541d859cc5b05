import { checkWithoutShop, type QueryFault } from '@clientele/pipeline';
import { mayUse } from '../auth/credential.js';
import { forbidden } from '../auth/refused.js';
import type { GatewayContext } from '../context.js';

/**
 * What is wrong with a query for somebody who may not read segments; nothing for all others, who may name segments in it.
 * It is read without the saved ones, so that neither its answer nor its faults tell which there are.
 *
 * @throws GraphQLError FORBIDDEN where it refers to a segment
 */
export function faultsWithoutSegments(
  { credential }: Pick<GatewayContext, 'credential'>,
  query: string,
): readonly QueryFault[] {
  if (mayUse(credential, 'read:segments')) return [];
  const checked = checkWithoutShop(query);
  if (checked.outcome === 'invalid') return checked.errors;
  if (checked.warnings.some(({ code }) => code === 'unknown-segment'))
    throw segmentsClosed('A query that names a segment');
  return [];
}

/** @param what begins the sentence */
export function segmentsClosed(what: string): Error {
  return forbidden(`${what} is not open to you: it needs the scope \`read:segments\`.`);
}
