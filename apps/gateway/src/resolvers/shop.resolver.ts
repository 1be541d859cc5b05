import { rfmAgreement } from '@clientele/pipeline';
import { Arg, Ctx, Query, Resolver } from 'type-graphql';
import type { GatewayContext } from '../context.js';
import { ForWidgets, Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { RfmAgreement, RfmGrid } from '../schema/rfm.js';
import { Shop } from '../schema/shop.js';

@Resolver()
export class ShopResolver {
  @ForWidgets()
  @Needs('any')
  @Query(() => Shop, { description: 'The shop that the request is about.' })
  shop(@Ctx() { shop }: GatewayContext): Shop {
    return new Shop(shop);
  }

  @Needs('any')
  @Query(() => [Shop], { description: 'The shops that are open to who asks.' })
  async shops(@Ctx() context: GatewayContext): Promise<Shop[]> {
    const { deps, credential } = context;
    if (credential.kind !== 'session') return [new Shop(context.shop)];
    const all = await deps.ledger.shops.list();
    return all.filter(({ id }) => credential.shops.includes(id)).map((open) => new Shop(open));
  }

  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => RfmGrid, { description: 'How the profiles lie on the grid of recency and FM.' })
  async rfmGrid(@Ctx() { loaders, shop }: GatewayContext): Promise<RfmGrid> {
    return new RfmGrid(await loaders.rfmGrid(), shop);
  }

  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => RfmAgreement, {
    nullable: true,
    description:
      'How far the RFM groups here are those that a platform states; null where no customer record states any.',
  })
  async rfmAgreement(
    @Ctx() { deps, shop }: GatewayContext,
    @Arg('attribute', () => String, {
      nullable: true,
      description: 'The custom attribute that states them; that of Shopify without it.',
    })
    attribute?: string | null,
  ): Promise<RfmAgreement | null> {
    const found = await rfmAgreement(deps, shop, attribute ?? undefined);
    return found.outcome === 'refused' ? null : new RfmAgreement(found);
  }
}
