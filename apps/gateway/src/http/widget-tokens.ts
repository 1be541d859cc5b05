import { findProfile } from '@clientele/pipeline';
import type { FastifyInstance } from 'fastify';
import { GraphQLError } from 'graphql';
import { mayUse, nameOf } from '../auth/credential.js';
import type { CredentialParts } from '../auth/read-credential.js';
import { shopOf } from '../auth/shop-of.js';
import { mintWidgetToken } from '../auth/widget-token.js';
import type { Gate } from '../limits/rates.js';
import { profileIdOf } from '../schema/global-id.js';
import { admitAtDoor } from './admit-at-door.js';
import { problem } from './problem.js';

/** `POST /widget-tokens { profile, origin }`: a server with an API key gets a token for one profile on its pages. */
export function addWidgetTokens(app: FastifyInstance, parts: CredentialParts, gate: Gate): void {
  app.post<{ Body: { profile?: unknown; origin?: unknown } | null }>('/widget-tokens', async (request, reply) => {
    const admitted = await admitAtDoor(parts, gate, request, reply);
    if (admitted === undefined) return reply;
    const { credential } = admitted;
    if (credential.kind !== 'api-key' || !mayUse(credential, 'widgets')) {
      return problem(reply, 403, 'forbidden', 'Widget tokens are for API keys with the scope `widgets`.');
    }
    const shop = await shopOf(parts, credential, undefined);
    if (shop instanceof GraphQLError) return problem(reply, 403, 'forbidden', shop.message);
    const { profile, origin } = request.body ?? {};
    if (typeof origin !== 'string' || (await parts.ledger.widgetOrigins.allowedAt(shop.id, origin)) === undefined) {
      return problem(
        reply,
        422,
        'unknown-origin',
        'Give an `origin` that may show widgets of this shop, as `clientele widget list` shows it; `clientele widget allow` adds one.',
      );
    }
    const asked = typeof profile === 'string' ? profileIdOf(profile) : undefined;
    const found = asked === undefined ? undefined : await findProfile(parts, shop.id, asked);
    if (found === undefined)
      return problem(reply, 422, 'unknown-profile', 'Give the `profile` id that GraphQL or the command line gives.');
    const minted = await mintWidgetToken(parts, shop, { profile: found.id, origin });
    const entry = { who: nameOf(credential), what: 'widget-token.minted', subject: found.id };
    await parts.ledger.auditLog.append(shop.id, entry, parts.clock());
    return reply.code(201).send(minted);
  });
}
