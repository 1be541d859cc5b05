import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Needs } from '../schema/field-rules.js';
import { UserError } from '../schema/user-error.js';
import { WidgetOriginsPayload } from '../schema/widget-origins.js';

@Resolver()
export class WidgetOriginsResolver {
  @Needs('admin')
  @Query(() => [String], { description: 'The origins of pages that may show widgets of the shop.' })
  widgetOrigins(@Ctx() { deps, shop }: GatewayContext): Promise<string[]> {
    return deps.ledger.widgetOrigins.list(shop.id);
  }

  @Needs('admin')
  @Mutation(() => WidgetOriginsPayload, { description: 'Lets the pages of an origin show widgets.' })
  async widgetOriginAllow(
    @Ctx() context: GatewayContext,
    @Arg('origin', () => String, { description: 'Scheme, host and port, such as https://crm.example.com.' })
    origin: string,
  ): Promise<WidgetOriginsPayload> {
    const { deps, shop } = context;
    const added = await deps.ledger.widgetOrigins.add(shop.id, origin, deps.clock());
    if (added.outcome === 'refused') return refused(context, added);
    return done(context, 'widget-origin.allowed', origin);
  }

  @Needs('admin')
  @Mutation(() => WidgetOriginsPayload, {
    description: 'The pages of an origin may show widgets no longer; tokens made for it end at once.',
  })
  async widgetOriginRemove(
    @Ctx() context: GatewayContext,
    @Arg('origin', () => String) origin: string,
  ): Promise<WidgetOriginsPayload> {
    const { deps, shop } = context;
    if (await deps.ledger.widgetOrigins.remove(shop.id, origin)) return done(context, 'widget-origin.removed', origin);
    const message = 'The shop does not allow this origin: `widgetOrigins` lists those that it does.';
    return refused(context, { code: 'widget-origin.not-found', message });
  }
}

async function done({ deps, shop, credential }: GatewayContext, what: string, subject: string) {
  await deps.ledger.auditLog.append(shop.id, { who: nameOf(credential), what, subject }, deps.clock());
  return new WidgetOriginsPayload(await deps.ledger.widgetOrigins.list(shop.id), []);
}

async function refused({ deps, shop }: GatewayContext, error: Pick<UserError, 'code' | 'message'>) {
  const origins = await deps.ledger.widgetOrigins.list(shop.id);
  return new WidgetOriginsPayload(origins, [new UserError({ ...error, field: ['origin'] })]);
}
