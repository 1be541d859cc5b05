import type { HoldOut as Share } from '@clientele/ledger';
import type { Instant } from '@clientele/model';
import { Field, ObjectType } from 'type-graphql';
import { InstantScalar } from './scalars.js';
import { UserError } from './user-error.js';

@ObjectType({
  description: 'A share of its profiles that a shop leaves alone, from an instant on until the next; 0 is nobody.',
})
export class HoldOut {
  @Field(() => String, { description: 'Decimal text from 0 to 100; a larger share holds everybody of a smaller one.' })
  readonly percent: string;

  @Field(() => InstantScalar)
  readonly since: Instant;

  @Field(() => String, { description: 'Who set it: `command line`, or a session or key, as in the audit log.' })
  readonly by: string;

  @Field(() => String, { description: 'Empty where nothing was said.' })
  readonly reason: string;

  constructor({ percent, at, by, reason }: Share) {
    this.percent = percent;
    this.since = at;
    this.by = by;
    this.reason = reason;
  }
}

@ObjectType()
export class HoldOutPayload {
  @Field(() => HoldOut, { nullable: true, description: 'Null where it was refused.' })
  readonly holdOut: HoldOut | null;

  @Field(() => [UserError])
  readonly userErrors: readonly UserError[];

  constructor(holdOut: HoldOut | null, userErrors: readonly UserError[]) {
    this.holdOut = holdOut;
    this.userErrors = userErrors;
  }
}
