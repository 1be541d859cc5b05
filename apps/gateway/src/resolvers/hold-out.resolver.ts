import { setHoldOut } from '@clientele/pipeline';
import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { HoldOut, HoldOutPayload } from '../schema/hold-out.js';
import { UserError } from '../schema/user-error.js';

@Resolver()
export class HoldOutResolver {
  @Needs('write:segments')
  @ReadsWholeShop()
  @Mutation(() => HoldOutPayload, {
    description: 'Sets which share of its profiles the shop leaves alone from now on; segments that ask for it follow.',
  })
  async holdOutSet(
    @Ctx() { deps, shop, credential, follow }: GatewayContext,
    @Arg('percent', () => String, { description: 'Decimal text from 0 to 100.' }) percent: string,
    @Arg('reason', () => String, { defaultValue: '', description: 'Why, for whoever asks later.' }) reason: string,
  ): Promise<HoldOutPayload> {
    const set = await setHoldOut(deps, shop, { percent, reason }, nameOf(credential));
    if (set.outcome === 'refused') {
      const { code, message } = set;
      return new HoldOutPayload(null, [new UserError({ code, field: ['percent'], message })]);
    }
    if (set.outcome === 'set') follow(deps.advanceShop(shop));
    return new HoldOutPayload(new HoldOut(set.holdOut), []);
  }
}
