import { type ConnectionStanding, connectionStanding } from '@clientele/pipeline';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { ConnectionPayload, RefusedRetryPayload } from '../schema/connection-mutations.js';
import { Needs, ReadsConnections, ReadsWholeShop } from '../schema/field-rules.js';
import { localId, numberWithin, within } from '../schema/global-id.js';
import { RefusedInput } from '../schema/refused-input.js';
import { ShopConnection } from '../schema/shop-connection.js';
import { UserError } from '../schema/user-error.js';
import { sentence } from '../sentence.js';

@Resolver()
export class ConnectionResolver {
  @Needs('read:profiles')
  @ReadsConnections()
  @Query(() => ShopConnection, { nullable: true, description: 'A connection of the shop.' })
  async connection(@Ctx() context: GatewayContext, @Arg('id', () => ID) id: string): Promise<ShopConnection | null> {
    const standing = await openConnection(context, id);
    return standing === undefined ? null : new ShopConnection(context.shop, standing);
  }

  @Needs('read:profiles')
  @Query(() => RefusedInput, {
    nullable: true,
    description: 'Input that was set aside; null where it is not refused any more.',
  })
  async refusedInput(
    @Ctx() { deps, shop }: GatewayContext,
    @Arg('id', () => ID) id: string,
  ): Promise<RefusedInput | null> {
    const number = numberWithin(shop.id, localId('Refused', id));
    const found = number === undefined ? undefined : await deps.ledger.refused.get(shop.id, number);
    return found === undefined ? null : new RefusedInput(shop, found);
  }

  @Needs('admin')
  @ReadsConnections()
  @Mutation(() => ConnectionPayload, {
    description: 'Asks a platform for what is new, now; that goes on behind the answer.',
  })
  async connectionSync(
    @Ctx() context: GatewayContext,
    @Arg('id', () => ID) id: string,
    @Arg('full', () => Boolean, {
      defaultValue: false,
      description: 'Read everything again, which finds what a platform does not tell.',
    })
    full = false,
  ): Promise<ConnectionPayload> {
    const { deps, shop, follow } = context;
    const standing = await openConnection(context, id);
    if (standing === undefined) return new ConnectionPayload(null, [NOT_FOUND]);
    if (standing.state === 'fed' || standing.state === 'told')
      return new ConnectionPayload(new ShopConnection(shop, standing), [notAsked(standing)]);
    if (standing.state === 'ended') return new ConnectionPayload(new ShopConnection(shop, standing), [HAS_ENDED]);
    await writeDown(context, full ? 'connection.read-again' : 'connection.synced', standing.name);
    follow(deps.connections.sync(shop, standing.name, { full }).then(() => deps.advanceShop(shop)));
    return new ConnectionPayload(await asItIsNow(context, id), []);
  }

  @Needs('admin')
  @ReadsConnections()
  @Mutation(() => ConnectionPayload, {
    description:
      'Disconnects a platform: it is not asked any more, and what it is signed in with is deleted. What it brought stays.',
  })
  async connectionEnd(@Ctx() context: GatewayContext, @Arg('id', () => ID) id: string): Promise<ConnectionPayload> {
    const { deps, shop } = context;
    const standing = await openConnection(context, id);
    if (standing === undefined) return new ConnectionPayload(null, [NOT_FOUND]);
    if (standing.state === 'fed')
      return new ConnectionPayload(new ShopConnection(shop, standing), [notAsked(standing)]);
    if (standing.state !== 'ended') {
      await deps.connections.disconnect(shop, standing.name);
      await writeDown(context, 'connection.ended', standing.name);
    }
    return new ConnectionPayload(await asItIsNow(context, id), []);
  }

