import { askToEraseShop, copyAsked, markAnswered } from '@clientele/pipeline';
import { Arg, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { nameOf } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Long, Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { localId, numberWithin } from '../schema/global-id.js';
import {
  PrivacyCopyPayload,
  PrivacyRequest,
  PrivacyRequestPayload,
  ShopErasePayload,
} from '../schema/privacy-request.js';
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
  @Mutation(() => PrivacyCopyPayload, {
    description:
      'What is kept of whoever asked for it, as often as it is wanted until it is answered. That it was fetched is written down.',
  })
  async privacyRequestCopy(
    @Ctx() { deps, shop, credential }: GatewayContext,
    @Arg('id', () => ID) id: string,
  ): Promise<PrivacyCopyPayload> {
    const number = numberWithin(shop.id, localId('PrivacyRequest', id));
    const exported = number === undefined ? undefined : await copyAsked(deps, shop, number, nameOf(credential));
    return exported === undefined
      ? new PrivacyCopyPayload(null, [NOT_WAITING])
      : new PrivacyCopyPayload(JSON.stringify(exported, undefined, 2), []);
  }

  @Needs('admin')
  @Mutation(() => PrivacyRequestPayload, {
    description:
      'The copy was handed over to whoever asked for it: the request is done, and whom it was about is forgotten.',
  })
  async privacyRequestAnswered(
    @Ctx() { deps, shop, credential }: GatewayContext,
    @Arg('id', () => ID) id: string,
  ): Promise<PrivacyRequestPayload> {
    const number = numberWithin(shop.id, localId('PrivacyRequest', id));
    const isDone = number !== undefined && (await markAnswered(deps, shop, number, nameOf(credential)));
    if (!isDone) return new PrivacyRequestPayload(null, [NOT_WAITING]);
    const stored = (await deps.ledger.complianceRequests.list(shop.id)).find((one) => one.number === number);
    return new PrivacyRequestPayload(stored === undefined ? null : new PrivacyRequest(shop, stored), []);
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
