import type { Segment as SavedSegment } from '@clientele/ledger';
import type { Instant } from '@clientele/model';
import { type Explained, explain, type FoundProfile, offerTemplates, preview } from '@clientele/pipeline';
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Int, Query, Resolver } from 'type-graphql';
import { mayUse } from '../auth/credential.js';
import { forbidden } from '../auth/refused.js';
import type { GatewayContext } from '../context.js';
import { pageOf } from '../schema/connection.js';
import { readCursor, writeCursor } from '../schema/cursor.js';
import { Explanation } from '../schema/explanation.js';
import { ForWidgets, Needs, ReadsWholeShop } from '../schema/field-rules.js';
import { localId } from '../schema/global-id.js';
import { PageArgs } from '../schema/page-args.js';
import { SegmentPreview } from '../schema/preview.js';
import { AS_JSON, ConditionJsonScalar, InstantScalar } from '../schema/scalars.js';
import { Segment, SegmentConnection, SegmentEdge, SegmentOrder } from '../schema/segment.js';
import { SegmentTemplate } from '../schema/segment-template.js';
import { UserError, userErrors } from '../schema/user-error.js';
import { askedQuery } from './asked-query.js';
import { checkedQuery } from './checked-query.js';
import { newest } from './newest.js';
import { openProfile } from './open-profile.js';
import { faultsWithoutSegments, segmentsClosed } from './segments-closed.js';

@Resolver()
export class SegmentResolver {
  @Needs('read:segments')
  @Query(() => Segment, { nullable: true, description: 'A saved segment by its id or its handle.' })
  async segment(
    @Ctx() { loaders }: GatewayContext,
    @Arg('id', () => ID, { nullable: true }) id?: string | null,
    @Arg('handle', () => String, { nullable: true }) handle?: string | null,
  ): Promise<Segment | null> {
    const saved = (await loaders.segments()).find((one) => isAsked(one, id) || one.handle === handle);
    return saved === undefined ? null : new Segment(saved);
  }

  @Needs('read:segments')
  @Query(() => SegmentConnection, { description: 'The saved segments.' })
  async segments(
    @Ctx() { loaders }: GatewayContext,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Arg('order', () => SegmentOrder, { defaultValue: SegmentOrder.HANDLE })
    order = SegmentOrder.HANDLE,
  ): Promise<SegmentConnection> {
    const all = await loaders.segments();
    const sizes: ReadonlyMap<string, number> = order === SegmentOrder.SIZE ? await loaders.memberCounts() : new Map();
    const placeOf = ({ id, handle }: SavedSegment): Place => [sizes.get(id) ?? 0, handle];
    const behind = readCursor<Place>(after, ['number', 'string']);
    const edges = all
      .map((one) => ({ one, place: placeOf(one) }))
      .filter(({ place }) => behind === undefined || comparePlaces(place, behind) > 0)
      .sort((a, b) => comparePlaces(a.place, b.place))
      .map(({ one, place }) => new SegmentEdge({ node: new Segment(one), cursor: writeCursor(place) }));
    return new SegmentConnection(pageOf(edges, { first, after }, async () => all.length));
  }