  @Needs('admin')
  @ReadsConnections()
  @Mutation(() => ConnectionPayload, {
    description:
      'Connects a platform again that was disconnected here, where its app is there yet: it goes on from where it was.',
  })
  async connectionResume(@Ctx() context: GatewayContext, @Arg('id', () => ID) id: string): Promise<ConnectionPayload> {
    const { deps, shop } = context;
    const standing = await openConnection(context, id);
    if (standing === undefined) return new ConnectionPayload(null, [NOT_FOUND]);
    if (standing.state === 'ended') {
      const resumed = await deps.connections.resume(shop, standing.name);
      if (resumed !== 'resumed') {
        const gone = new UserError({ code: 'not-resumable', field: ['id'], message: sentence(resumed.sentence) });
        return new ConnectionPayload(new ShopConnection(shop, standing), [gone]);
      }
      await writeDown(context, 'connection.resumed', standing.name);
    }
    return new ConnectionPayload(await asItIsNow(context, id), []);
  }

  @Needs('admin')
  @ReadsWholeShop()
  @Mutation(() => RefusedRetryPayload, {
    description: 'Tries refused input of a connection again: what can be read now goes in, and is refused no longer.',
  })
  async connectionRetryRefused(
    @Ctx() context: GatewayContext,
    @Arg('id', () => ID, { description: 'Of the connection.' }) id: string,
    @Arg('refused', () => ID, {
      nullable: true,
      description: 'This one only; of a file, all its rows are tried, since several may make one order. All without.',
    })
    refused?: string | null,
  ): Promise<RefusedRetryPayload> {
    const { deps, shop, follow } = context;
    const standing = await openConnection(context, id);
    if (standing === undefined) return new RefusedRetryPayload(null, null, [NOT_FOUND]);
    const { name } = standing;
    if (refused == null) {
      await writeDown(context, 'refused.retried', name);
      follow(deps.retries.retry(shop, name).then(() => deps.advanceShop(shop)));
      return new RefusedRetryPayload(await asItIsNow(context, id), null, []);
    }
    const number = numberWithin(shop.id, localId('Refused', refused));
    const stored = number === undefined ? undefined : await deps.ledger.refused.get(shop.id, number);
    if (stored?.connection !== name) {
      return new RefusedRetryPayload(await asItIsNow(context, id), 0, [NOT_REFUSED]);
    }
    await writeDown(context, 'refused.retried', name);
    const retried = await deps.retries.retry(shop, name, stored.number);
    const now = await asItIsNow(context, id);
    if (retried.outcome !== 'tried') {
      const message = sentence(retried.sentence);
      return new RefusedRetryPayload(now, 0, [new UserError({ code: 'not-reached', field: ['id'], message })]);
    }
    if (retried.accepted > 0) follow(deps.advanceShop(shop));
    return new RefusedRetryPayload(now, retried.accepted, []);
  }
}

const NOT_FOUND = new UserError({ code: 'not-found', field: ['id'], message: 'There is no such connection.' });
const HAS_ENDED = new UserError({
  code: 'not-asked',
  field: ['id'],
  message: 'This connection has ended: connect it again first.',
});
const NOT_REFUSED = new UserError({
  code: 'not-found',
  field: ['refused'],
  message: 'Nothing of that id is refused in this connection (any more).',
});

function notAsked({ name, connector }: ConnectionStanding): UserError {
  const message = `${name} is a connection of ${connector}, which is not asked for what is new: import a file, or send to it.`;
  return new UserError({ code: 'not-asked', field: ['id'], message });
}

/** The ledger itself, since an earlier mutation of the same request may have changed it. */
async function openConnection({ deps, shop }: GatewayContext, id: string): Promise<ConnectionStanding | undefined> {
  const name = within(shop.id, localId('Connection', id));
  if (name === undefined) return undefined;
  return connectionStanding(deps, deps.connections, shop, name);
}

async function asItIsNow(context: GatewayContext, id: string): Promise<ShopConnection | null> {
  const standing = await openConnection(context, id);
  return standing === undefined ? null : new ShopConnection(context.shop, standing);
}

async function writeDown({ deps, shop, credential }: GatewayContext, what: string, subject: string): Promise<void> {
  await deps.ledger.auditLog.append(shop.id, { who: nameOf(credential), what, subject }, deps.clock());
}
