import type { Instant, Shop as ShopRecord } from '@clientele/model';
import type { ConnectionStanding, FirstPull, KindCount, StreamStanding } from '@clientele/pipeline';
import { Args, Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { GatewayContext } from '../context.js';
import { pageOf } from './connection.js';
import { readCursor, writeCursor } from './cursor.js';
import { ConnectionStateEnum, MissedChangeEnum, RecordKindEnum, WrittenAsEnum } from './enums.js';
import { Needs, ReadsWholeShop } from './field-rules.js';
import { globalId } from './global-id.js';
import { PageArgs } from './page-args.js';
import { RefusedInput, RefusedInputConnection, RefusedInputEdge } from './refused-input.js';
import { InstantScalar } from './scalars.js';

@ObjectType({ description: 'How fresh one kind of thing is that a connection reads.' })
export class ConnectionStream {
  readonly #stream: StreamStanding;

  constructor(stream: StreamStanding) {
    this.#stream = stream;
  }

  @Field(() => String)
  get name(): string {
    return this.#stream.name;
  }

  @Field(() => RecordKindEnum, { nullable: true, description: 'Of the records that it mainly brings.' })
  get kind(): string | null {
    return this.#stream.kind;
  }

  @Field(() => Int, { description: 'Objects of the platform that are there.' })
  get objects(): number {
    return this.#stream.objects;
  }

  @Field(() => Int, {
    nullable: true,
    description:
      'About how many there are, as the platform said when it began to be read whole; null while it is not, and where ' +
      'the platform does not say.',
  })
  get total(): number | null {
    return this.#stream.total;
  }

  @Field(() => Int, {
    nullable: true,
    description: 'About how long the first reading of it takes yet, at its pace so far; null where that is not known.',
  })
  get secondsLeft(): number | null {
    return this.#stream.secondsLeft;
  }

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'All changes up to then are known, but for those in `misses`; null until it was read whole once.',
  })
  get caughtUpAt(): Instant | null {
    return this.#stream.caughtUpAt;
  }

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When everything was last read again, from its beginning.',
  })
  get sweptAt(): Instant | null {
    return this.#stream.sweptAt;
  }

  @Field(() => Boolean, { description: 'Whether a reading of it was begun and is not at its end.' })
  get isUnderWay(): boolean {
    return this.#stream.isUnderWay;
  }

  @Field(() => Int, { nullable: true, description: 'So often it is asked for changes; null where it only tells.' })
  get everySeconds(): number | null {
    return this.#stream.everySeconds;
  }

  @Field(() => [MissedChangeEnum], {
    description: 'What asking for changes does not show: it is found when everything is read again.',
  })
  get misses(): readonly string[] {
    return this.#stream.misses;
  }

  @Field(() => Int, { nullable: true, description: 'So often everything is read again; null where it never is.' })
  get sweepEverySeconds(): number | null {
    return this.#stream.sweepEverySeconds;
  }
}

@ObjectType({ description: 'How far the first reading of everything has come.' })
export class ConnectionFirstPull {
  @Field(() => Int, { description: 'Streams that are wholly there.' })
  readonly done: number;

  @Field(() => Int, { description: 'Streams that are read.' })
  readonly of: number;

  @Field(() => Int, {
    description: 'Objects that are there by now; see `total` of each stream for how many there will be.',
  })
  readonly objects: number;

  constructor({ done, of, objects }: FirstPull) {
    this.done = done;
    this.of = of;
    this.objects = objects;
  }
}

@ObjectType({ description: 'How many records of a kind a connection says.' })
export class ConnectionRecords {
  @Field(() => RecordKindEnum)
  readonly kind: string;

  @Field(() => Int)
  readonly count: number;

  constructor({ kind, records }: KindCount) {
    this.kind = kind;
    this.count = records;
  }
}

@ObjectType({ description: 'How the webhooks of a connection come in.' })
export class ConnectionWebhooks {
  readonly #shop: ShopRecord;
  readonly #standing: ConnectionStanding;

  constructor(shop: ShopRecord, standing: ConnectionStanding) {
    this.#shop = shop;
    this.#standing = standing;
  }

  @Field(() => Int, { description: 'Those that are not in the records yet.' })
  get waiting(): number {
    return this.#standing.inbox?.waiting ?? 0;
  }

  @Field(() => InstantScalar, { nullable: true, description: 'Since when the oldest of those waits.' })
  get waitingSince(): Instant | null {
    return this.#standing.inbox?.since ?? null;
  }

  @Field(() => InstantScalar, {
    nullable: true,
    description: 'When one last came in; null where none came in the last ten days.',
  })
  get lastHeardAt(): Instant | null {
    return this.#standing.heardAt;
  }

  @Needs('admin')
  @Field(() => String, {
    description: 'Where its platform sends them to, below the address of this server. Tell it to nobody else.',
  })
  async path(@Ctx() { deps }: GatewayContext): Promise<string> {
    return `/hooks/${await deps.ledger.hookDoors.token(this.#shop.id, this.#standing.name, deps.clock())}`;
  }
}

@ObjectType('Connection', { description: 'A configured account of a platform, or files: where records come from.' })
export class ShopConnection {
  readonly #shop: ShopRecord;
  readonly #standing: ConnectionStanding;

