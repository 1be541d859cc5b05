import type { Segment as SavedSegment } from '@clientele/ledger';
import type { Instant } from '@clientele/model';
import type { MembershipPeriod as Recorded } from '@clientele/pipeline';
import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf, edgeOf, type Page } from './connection.js';
import { MembershipCauseEnum } from './enums.js';
import { globalId } from './global-id.js';
import { InstantScalar } from './scalars.js';
import { Segment } from './segment.js';

@ObjectType({ description: 'A time during which a profile was in a segment.' })
export class MembershipPeriod {
  readonly #period: Recorded;

  @Field(() => Segment)
  readonly segment: Segment;

  constructor(period: Recorded, segment: SavedSegment) {
    this.#period = period;
    this.segment = new Segment(segment);
  }

  @Field(() => ID, { description: 'The profile as it was then; it may have become part of this one since.' })
  get profileId(): string {
    return globalId('Profile', this.#period.profile);
  }

  @Field(() => InstantScalar)
  get enteredAt(): Instant {
    return this.#period.enteredAt;
  }

  @Field(() => MembershipCauseEnum, { nullable: true, description: 'Null where it is reconstructed.' })
  get enteredBecause(): string | null {
    return this.#period.enteredBy;
  }

  @Field(() => InstantScalar, { nullable: true, description: 'Null while it is a member.' })
  get leftAt(): Instant | null {
    return this.#period.leftAt;
  }

  @Field(() => MembershipCauseEnum, { nullable: true, description: 'Null where it is reconstructed, or a member.' })
  get leftBecause(): string | null {
    return this.#period.leftBy;
  }

  @Field(() => Boolean, {
    description: 'Worked out from the records of the time, since it is before the segment was first evaluated.',
  })
  get reconstructed(): boolean {
    return this.#period.reconstructed;
  }
}

@ObjectType()
export class MembershipPeriodEdge extends edgeOf(() => MembershipPeriod) {}

@ObjectType()
export class MembershipPeriodConnection extends connectionOf(
  () => MembershipPeriod,
  () => MembershipPeriodEdge,
) {
  @Field(() => InstantScalar, {
    nullable: true,
    description:
      'From when on these are all periods: before it, those of some of the segments are not known, or not worked out yet ' +
      '(`Segment.historyKnownFrom` says of which). Null where none was evaluated.',
  })
  readonly completeFrom: Instant | null;

  constructor(page: Page<MembershipPeriodEdge>, completeFrom: Instant | null) {
    super(page);
    this.completeFrom = completeFrom;
  }
}
