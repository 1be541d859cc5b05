import type { WriteBack as StoredWriteBack, WholeSegment, WrittenState } from '@clientele/ledger';
import type { Instant, Shop } from '@clientele/model';
import type { PlannedWhole, PlannedWriteBack } from '@clientele/pipeline';
import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { PlannedActEnum, WriteBackOutcomeEnum, WrittenAsEnum } from './enums.js';
import { globalId } from './global-id.js';
import { InstantScalar } from './scalars.js';
import { UserError } from './user-error.js';

@InputType({ description: 'Where a segment is to be kept.' })
export class WriteBackInput {
  @Field(() => ID)
  readonly segment!: string;

  @Field(() => ID, { description: 'Whose customers get it.' })
  readonly connection!: string;

  @Field(() => WrittenAsEnum, { nullable: true, description: 'What it is there; a tag without it.' })
  readonly what?: StoredWriteBack['what'] | null;

  @Field(() => String, { nullable: true, description: "What it is called there; the segment's handle without it." })
  readonly name?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Leaves out those whom the shop leaves alone.' })
  readonly withoutHoldOut?: boolean | null;
}

@ObjectType({ description: 'A segment that is kept on a platform, and follows what it is here.' })
export class WriteBack {
  readonly #shop: Shop;
  readonly #stored: StoredWriteBack;
  readonly #customers: Readonly<Record<WrittenState, number>>;
  readonly #whole: WholeSegment | undefined;

  /** @param whole what was written of a segment that the platform keeps by its query */
  constructor(
    shop: Shop,
    stored: StoredWriteBack,
    customers: Readonly<Record<WrittenState, number>>,
    whole: WholeSegment | undefined,
  ) {
    this.#shop = shop;
    this.#stored = stored;
    this.#customers = customers;
    this.#whole = whole;
  }

  @Field(() => ID)
  get id(): string {
    return globalId('WriteBack', `${this.#shop.id}/${this.#stored.number}`);
  }

  @Field(() => String, { description: 'The name of the connection whose customers get it.' })
  get connection(): string {
    return this.#stored.connection;
  }

  @Field(() => WrittenAsEnum)
  get what(): string {
    return this.#stored.what;
  }

  @Field(() => String, { description: 'What it is called there.' })
  get name(): string {
    return this.#stored.name;
  }

  @Field(() => Boolean, { description: 'Whether it is being taken off there, after which it is kept no more.' })
  get isTakenBack(): boolean {
    return this.#stored.isTakenBack;
  }

  @Field(() => WriteBackOutcomeEnum, { nullable: true, description: 'Of the last run; null before its end.' })
  get outcome(): string | null {
    return this.#stored.end?.outcome ?? null;
  }

  @Field(() => String, { nullable: true, description: 'Why the last run went no further.' })
  get failure(): string | null {
    return this.#stored.end?.sentence ?? null;
  }

  @Field(() => InstantScalar, { nullable: true, description: 'When a run last came to its end.' })
  get doneAt(): Instant | null {
    return this.#stored.doneAt;
  }

  @Field(() => String, {
    nullable: true,
    description: 'What was written where the platform keeps the segment by its query, in its language; null elsewhere.',
  })
  get query(): string | null {
    return this.#whole?.query ?? null;
  }

  @Field(() => Boolean, {
    description: 'Whether the merchant changed or deleted that again after it had been put back: it is left to them.',
  })
  get isLeft(): boolean {
    return this.#whole?.state === 'theirs';
  }

  @Field(() => Int, { description: 'Customers who have it by us.' })
  get written(): number {
    return this.#customers.there;
  }

  @Field(() => Int, { description: 'Customers who had it before: that is left alone, also later.' })
  get theirs(): number {
    return this.#customers.theirs;
  }
}

@ObjectType({ description: 'What a platform would be given that keeps the segment by its query.' })
export class PlannedSegment {
  @Field(() => String, { description: 'In the language of the platform.' })
  readonly query: string;

  @Field(() => PlannedActEnum)
  readonly act: PlannedWhole['act'];

  @Field(() => Int, { nullable: true, description: 'Customers whom it finds there now; null where that is not known.' })
  readonly there: number | null;

  @Field(() => [String], {
    description: 'Why that may be another number than the customers here, and why it is not known: a sentence each.',
  })
  readonly remarks: readonly string[];

  constructor({ query, act, there, remarks }: PlannedWhole) {
    this.query = query;
    this.act = act;
    this.there = there;
    this.remarks = remarks;
  }
}

@ObjectType({ description: 'What keeping a segment there would do now.' })
export class WriteBackPlan {
  @Field(() => Int)
  readonly members: number;

  @Field(() => Int, { description: 'Customer records of the connection that these members have.' })
  readonly customers: number;

  @Field(() => Int, { description: 'Customers to whom it would be given.' })
  readonly add: number;

  @Field(() => Int, { description: 'Customers from whom it would be taken.' })
  readonly remove: number;

  @Field(() => PlannedSegment, {
    nullable: true,
    description: 'Set where the platform keeps it by its query, and works out by itself who is in it.',
  })
  readonly whole: PlannedSegment | null;

  constructor({ members, customers, add, remove, whole }: PlannedWriteBack) {
    this.whole = whole === null ? null : new PlannedSegment(whole);
    this.members = members;
    this.customers = customers;
    this.add = add;
    this.remove = remove;
  }
}

@ObjectType()
export class WriteBackPlanPayload {
  @Field(() => WriteBackPlan, { nullable: true, description: 'Null where it was refused.' })
  readonly plan: WriteBackPlan | null;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(plan: WriteBackPlan | null, userErrors: readonly UserError[]) {
    this.plan = plan;
    this.userErrors = userErrors;
  }
}

@ObjectType({ description: 'What became of a write-back.' })
export class WriteBackPayload {
  @Field(() => WriteBack, { nullable: true, description: 'Null where it was refused, and where it is kept no more.' })
  readonly writeBack: WriteBack | null;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(writeBack: WriteBack | null, userErrors: readonly UserError[]) {
    this.writeBack = writeBack;
    this.userErrors = userErrors;
  }
}
