import { count, profilePage } from '@clientele/pipeline';
import { profileCount } from '@clientele/warehouse';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badInput } from '../bad-input.js';
import type { GatewayContext } from '../context.js';
import { pageOf } from '../schema/connection.js';
import { readCursor, writeCursor } from '../schema/cursor.js';
import { ForWidgets, Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { PageArgs } from '../schema/page-args.js';
import { CustomerRecordInput, Profile, ProfileConnection, ProfileEdge } from '../schema/profile.js';
import { openProfile, openProfileOfRecord } from './open-profile.js';
import { queryRefused } from './query-refused.js';
import { faultsWithoutSegments } from './segments-closed.js';

@Resolver()
export class ProfileResolver {
  @ForWidgets()
  @Needs('read:profiles')
  @Query(() => Profile, {
    nullable: true,
    description: 'One person: by its id, also of a profile that became part of it, or by a customer record.',
  })
  async profile(
    @Ctx() context: GatewayContext,
    @Arg('id', () => ID, { nullable: true, description: 'As GraphQL gives it, or plain: `p_…`.' }) id?: string | null,
    @Arg('record', () => CustomerRecordInput, { nullable: true }) record?: CustomerRecordInput | null,
  ): Promise<Profile | null> {
    if ((id == null) === (record == null)) throw badInput('Give either an `id` or a `record`.');
    const found = record == null ? await openProfile(context, id ?? '') : await openProfileOfRecord(context, record);
    return found === undefined ? null : new Profile(found);
  }

  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => ProfileConnection, { description: 'The profiles for which a query holds, or all; oldest first.' })
  async profiles(
    @Ctx() context: GatewayContext,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Arg('query', () => String, { nullable: true, description: 'A query, or the handle of a saved segment.' })
    query?: string | null,
  ): Promise<ProfileConnection> {
    const { deps, shop, signal } = context;
    const faults = query == null ? [] : faultsWithoutSegments(context, query);
    if (faults.length > 0) throw queryRefused(faults);
    const [behind] = readCursor<readonly [number]>(after, ['number']) ?? [];
    const page = { limit: first + 1, ...(behind !== undefined && { after: behind }) };
    const listed = await profilePage(deps, shop, query ?? undefined, page, undefined, { signal });
    if (listed.outcome === 'invalid') throw queryRefused(listed.errors);
    const edges = listed.profiles.map(
      (found) => new ProfileEdge({ node: new Profile(found), cursor: writeCursor([found.profileNo]) }),
    );
    return new ProfileConnection(pageOf(edges, first, () => sizeOf(deps, shop, query ?? undefined)));
  }
}

async function sizeOf(
  deps: GatewayContext['deps'],
  shop: GatewayContext['shop'],
  query: string | undefined,
): Promise<number> {
  if (query === undefined) return profileCount(deps.sql, shop.id);
  const counted = await count(deps, shop, query);
  if (counted.outcome === 'invalid') throw queryRefused(counted.errors);
  return counted.count;
}
