import { answerRequest, askToEraseShop } from '@clientele/pipeline';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Long, Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { localId, numberWithin } from '../schema/global-id.js';
import { PrivacyAnswerPayload, PrivacyRequest, ShopErasePayload } from '../schema/privacy-request.js';
import { UserError } from '../schema/user-error.js';

const MOST = 100;

@Resolver()
export class PrivacyResolver {
  @Needs('admin')
  @Long(() => MOST)
  @Query(() => [PrivacyRequest], {
    description: `What was asked for by law: what waits first, by when it is due, then the newest of what is done; ${MOST} at the most.`,
  })
  async privacyRequests(@Ctx() { deps, shop }: GatewayContext): Promise<PrivacyRequest[]> {
    const all = await deps.ledger.complianceRequests.list(shop.id);
    const waiting = all.filter(({ doneAt }) => doneAt === null).sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1));
    const done = all.filter(({ doneAt }) => doneAt !== null).reverse();
    return [...waiting, ...done].slice(0, MOST).map((one) => new PrivacyRequest(shop, one));
  }

  @Needs('admin')
  @ReadsWholeShop()
  @Mutation(() => PrivacyAnswerPayload, {
    description: 'What is kept of whoever asked for it, which answers their request.',
  })
  async privacyRequestAnswer(
    @Ctx() { deps, shop, credential }: GatewayContext,
    @Arg('id', () => ID) id: string,
  ): Promise<PrivacyAnswerPayload> {
    const number = numberWithin(shop.id, localId('PrivacyRequest', id));
    const exported = number === undefined ? undefined : await answerRequest(deps, shop, number, nameOf(credential));
    if (exported === undefined) return new PrivacyAnswerPayload(null, null, [NOT_WAITING]);
    const stored = (await deps.ledger.complianceRequests.list(shop.id)).find((one) => one.number === number);
    const request = stored === undefined ? null : new PrivacyRequest(shop, stored);
    return new PrivacyAnswerPayload(request, JSON.stringify(exported, undefined, 2), []);
  }

  @Needs('admin')
  @ReadsWholeShop()
  @Mutation(() => ShopErasePayload, {
    description:
      'Erases everything of the shop, within minutes: records, segments, connections, keys. It cannot be undone. What is on ' +
      'platforms stays there.',
  })
  async shopErase(
    @Ctx() { deps, shop, credential }: GatewayContext,
    @Arg('name', () => String, { description: "The shop's name, so that nobody slips." }) name: string,
  ): Promise<ShopErasePayload> {
    if (name !== shop.name) return new ShopErasePayload(false, [OTHER_NAME]);
    await deps.ledger.auditLog.append(
      shop.id,
      { who: nameOf(credential), what: 'shop.erase-asked', subject: shop.id },
      deps.clock(),
    );
    await askToEraseShop(deps, shop);
    return new ShopErasePayload(true, []);
  }
}

const NOT_WAITING = new UserError({
  code: 'not-found',
  field: ['id'],
  message: 'There is no export of that id that waits to be answered (any more).',
});
const OTHER_NAME = new UserError({
  code: 'other-name',
  field: ['name'],
  message: "This is not the shop's name: nothing was erased.",
});