  constructor(shop: ShopRecord, standing: ConnectionStanding) {
    this.#shop = shop;
    this.#standing = standing;
  }

  @Field(() => ID)
  get id(): string {
    return globalId('Connection', `${this.#shop.id}/${this.#standing.name}`);
  }

  @Field(() => String, { description: 'Unique in its shop; what the command line names it by.' })
  get name(): string {
    return this.#standing.name;
  }

  @Field(() => String, { description: 'The kind of platform: files, woocommerce …' })
  get connector(): string {
    return this.#standing.connector;
  }

  @Field(() => String, { nullable: true, description: 'Whose account it reaches; null of one that is not asked.' })
  get account(): string | null {
    const { account } = this.#standing;
    return account === null ? null : (account.name ?? account.id);
  }

  @Field(() => [String], { description: 'What the account does not show as it is, and how it would; each a sentence.' })
  get warnings(): readonly string[] {
    return this.#standing.account?.warnings ?? [];
  }

  @Field(() => InstantScalar, { description: 'When it was connected.' })
  get createdAt(): Instant {
    return this.#standing.createdAt;
  }

  @Field(() => ConnectionStateEnum)
  get state(): string {
    return this.#standing.state;
  }

  @Field(() => Boolean, {
    description: 'Whether one that has ended can go on by itself: see `connectionResume`. Others are connected again.',
  })
  get isResumable(): boolean {
    return this.#standing.isResumable;
  }

  @Field(() => String, { nullable: true, description: 'Of the last failure: denied, unreachable …' })
  get failureCode(): string | null {
    return this.#standing.why?.code ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Why it was last read no further, and what to do.' })
  get failure(): string | null {
    return this.#standing.why?.sentence ?? null;
  }

  @Field(() => Int, { description: 'Failures in a row; each doubles the wait for the next try, up to six hours.' })
  get failures(): number {
    return this.#standing.failures;
  }

  @Field(() => InstantScalar, { nullable: true, description: 'When everything that was new was last read to its end.' })
  get pulledAt(): Instant | null {
    return this.#standing.pulledAt;
  }

  @Field(() => InstantScalar, { nullable: true, description: 'When it is asked next; null of one that is not asked.' })
  get dueAt(): Instant | null {
    return this.#standing.dueAt;
  }

  @Field(() => InstantScalar, { nullable: true, description: 'When records of it were last stored.' })
  get writtenAt(): Instant | null {
    return this.#standing.writtenAt;
  }

  @Field(() => ConnectionFirstPull, { nullable: true, description: 'Null where everything was read once.' })
  get firstPull(): ConnectionFirstPull | null {
    const { firstPull } = this.#standing;
    return firstPull && new ConnectionFirstPull(firstPull);
  }

  @Field(() => [ConnectionStream], { description: 'In the order in which they are read.' })
  get streams(): ConnectionStream[] {
    return this.#standing.streams.map((stream) => new ConnectionStream(stream));
  }

  @ReadsWholeShop()
  @Field(() => [ConnectionRecords], { description: 'The records that it says, by kind.' })
  async records(@Ctx() { loadersOf }: GatewayContext): Promise<ConnectionRecords[]> {
    const counts = await loadersOf(this.#shop).connectionRecords.load(this.#standing.name);
    return counts.map((count) => new ConnectionRecords(count));
  }

  @Field(() => [WrittenAsEnum], { description: 'What a segment can be there; empty where nothing can be written.' })
  writes(@Ctx() { deps }: GatewayContext): readonly string[] {
    const connector = deps.connections.connector(this.#standing.connector);
    return connector?.write === undefined ? [] : (connector.writes ?? Object.values(WrittenAsEnum));
  }

  @Field(() => ConnectionWebhooks, { nullable: true, description: 'Null where its platform tells nothing by itself.' })
  get webhooks(): ConnectionWebhooks | null {
    return this.#standing.hears ? new ConnectionWebhooks(this.#shop, this.#standing) : null;
  }

  @Field(() => Int, { description: 'How much is set aside of it: see `refused`.' })
  get refusedCount(): number {
    return this.#standing.refused;
  }

  @Field(() => Boolean, { description: 'Whether what was refused is being tried again.' })
  isRetrying(@Ctx() { deps }: GatewayContext): boolean {
    return deps.retries.isUnderWay(this.#shop, this.#standing.name);
  }

  @Field(() => RefusedInputConnection, { description: 'Rows and objects that were set aside, the oldest first.' })
  async refused(
    @Ctx() { deps }: GatewayContext,
    @Args(() => PageArgs) { first, after }: PageArgs,
  ): Promise<RefusedInputConnection> {
    const [behind] = readCursor<readonly [number]>(after, ['number']) ?? [];
    const { id } = this.#shop;
    const read = await deps.ledger.refused.list(id, {
      connection: this.#standing.name,
      limit: first + 1,
      ...(behind !== undefined && { after: behind }),
    });
    const edges = read.map(
      (input) =>
        new RefusedInputEdge({ node: new RefusedInput(this.#shop, input), cursor: writeCursor([input.number]) }),
    );
    return new RefusedInputConnection(pageOf(edges, { first, after }, async () => this.#standing.refused));
  }
}