  @Needs('read:segments')
  @ReadsWholeShop()
  @Query(() => [SegmentTemplate], { description: 'Segments to begin with, and how many each would select.' })
  async segmentTemplates(@Ctx() { deps, shop }: GatewayContext): Promise<SegmentTemplate[]> {
    return (await offerTemplates(deps, shop)).map((offered) => new SegmentTemplate(offered));
  }

  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => SegmentPreview, { description: 'What a query would select, not saved.' })
  async previewSegment(
    @Ctx() context: GatewayContext,
    @Info() { path }: GraphQLResolveInfo,
    @Arg('query', () => String, { nullable: true }) query?: string | null,
    @Arg('condition', () => ConditionJsonScalar, { nullable: true, description: AS_JSON }) condition?: unknown,
    @Arg('asOf', () => InstantScalar, { nullable: true, description: "Another time than the shop's own." })
    asOf?: Instant | null,
    @Arg('sample', () => Int, { defaultValue: 0, description: 'How many of those selected to show, 0 to 25.' })
    sample = 0,
    @Arg('page', () => String, {
      nullable: true,
      description:
        'A name that a page makes up for itself: a preview ends the one that the page asked for before. Without it, several ' +
        'run beside one another.',
    })
    page?: string | null,
    @Arg('segment', () => ID, {
      nullable: true,
      description:
        'Of a saved segment in whose place the query would be: whoever was added to it by hand is in, and whoever was ' +
        'excluded is not. A key needs `read:segments` for it.',
    })
    segment?: string | null,
  ): Promise<SegmentPreview> {
    const { deps, shop, credential, loaders } = context;
    if (segment != null && !mayUse(credential, 'read:segments')) throw segmentsClosed('Query.previewSegment(segment:)');
    // Several previews of one question stand beside one another.
    const options = (what: string) => newest(context, `${what}/${path.key}`, page);
    const refused = (errors: readonly UserError[]) => new SegmentPreview(shop, undefined, errors);
    const read = askedQuery(query, condition);
    if (read.outcome === 'invalid') return refused(read.errors);
    const faults = faultsWithoutSegments(context, read.query);
    if (faults.length > 0) return refused(read.userErrors(faults));
    const inPlaceOf = segment == null ? undefined : (await loaders.segments()).find((one) => isAsked(one, segment));
    if (segment != null && inPlaceOf === undefined) return refused([NO_SUCH_SEGMENT]);
    const asked = { sample, ...(asOf && { asked: asOf }), ...(inPlaceOf && { inPlaceOf }) };
    const found = await preview(deps, shop, read.query, asked, options('preview'));
    if (found.outcome === 'invalid') return refused(read.userErrors(found.errors));
    const check = () => checkedQuery(context, read, asOf ?? undefined, options('check'));
    return new SegmentPreview(shop, { found, check }, []);
  }

  @ForWidgets()
  @Needs('read:profiles')
  @ReadsWholeShop()
  @Query(() => Explanation, {
    nullable: true,
    description:
      'Why a profile is in a query or a saved segment, or is not; null where there is no such profile or segment. A ' +
      'widget asks for segments that its profile is in; a key needs `read:segments` to name any.',
  })
  async explainMembership(
    @Ctx() context: GatewayContext,
    @Arg('profile', () => ID) profile: string,
    @Arg('segment', () => ID, { nullable: true }) segment?: string | null,
    @Arg('query', () => String, { nullable: true }) query?: string | null,
  ): Promise<Explanation | null> {
    const { deps, credential, shop } = context;
    if (credential.kind === 'widget' && query != null) {
      throw forbidden('Query.explainMembership(query:) is not open to you: it is closed to widgets.');
    }
    if ((segment == null) === (query == null)) return new Explanation(undefined, [ONE_OF_TWO]);
    const found = await openProfile(context, profile);
    if (query == null) {
      const saved = await openSegment(context, segment, found);
      return saved === undefined || found === undefined
        ? null
        : explanationOf(await explain(deps, shop, saved.id, found.id));
    }
    const faults = faultsWithoutSegments(context, query);
    if (found === undefined) return null;
    return faults.length > 0
      ? new Explanation(undefined, userErrors(faults, ['query']))
      : explanationOf(await explain(deps, shop, query, found.id));
  }
}

function explanationOf(explained: Explained): Explanation | null {
  if (explained.outcome === 'no-profile') return null;
  return explained.outcome === 'explained'
    ? new Explanation(explained, [])
    : new Explanation(undefined, userErrors(explained.errors, ['query']));
}

/** A saved segment that may be explained: to a widget, one that its profile is in. */
async function openSegment(
  { credential, loaders }: GatewayContext,
  id: string | null | undefined,
  profile: FoundProfile | undefined,
): Promise<SavedSegment | undefined> {
  if (credential.kind !== 'widget' && !mayUse(credential, 'read:segments')) {
    throw segmentsClosed('Query.explainMembership(segment:)');
  }
  const saved = (await loaders.segments()).find((one) => isAsked(one, id));
  if (credential.kind !== 'widget') return saved;
  const memberships = profile === undefined ? [] : await loaders.memberships.load(profile.profileNo);
  return memberships.some((membership) => membership.segment === saved?.id) ? saved : undefined;
}

/** Size, 0 where it does not matter, and handle. */
type Place = readonly [size: number, handle: string];

function comparePlaces([sizeA, handleA]: Place, [sizeB, handleB]: Place): number {
  return sizeB - sizeA || (handleA < handleB ? -1 : Number(handleA > handleB));
}

const ONE_OF_TWO = new UserError({
  code: 'one-of-two',
  field: ['segment'],
  message: 'Give either a segment or a query.',
});

const NO_SUCH_SEGMENT = new UserError({
  code: 'not-found',
  field: ['segment'],
  message: 'There is no such segment.',
});

function isAsked(segment: SavedSegment, id: string | null | undefined): boolean {
  return id != null && localId('Segment', id) === segment.id;
}
