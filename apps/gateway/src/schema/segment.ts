import type { Segment as SavedSegment } from '@clientele/ledger';
import type { Instant } from '@clientele/model';
import { failureIn, segmentAt } from '@clientele/pipeline';
import { type ConditionJson, queryJson } from '@clientele/segmentation';
import { Arg, Args, Ctx, Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { GatewayContext } from '../context.js';
import { once } from '../once.js';
import { connectionOf, type EdgeOf, edgeOf, pageOf } from './connection.js';
import { badCursor, readCursor, writeCursor } from './cursor.js';
import { ForWidgets, Long, Needs, ReadsWholeShop } from './field-rules.js';
import { globalId } from './global-id.js';
import { PageArgs } from './page-args.js';
import { PastMember, PastMemberConnection, PastMemberEdge } from './past-member.js';
import { Profile } from './profile.js';
import { ConditionJsonScalar, InstantScalar } from './scalars.js';
import { SegmentFreshness } from './segment-freshness.js';
import { SegmentVersion } from './segment-version.js';

export enum SegmentState {
  NEW = 'new',
  EVALUATING = 'evaluating',
  FRESH = 'fresh',
  FAILED = 'failed',
}

registerEnumType(SegmentState, {
  name: 'SegmentState',
  description: 'How far the members of the current version are worked out.',
});

export enum SegmentOrder {
  HANDLE = 'handle',
  SIZE = 'size',
}

registerEnumType(SegmentOrder, {
  name: 'SegmentOrder',
  description: 'How segments are listed.',
  valuesConfig: {
    HANDLE: { description: 'By handle.' },
    SIZE: { description: 'The largest first, equal ones by handle; those without members yet last.' },
  },
});

@ObjectType({ description: 'A saved, versioned query whose members are kept up to date.' })
export class Segment {
  readonly #saved: SavedSegment;

  constructor(saved: SavedSegment) {
    this.#saved = saved;
  }

  @ForWidgets()
  @Field(() => ID)
  get id(): string {
    return globalId('Segment', this.#saved.id);
  }

  @ForWidgets()
  @Field(() => String, { description: "What in_segment('…') names it by; it stays when the name changes." })
  get handle(): string {
    return this.#saved.handle;
  }

  @ForWidgets()
  @Field(() => String)
  get name(): string {
    return this.#saved.name;
  }

  @ForWidgets()
  @Field(() => String)
  get description(): string {
    return this.#saved.description;
  }

  @Field(() => Boolean, {
    description: 'Whether it is a list: its members are those who were added, by a snapshot or by hand.',
  })
  get isList(): boolean {
    return this.#saved.query === '';
  }

  @Field(() => String, { description: 'Canonical text; empty of a list.' })
  get query(): string {
    return this.#saved.query;
  }

  @Field(() => ConditionJsonScalar, { nullable: true, description: 'The query as JSON; null of a list.' })
  get condition(): ConditionJson | null {
    return queryJson(this.#saved.query);
  }

  @Field(() => Int, { description: '1, 2, 3 …; a new one whenever the query changes.' })
  get version(): number {
    return this.#saved.version;
  }

  @Field(() => InstantScalar)
  get savedAt(): Instant {
    return this.#saved.savedAt;
  }

  @Field(() => String, {
    description: 'Who saved the version: `command line`, or a session or key, as in the audit log.',
  })
  get savedBy(): string {
    return this.#saved.savedBy;
  }

  @Long(({ first }) => Number(first))
  @Field(() => [SegmentVersion], {
    description: 'Its versions, newest first. To go back to one, save its query: that is a new version.',
  })
  async versions(
    @Ctx() { loaders }: GatewayContext,
    @Arg('first', () => Int, { defaultValue: 20, description: '1 to 250.' }) first = 20,
  ): Promise<SegmentVersion[]> {
    const versions = await loaders.versions.load(this.#saved.id);
    return versions.slice(0, first).map((version) => new SegmentVersion(version));
  }

  @Field(() => SegmentState)
  async state(@Ctx() { loaders }: GatewayContext): Promise<SegmentState> {
    const state = (await loaders.membershipStates()).get(this.#saved.id);
    return (state?.state as SegmentState | undefined) ?? SegmentState.NEW;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Why its members could not be brought up to date, as a sentence; null where they could.',
  })
  async failure(@Ctx() { loaders }: GatewayContext): Promise<string | null> {
    return failureIn((await loaders.membershipStates()).get(this.#saved.id));
  }

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'As of when its members are; null before the first time.',
  })
  async evaluatedAt(@Ctx() { loaders }: GatewayContext): Promise<Instant | null> {
    return (await loaders.membershipStates()).get(this.#saved.id)?.evaluated?.evaluatedAt ?? null;
  }

  @Field(() => SegmentFreshness, {
    nullable: true,
    description: 'How stale its members can be, and are; null where its query cannot be read.',
  })
  async freshness(@Ctx() { loaders }: GatewayContext): Promise<SegmentFreshness | null> {
    const found = (await loaders.freshness()).get(this.#saved.id);
    return found === undefined ? null : new SegmentFreshness(found);
  }

  @Field(() => Int, { nullable: true, description: 'Members at the last evaluation; null before the first.' })
  async count(@Ctx() context: GatewayContext): Promise<number | null> {
    return (await this.evaluatedAt(context)) === null ? null : this.#size(context);
  }

  @Field(() => [Segment], {
    description: 'Those whose queries name it by `in_segment`; while there are any, it cannot be deleted.',
  })
  async referredToBy(@Ctx() { loaders }: GatewayContext): Promise<Segment[]> {
    const referring = (await loaders.referringSegments()).get(this.#saved.handle) ?? [];
    return referring.map((saved) => new Segment(saved));
  }

  @Needs('read:profiles')
  @Field(() => MemberConnection)
  async members(
    @Ctx() context: GatewayContext,
    @Args(() => PageArgs) { first, after }: PageArgs,
  ): Promise<MemberConnection> {
    const [behind] = readCursor<readonly [number]>(after, ['number']) ?? [];
    const members = await context.loaders.members.load({ of: this.#saved.id, limit: first + 1, after: behind });
    const edges = members.map(
      ({ profile, since, profileNo }) =>
        new MemberEdge({ node: new Profile(profile), cursor: writeCursor([profileNo]), enteredAt: since }),
    );
    return new MemberConnection(pageOf(edges, { first, after }, () => this.#size(context)));
  }

  @Needs('read:profiles')
  @ReadsWholeShop()
  @Field(() => PastMemberConnection, {
    nullable: true,
    description:
      'Who was in it at an instant of the past, by what it asked then; null where that is not known. The year before it ' +
      'was first evaluated is worked out when somebody asks for it: ask again a little later.',
  })
  async membersAt(
    @Ctx() { deps, shop, follow }: GatewayContext,
    @Arg('at', () => InstantScalar) at: Instant,
    @Args(() => PageArgs) { first, after }: PageArgs,
  ): Promise<PastMemberConnection | null> {
    const known = await segmentAt(deps, shop, this.#saved.id, at);
    if (known.outcome === 'refused') {
      follow(deps.workOutPast(shop, this.#saved));
      return null;
    }
    const [behind] = readCursor<readonly [string]>(after, ['string']) ?? [];
    const read = await known.members({ limit: first, ...(behind === undefined ? {} : { after: behind }) });
    if (read.outcome === 'refused') throw badCursor();
    const edges = read.members.map(
      (member) => new PastMemberEdge({ node: new PastMember(member), cursor: writeCursor([member.profile]) }),
    );
    return new PastMemberConnection(known, {
      edges,
      hasNextPage: read.after !== null,
      hasPreviousPage: after != null,
      count: once(known.count),
    });
  }

  @Field(() => InstantScalar, {
    nullable: true,
    description:
      'From when on it is known who was in it; null before it is first evaluated. It is earlier once its past is worked ' +
      'out, which `membersAt` and `Profile.segmentHistory(segment:)` begin.',
  })
  async historyKnownFrom(@Ctx() { loaders }: GatewayContext): Promise<Instant | null> {
    return (await loaders.historyKnownFrom()).get(this.#saved.id) ?? null;
  }

  async #size({ loaders }: GatewayContext): Promise<number> {
    return (await loaders.memberCounts()).get(this.#saved.id) ?? 0;
  }
}

@ObjectType()
export class MemberEdge extends edgeOf(() => Profile) {
  @Field(() => InstantScalar)
  readonly enteredAt: Instant;

  constructor({ enteredAt, ...edge }: EdgeOf<Profile> & { readonly enteredAt: Instant }) {
    super(edge);
    this.enteredAt = enteredAt;
  }
}

@ObjectType()
export class MemberConnection extends connectionOf(
  () => Profile,
  () => MemberEdge,
) {}

@ObjectType()
export class SegmentEdge extends edgeOf(() => Segment) {}

@ObjectType()
export class SegmentConnection extends connectionOf(
  () => Segment,
  () => SegmentEdge,
) {}
