import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import {
  exportMembers,
  headText,
  memberColumns,
  memberText,
  type QueryFault,
  WRITING_CHANNELS,
  type WritingChannel,
} from '@clientele/pipeline';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { type Credential, mayUse, nameOf } from '../auth/credential.js';
import type { CredentialParts } from '../auth/read-credential.js';
import { shopOf } from '../auth/shop-of.js';
import type { Gate } from '../limits/rates.js';
import { logFailure } from '../log-failure.js';
import { queryRefused } from '../resolvers/query-refused.js';
import { faultsWithoutSegments } from '../resolvers/segments-closed.js';
import { EXPORT_COST } from '../schema/field-rules.js';
import { admitAtDoor } from './admit-at-door.js';
import { problem } from './problem.js';

interface Asked {
  readonly query?: unknown;
  readonly for?: unknown;
  readonly columns?: unknown;
  readonly withoutHoldOut?: unknown;
}

/**
 * `POST /members.csv { query, for, columns, withoutHoldOut }`: the members of a query or saved segment as a file, those
 * only who may be written to on the channel `for`, or all without it. Of a file that breaks off the connection breaks too.
 */
export function addMembersFile(app: FastifyInstance, parts: CredentialParts, gate: Gate): void {
  app.post<{ Body: Asked | null }>('/members.csv', async (request, reply) => {
    const admitted = await admitAtDoor(parts, gate, request, reply, EXPORT_COST);
    if (admitted === undefined) return reply;
    const { credential } = admitted;
    if (!mayUse(credential, 'read:profiles')) {
      return problem(reply, 403, 'forbidden', 'Members are for who is signed in, and API keys with `read:profiles`.');
    }
    const chosen = request.headers['x-clientele-shop'];
    const shop = await shopOf(parts, credential, typeof chosen === 'string' ? chosen : undefined);
    if (shop instanceof GraphQLError) return problem(reply, 403, 'forbidden', shop.message);
    const { query, for: channel, columns: wanted, withoutHoldOut } = request.body ?? {};
    if (typeof query !== 'string') {
      return problem(reply, 422, 'bad-input', 'Give a `query`: its text, or the handle of a saved segment.');
    }
    if (channel != null && !isChannel(channel)) {
      return problem(reply, 422, 'bad-input', `Leave out \`for\`, or give one of ${WRITING_CHANNELS.join(', ')}.`);
    }
    if (wanted != null && !isNames(wanted)) {
      return problem(reply, 422, 'bad-input', 'Leave out `columns`, or give a list of their names.');
    }
    if (withoutHoldOut != null && typeof withoutHoldOut !== 'boolean') {
      return problem(reply, 422, 'bad-input', 'Leave out `withoutHoldOut`, or give true or false.');
    }
    const held = memberColumns(channel ?? undefined, wanted ?? undefined);
    if (held.outcome === 'refused') return problem(reply, 422, 'bad-input', `\`columns\`: ${held.message}.`);
    const { columns } = held;
    const faults = faultsAsked(credential, query);
    if (faults instanceof GraphQLError) return problem(reply, 403, 'forbidden', faults.message);
    if (faults.length > 0) return wrongQuery(reply, faults);

    const file = new PassThrough();
    const hungUp = new AbortController();
    reply.raw.once('close', () => hungUp.abort());
    const begun = Promise.withResolvers<'begun'>();
    let head = headText('csv', columns);
    const work = exportMembers(parts, shop, query, {
      by: nameOf(credential),
      signal: hungUp.signal,
      ...(channel != null && { channel }),
      ...(withoutHoldOut === true && { withoutHoldOut }),
      take: async (members) => {
        begun.resolve('begun');
        const text = head + memberText('csv', columns, members);
        head = '';
        if (!file.write(text)) await once(file, 'drain', { signal: hungUp.signal });
      },
    });
    const first = await Promise.race([work, begun.promise]);
    if (first !== 'begun' && first.outcome === 'invalid') return wrongQuery(reply, first.errors);
    finish(work, file, request, hungUp.signal);
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="members.csv"')
      .header('cache-control', 'no-store')
      .send(file);
  });
}

/** Ends the file with the work, or breaks it off where that failed. */
function finish(work: Promise<unknown>, file: PassThrough, request: FastifyRequest, hungUp: AbortSignal): void {
  work.then(
    () => file.end(),
    (error: unknown) => {
      if (!hungUp.aborted) logFailure(request.log, 'a file of members broke off', request.id, error);
      file.destroy(new Error('the members could not be read'));
    },
  );
}

function faultsAsked(credential: Credential, query: string): readonly QueryFault[] | GraphQLError {
  try {
    return faultsWithoutSegments({ credential }, query);
  } catch (error) {
    if (error instanceof GraphQLError) return error;
    throw error;
  }
}

function wrongQuery(reply: FastifyReply, faults: readonly QueryFault[]): FastifyReply {
  return problem(reply, 422, 'bad-query', queryRefused(faults).message);
}

function isChannel(value: unknown): value is WritingChannel {
  return WRITING_CHANNELS.some((known) => known === value);
}

function isNames(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string');
}
