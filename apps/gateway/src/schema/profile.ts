import { type Instant, parseInstant } from '@clientele/model';
import {
  type DecidedByHand as Decided,
  type FoundProfile,
  profileHistory,
  type StaleReference as Stale,
} from '@clientele/pipeline';
import { attributeNamed, CATALOGUE, type TraitValue } from '@clientele/segmentation';
import type { CustomerCard, OrderPlace } from '@clientele/warehouse';
import { Arg, Args, Ctx, Field, ID, InputType, ObjectType } from 'type-graphql';
import { badInput } from '../bad-input.js';
import type { GatewayContext } from '../context.js';
import { connectionOf, edgeOf, type Page, pageOf } from './connection.js';
import { badCursor, readCursor, writeCursor } from './cursor.js';
import { DecisionEnum, RfmGroupEnum } from './enums.js';
import { ForWidgets, Long, Needs } from './field-rules.js';
import { globalId, localId } from './global-id.js';
import { MembershipPeriod, MembershipPeriodConnection, MembershipPeriodEdge } from './membership-period.js';
import { Order, OrderConnection, OrderEdge } from './order.js';
import { PageArgs } from './page-args.js';
import { InstantScalar } from './scalars.js';
import { Segment } from './segment.js';
import { STALE, StaleReference } from './stale-reference.js';
import { Trait } from './trait.js';

@ObjectType({ description: 'What one connection says about a person.' })
export class CustomerRecord {
  readonly #card: CustomerCard;

  constructor(card: CustomerCard) {
    this.#card = card;
  }

  @ForWidgets()
  @Field(() => String)
  get connection(): string {
    return this.#card.connection;
  }

  @ForWidgets()
  @Field(() => String, { description: "The record's id at its source." })
  get externalId(): string {
    return this.#card.externalId;
  }

  @ForWidgets()
  @Field(() => String, { nullable: true })
  get name(): string | null {
    return this.#card.name;
  }

  @Field(() => String, {
    nullable: true,
    description: 'As its source writes it; whether it may be written to, `previewExport` says.',
  })
  get email(): string | null {
    return this.#card.email;
  }

  @ForWidgets()
  @Field(() => InstantScalar, { nullable: true })
  get createdAt(): Instant | null {
    return this.#card.createdAt;
  }
}

@InputType({ description: 'Which customer record: the id that its source gave it, in one connection.' })
export class CustomerRecordInput {
  @Field(() => String)
  readonly connection!: string;

  @Field(() => String)
  readonly externalId!: string;
}

@ObjectType({ description: 'A segment that a profile is in.' })
export class Membership {
  @ForWidgets()
  @Field(() => InstantScalar)
  readonly since: Instant;

  @ForWidgets()
  @Field(() => Segment)
  readonly segment: Segment;

  constructor(since: Instant, segment: Segment) {
    this.since = since;
    this.segment = segment;
  }
}

@ObjectType({ description: 'What somebody decided by hand about a profile and a segment, whatever its query says.' })
export class DecidedByHand {
  @Field(() => Segment)
  readonly segment: Segment;

  @Field(() => DecisionEnum, { description: 'ADDED or EXCLUDED.' })
  readonly decision: string;

  @Field(() => InstantScalar)
  readonly at: Instant;

  @Field(() => String, { description: 'Who decided it: `command line`, or a session or key, as in the audit log.' })
  readonly by: string;

  @Field(() => String, { description: 'Why; empty where nothing was said.' })
  readonly reason: string;

  constructor({ decided, at, by, reason }: Decided, segment: Segment) {
    this.segment = segment;
    this.decision = decided;
    this.at = at;
    this.by = by;
    this.reason = reason;
  }
}

@ObjectType({ description: 'One person: the customer records that are the same, and what is derived from them.' })
export class Profile {
  readonly #found: FoundProfile;

  constructor(found: FoundProfile) {
    this.#found = found;
  }

