import { count, profilePage, searchPage, searchSize } from '@clientele/pipeline';
import { Arg, Args, Ctx, ID, Query, Resolver } from 'type-graphql';
import { badInput } from '../bad-input.js';
import type { GatewayContext } from '../context.js';
import { pageOf } from '../schema/connection.js';
import { badCursor, readCursor, writeCursor } from '../schema/cursor.js';
import { ForWidgets, Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { localId } from '../schema/global-id.js';
import { PageArgs } from '../schema/page-args.js';
import { CustomerRecordInput, Profile, ProfileConnection, ProfileEdge } from '../schema/profile.js';
import { openProfile, openProfileOfRecord } from './open-profile.js';
import { queryRefused } from './query-refused.js';
import { faultsWithoutSegments } from './segments-closed.js';

const LONGEST_SEARCH = 255;

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
  @Query(() => ProfileConnection, {
    description:
      'The profiles for which a query holds, or all, oldest first; or those that a text leads to, best first.',
  })
  async profiles(
    @Ctx() context: GatewayContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg('query', () => String, { nullable: true, description: 'A query, or the handle of a saved segment.' })
    query?: string | null,
    @Arg('search', () => String, {
      nullable: true,
      description:
        'An id of a profile, a customer record or an order, the number that people use for an order, an e-mail address, a ' +
        'telephone number with its country code, or a part of a name.',
    })
    search?: string | null,
  ): Promise<ProfileConnection> {
    if (search == null) return queried(context, page, query ?? undefined);
    if (query != null) throw badInput('Give either a `query` or a `search`.');
    return searched(context, page, search);
  }
}

async function queried(
  context: GatewayContext,
  { first, after }: PageArgs,
  query: string | undefined,
): Promise<ProfileConnection> {
  const { deps, shop, signal } = context;
  const faults = query === undefined ? [] : faultsWithoutSegments(context, query);
  if (faults.length > 0) throw queryRefused(faults);
  const [behind] = readCursor<readonly [number]>(after, ['number']) ?? [];
  const page = { limit: first + 1, ...(behind !== undefined && { after: behind }) };
  const listed = await profilePage(deps, shop, query, page, undefined, { signal });
  if (listed.outcome === 'invalid') throw queryRefused(listed.errors);
  const edges = listed.profiles.map(
    (found) => new ProfileEdge({ node: new Profile(found), cursor: writeCursor([found.profileNo]) }),
  );
  const pageOfThem = pageOf(edges, { first, after }, () => sizeOf(context, query));
  return new ProfileConnection(pageOfThem, listed.stale);
}

async function searched(
  { deps, shop }: GatewayContext,
  { first, after }: PageArgs,
  text: string,
): Promise<ProfileConnection> {
  if (text.trim() === '' || text.length > LONGEST_SEARCH) {
    throw badInput(`\`search\` is from 1 to ${LONGEST_SEARCH} characters: give an id, an address or a part of a name.`);
  }
  const [kind, number] = readCursor<readonly [number, number]>(after, ['number', 'number']) ?? [];
  if (kind !== undefined && kind > 1) throw badCursor();
  const place = kind === undefined || number === undefined ? {} : { after: [kind === 0 ? 0 : 1, number] as const };
  const wanted = localId('Profile', text) ?? text;
  const found = await searchPage(deps, shop, wanted, { limit: first + 1, ...place });
  const edges = found.map((one) => new ProfileEdge({ node: new Profile(one), cursor: writeCursor(one.place) }));
  return new ProfileConnection(pageOf(edges, { first, after }, () => searchSize(deps, shop, wanted)));
}

async function sizeOf({ deps, shop, loaders }: GatewayContext, query: string | undefined): Promise<number> {
  if (query === undefined) return loaders.profileCount();
  const counted = await count(deps, shop, query);
  if (counted.outcome === 'invalid') throw queryRefused(counted.errors);
  return counted.count;
}
