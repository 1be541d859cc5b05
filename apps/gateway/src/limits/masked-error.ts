import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { LedgerError } from '@clientele/ledger';
import { WarehouseError } from '@clientele/warehouse';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { logFailure } from '../log-failure.js';

/** What ended a question from outside: said as it is, since nothing is wrong here. */
const PLAIN_CODES: Readonly<Partial<Record<WarehouseError['code'], string>>> = {
  superseded: 'SUPERSEDED',
  cancelled: 'CANCELLED',
  timed_out: 'TIMED_OUT',
};

const NUL = 'A text that was sent holds the character U+0000, which cannot be kept: take it out.';

/** Errors as clients see them: what they can mend stays, what is ours becomes an id that the log has too. */
export function maskErrors(
  log: FastifyBaseLogger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    const cause = unwrapResolverError(error);
    const plain = cause instanceof WarehouseError ? PLAIN_CODES[cause.code] : undefined;
    if (plain !== undefined && cause instanceof WarehouseError) {
      return { ...formatted, message: cause.message, extensions: { code: plain } };
    }
    if (cause instanceof LedgerError && cause.code === 'ledger.nul-in-text') {
      return { ...formatted, message: NUL, extensions: { code: 'BAD_USER_INPUT' } };
    }
    if (formatted.extensions?.code !== 'INTERNAL_SERVER_ERROR') return formatted;
    const id = randomUUID();
    logFailure(log, 'a question failed', id, cause);
    const { path, locations } = formatted;
    return {
      message: `Something went wrong on our side; the server's log says more under ${id}.`,
      ...(path && { path }),
      ...(locations && { locations }),
      extensions: { code: 'INTERNAL_SERVER_ERROR', id },
    };
  };
}