  @ForWidgets()
  @Field(() => ID)
  get id(): string {
    return globalId('Profile', this.#found.id);
  }

  @ForWidgets()
  @Field(() => [CustomerRecord], { description: 'The customer records that are this person.' })
  async records(@Ctx() { loaders }: GatewayContext): Promise<CustomerRecord[]> {
    const cards = await loaders.customers.load(this.#found.profileNo);
    return cards.map((card) => new CustomerRecord(card));
  }

  @ForWidgets()
  @Long(({ names }) => (Array.isArray(names) ? names.length : CATALOGUE.attributes.size))
  @Field(() => [Trait], {
    description: 'All traits, absent ones too, and the custom attributes that there are; or those named, each once.',
  })
  async traits(
    @Ctx() { loaders, shop }: GatewayContext,
    @Arg('names', () => [String], { nullable: true }) names?: readonly string[] | null,
  ): Promise<Trait[]> {
    if (names != null && new Set(names).size < names.length) throw badInput('Name each trait once.');
    const values = await loaders.traits.load(this.#found.profileNo);
    const customTypes = await loaders.customTypes();
    const present = [...values.keys()].filter((name) => customTypes.has(name));
    return [...(names ?? new Set([...CATALOGUE.attributes.keys(), ...present]))].map((name) => {
      const attribute = attributeNamed(name, customTypes);
      if (attribute === undefined) throw badInput(`There is no trait '${name}': see docs/segment-language.md.`);
      return new Trait(attribute, values.get(name), shop.currency);
    });
  }

  @ForWidgets()
  @Field(() => RfmGroupEnum, { nullable: true })
  async rfmGroup(@Ctx() { loaders }: GatewayContext): Promise<string | null> {
    const group = (await loaders.traits.load(this.#found.profileNo)).get('rfm_group');
    return group?.kind === 'text' ? group.text : null;
  }

  @ForWidgets()
  @Needs('read:segments')
  @Field(() => [Membership], { description: 'The saved segments it is in.' })
  async segments(@Ctx() { loaders }: GatewayContext): Promise<Membership[]> {
    const [memberships, saved] = await Promise.all([
      loaders.memberships.load(this.#found.profileNo),
      loaders.segments(),
    ]);
    return saved.flatMap((segment) => {
      const membership = memberships.find((candidate) => candidate.segment === segment.id);
      return membership === undefined ? [] : [new Membership(membership.since, new Segment(segment))];
    });
  }

  @Needs('read:segments')
  @Field(() => [DecidedByHand], {
    description: 'What was decided by hand about it and the saved segments, newest first; `segmentDecide` decides.',
  })
  async decidedByHand(@Ctx() { loaders }: GatewayContext): Promise<DecidedByHand[]> {
    const [decided, saved] = await Promise.all([loaders.decidedByHand.load(this.#found.profileNo), loaders.segments()]);
    return decided.flatMap((decision) => {
      const segment = saved.find(({ id }) => id === decision.segment);
      return segment === undefined ? [] : [new DecidedByHand(decision, new Segment(segment))];
    });
  }

  @Needs('read:segments')
  @Field(() => MembershipPeriodConnection, {
    description:
      'When it was in the saved segments, and those that became part of it were: by handle, the oldest first.',
  })
  async segmentHistory(
    @Ctx() { deps, loaders, shop, follow }: GatewayContext,
    @Args(() => PageArgs) { first, after }: PageArgs,
    @Arg('segment', () => ID, {
      nullable: true,
      description:
        'Of this one alone: its past from before it was first evaluated is then worked out, ask again a little later.',
    })
    id?: string | null,
  ): Promise<MembershipPeriodConnection> {
    const all = await loaders.segments();
    const segments = id == null ? all : all.filter((segment) => segment.id === localId('Segment', id));
    if (id != null) for (const segment of segments) follow(deps.workOutPast(shop, segment));
    const saved = new Map(segments.map((segment) => [segment.handle, segment]));
    const behind = readCursor<readonly [string, string, string]>(after, ['string', 'string', 'string']);
    const [periods, knownFrom] = await Promise.all([
      profileHistory(deps, shop, this.#found, segments),
      loaders.historyKnownFrom(),
    ]);
    const edges = periods.flatMap((period) => {
      const segment = saved.get(period.segment);
      const place = [period.segment, period.enteredAt, period.profile] as const;
      if (segment === undefined || (behind !== undefined && !isBehind(place, behind))) return [];
      return [new MembershipPeriodEdge({ node: new MembershipPeriod(period, segment), cursor: writeCursor(place) })];
    });
    const completeFrom = segments
      .flatMap((segment) => knownFrom.get(segment.id) ?? [])
      .toSorted()
      .at(-1);
    const page = pageOf(edges, { first, after }, async () => periods.length);
    return new MembershipPeriodConnection(page, completeFrom ?? null);
  }

  @ForWidgets()
  @Field(() => OrderConnection, { description: 'Its orders that count, newest first.' })
  async orders(
    @Ctx() context: GatewayContext,
    @Args(() => PageArgs) { first, after }: PageArgs,
  ): Promise<OrderConnection> {
    const { loaders, shop } = context;
    const place = readCursor<readonly [string, string, string]>(after, ['string', 'string', 'string']);
    const of = this.#found.profileNo;
    const orders = await loaders.orders.load({ of, limit: first + 1, after: place && placeOf(place) });
    const edges = orders.map((order) => {
      const { placedAt, externalId } = order.record;
      const cursor = writeCursor([placedAt, order.connection, externalId]);
      return new OrderEdge({ node: new Order(order, shop.currency), cursor });
    });
    return new OrderConnection(
      pageOf(edges, { first, after }, async () => wholeNumber((await loaders.traits.load(of)).get('number_of_orders'))),
    );
  }
}

function isBehind(place: readonly string[], other: readonly string[]): boolean {
  const differs = place.findIndex((value, index) => value !== other[index]);
  return differs !== -1 && (place[differs] ?? '') > (other[differs] ?? '');
}

function placeOf([placedAt, connection, externalId]: readonly [string, string, string]): OrderPlace {
  const at = parseInstant(placedAt);
  if (at === undefined) throw badCursor();
  return { at, connection, externalId };
}

function wholeNumber(value: TraitValue | undefined): number {
  return value?.kind === 'number' ? Number(value.number.numerator) : 0;
}

@ObjectType()
export class ProfileEdge extends edgeOf(() => Profile) {}

@ObjectType()
export class ProfileConnection extends connectionOf(
  () => Profile,
  () => ProfileEdge,
) {
  @Field(() => [StaleReference], { description: STALE })
  readonly stale: readonly StaleReference[];

  constructor(page: Page<ProfileEdge>, stale: readonly Stale[] = []) {
    super(page);
    this.stale = stale.map((one) => new StaleReference(one));
  }
}
