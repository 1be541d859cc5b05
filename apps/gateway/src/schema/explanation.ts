import type { Day, Instant } from '@clientele/model';
import type { Explained } from '@clientele/pipeline';
import type { ExplainedCondition as Condition } from '@clientele/segmentation';
import { Field, Int, ObjectType } from 'type-graphql';
import { ForWidgets } from './field-rules.js';
import { DayScalar, InstantScalar } from './scalars.js';
import { RecordedOtherwise, STALE, StaleReference } from './stale-reference.js';
import { UserError } from './user-error.js';

const STAYS =
  'For how many days it does not change by itself; null where it does, or that would take too long to tell.';

@ObjectType({ description: 'A record that a condition rests on.' })
export class Evidence {
  @ForWidgets()
  @Field(() => String, { description: 'What it is: order, refund or event.' })
  readonly kind!: string;

  @ForWidgets()
  @Field(() => String)
  readonly connection!: string;

  @ForWidgets()
  @Field(() => String)
  readonly externalId!: string;
}

@ObjectType({ description: 'How many records a condition rests on.' })
export class EvidenceCounts {
  readonly #counts: Condition['evidenceCounts'];

  constructor(counts: Condition['evidenceCounts']) {
    this.#counts = counts;
  }

  @ForWidgets()
  @Field(() => Int)
  get orders(): number {
    return this.#counts.order;
  }

  @ForWidgets()
  @Field(() => Int)
  get refunds(): number {
    return this.#counts.refund;
  }

  @ForWidgets()
  @Field(() => Int)
  get events(): number {
    return this.#counts.event;
  }
}

@ObjectType({ description: 'One condition of a query, for one profile.' })
export class ExplainedCondition {
  readonly #explained: Condition;

  constructor(explained: Condition) {
    this.#explained = explained;
  }

  @ForWidgets()
  @Field(() => String, { description: 'Canonical text.' })
  get text(): string {
    return this.#explained.text;
  }

  @ForWidgets()
  @Field(() => String, {
    description: 'In words, for people who do not write queries; of an AND, OR or NOT, what it says of its parts.',
  })
  get words(): string {
    return this.#explained.words;
  }

  @ForWidgets()
  @Field(() => Boolean)
  get holds(): boolean {
    return this.#explained.holds;
  }

  @ForWidgets()
  @Field(() => String, { nullable: true, description: 'What the profile has.' })
  get value(): string | null {
    return this.#explained.value;
  }

  @ForWidgets()
  @Field(() => String, { nullable: true, description: 'What the profile has, in words, in the currency of the shop.' })
  get display(): string | null {
    return this.#explained.display;
  }

  @ForWidgets()
  @Field(() => String, {
    nullable: true,
    description: 'How far it is from holding; null where it holds, no distance can be told, or its parts tell.',
  })
  get missing(): string | null {
    return this.#explained.missing;
  }

  @ForWidgets()
  @Field(() => DayScalar, {
    nullable: true,
    description:
      'The day on which it turns if nothing happens; null where it does not, or that would take too long to tell.',
  })
  get changesAt(): Day | null {
    return this.#explained.changesAt;
  }

  @ForWidgets()
  @Field(() => InstantScalar, { nullable: true, description: 'The instant from which it has turned.' })
  get changesAtTime(): Instant | null {
    return this.#explained.changesAtTime;
  }

  @ForWidgets()
  @Field(() => Int, { nullable: true, description: STAYS })
  get staysForDays(): number | null {
    return this.#explained.staysForDays;
  }

  @ForWidgets()
  @Field(() => [Evidence], {
    description:
      'The records without which it would be the other way round, where it takes records for being as it is; at most 20 of ' +
      'each kind. Those that its value is of come first, of several the newest.',
  })
  get evidence(): Condition['evidence'] {
    return this.#explained.evidence;
  }

  @ForWidgets()
  @Field(() => EvidenceCounts, { description: 'How many of these there are, those that are not named too.' })
  get evidenceCounts(): EvidenceCounts {
    return new EvidenceCounts(this.#explained.evidenceCounts);
  }

  @ForWidgets()
  @Field(() => [ExplainedCondition], { description: 'Its parts.' })
  get conditions(): ExplainedCondition[] {
    return this.#explained.conditions.map((part) => new ExplainedCondition(part));
  }
}

@ObjectType({ description: 'A condition at its place in the tree.' })
export class OutlinedCondition {
  @ForWidgets()
  @Field(() => Int, { description: '0 for the parts that must all hold, 1 for parts of these …' })
  readonly level: number;

  @ForWidgets()
  @Field(() => ExplainedCondition)
  readonly condition: ExplainedCondition;

  constructor(level: number, condition: ExplainedCondition) {
    this.level = level;
    this.condition = condition;
  }
}

@ObjectType({ description: 'Why a profile is a member, or is not.' })
export class Explanation {
  readonly #explained: Extract<Explained, { outcome: 'explained' }> | undefined;

  @ForWidgets()
  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(explained: Extract<Explained, { outcome: 'explained' }> | undefined, userErrors: readonly UserError[]) {
    this.#explained = explained;
    this.userErrors = userErrors;
  }

  @ForWidgets()
  @Field(() => Boolean, { nullable: true, description: 'Null where the query is wrong.' })
  get member(): boolean | undefined {
    return this.#explained?.member;
  }

  @ForWidgets()
  @Field(() => DayScalar, {
    nullable: true,
    description:
      'The day on which that changes by itself; null where it does not, or that would take too long to tell.',
  })
  get changesAt(): Day | null | undefined {
    return this.#explained?.changesAt;
  }

  @ForWidgets()
  @Field(() => InstantScalar, { nullable: true, description: 'The instant from which it has changed.' })
  get changesAtTime(): Instant | null | undefined {
    return this.#explained?.changesAtTime;
  }

  @ForWidgets()
  @Field(() => Int, { nullable: true, description: STAYS })
  get staysForDays(): number | null | undefined {
    return this.#explained?.staysForDays;
  }

  @ForWidgets()
  @Field(() => InstantScalar, { nullable: true })
  get asOf(): Instant | undefined {
    return this.#explained?.asOf;
  }

  @ForWidgets()
  @Field(() => [ExplainedCondition], { description: 'The parts that must all hold.' })
  get conditions(): ExplainedCondition[] {
    return (this.#explained?.conditions ?? []).map((condition) => new ExplainedCondition(condition));
  }

  @Field(() => [StaleReference], { description: `${STALE} An explanation itself always asks their queries.` })
  get stale(): StaleReference[] {
    return (this.#explained?.stale ?? []).map((one) => new StaleReference(one));
  }

  @ForWidgets()
  @Field(() => [RecordedOtherwise], {
    description: 'Of the segment and those that it refers to: where what is recorded is not what is explained here.',
  })
  get recordedOtherwise(): RecordedOtherwise[] {
    return (this.#explained?.recordedOtherwise ?? []).map((one) => new RecordedOtherwise(one));
  }

  @ForWidgets()
  @Field(() => [OutlinedCondition], { description: 'All conditions, however deep, each before its parts.' })
  get outline(): OutlinedCondition[] {
    return outlined(this.conditions, 0);
  }
}

function outlined(conditions: readonly ExplainedCondition[], level: number): OutlinedCondition[] {
  return conditions.flatMap((one) => [new OutlinedCondition(level, one), ...outlined(one.conditions, level + 1)]);
}
