import type { Instant } from '@clientele/model';
import { completeQuery } from '@clientele/pipeline';
import { Arg, Ctx, Int, Query, Resolver } from 'type-graphql';
import { mayUse } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { QueryCompletion, QueryCompletions } from '../schema/query-completions.js';
import { QueryCheck } from '../schema/query-warning.js';
import { AS_JSON, ConditionJsonScalar, InstantScalar } from '../schema/scalars.js';
import { askedQuery } from './asked-query.js';
import { checkedQuery } from './checked-query.js';
import { newest } from './newest.js';

/** For whoever writes a query: what may come next, and what is odd about it. */
@Resolver()
export class QueryHelpResolver {
  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => QueryCompletions, {
    description:
      'What may come next at a place of a query, finished or not, with the values, products and segments of the shop. ' +
      'Segments are offered to whom they are open.',
  })
  async completeQuery(
    @Ctx() context: GatewayContext,
    @Arg('text', () => String) text: string,
    @Arg('offset', () => Int, { description: 'In UTF-16 units from 0.' }) offset: number,
    @Arg('page', () => String, { nullable: true, description: 'As of `previewSegment`.' }) page?: string | null,
  ): Promise<QueryCompletions> {
    const { deps, credential, shop } = context;
    const options = { segments: mayUse(credential, 'read:segments'), ...newest(context, 'complete', page) };
    return new QueryCompletions(await completeQuery(deps, shop, text, offset, options));
  }

  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => [QueryCompletion], {
    description: 'All that a condition may be about: attributes, custom ones of the shop too, and rows.',
  })
  async queryNames(@Ctx() { deps, shop, signal }: GatewayContext): Promise<QueryCompletion[]> {
    const { completions } = await completeQuery(deps, shop, '', 0, { segments: false, signal });
    return completions
      .filter(({ kind }) => kind === 'attribute' || kind === 'rows')
      .map((completion) => new QueryCompletion(completion));
  }

  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => QueryCheck, {
    description: 'Whether a query can be asked, and what is odd about it, in itself and in this shop.',
  })
  async checkQuery(
    @Ctx() context: GatewayContext,
    @Arg('query', () => String, { nullable: true }) query?: string | null,
    @Arg('condition', () => ConditionJsonScalar, { nullable: true, description: AS_JSON }) condition?: unknown,
    @Arg('asOf', () => InstantScalar, { nullable: true, description: "Another time than the shop's own." })
    asOf?: Instant | null,
    @Arg('page', () => String, { nullable: true, description: 'As of `previewSegment`.' }) page?: string | null,
  ): Promise<QueryCheck> {
    const asked = askedQuery(query, condition);
    if (asked.outcome === 'invalid') return new QueryCheck(null, [], asked.errors);
    return checkedQuery(context, asked, asOf ?? undefined, newest(context, 'check', page));
  }
}
