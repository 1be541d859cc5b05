import type { Shop } from '@clientele/model';
import type { RfmAgreement as Agreement, RfmCell as Cell, RfmGrid as Grid, RfmPair as Pair } from '@clientele/pipeline';
import { Field, Int, ObjectType } from 'type-graphql';
import { RfmGroupEnum } from './enums.js';
import { Money } from './money.js';

@ObjectType({ description: 'The profiles of one recency score and one FM score.' })
export class RfmCell {
  @Field(() => Int, { description: '1 to 5; 5 is most recent.' })
  readonly recency: number;

  @Field(() => Int, { description: '(F + M) / 2 rounded half up, 1 to 5.' })
  readonly fm: number;

  @Field(() => RfmGroupEnum, { description: 'One of the ten groups of buyers.' })
  readonly group: string;

  @Field(() => Int)
  readonly profiles: number;

  @Field(() => Money, { description: 'What they spent.' })
  readonly revenue: Money;

  constructor({ recency, fm, group, profiles, amountSpent }: Cell, { currency }: Shop) {
    this.recency = recency;
    this.fm = fm;
    this.group = group;
    this.profiles = profiles;
    this.revenue = new Money(amountSpent, currency);
  }
}

@ObjectType()
export class RfmGrid {
  @Field(() => [RfmCell], { description: 'All 25, best recency first.' })
  readonly cells: readonly RfmCell[];

  @Field(() => Int, { description: 'Profiles without an order.' })
  readonly prospects: number;

  constructor({ cells, prospects }: Grid, shop: Shop) {
    this.cells = cells.map((cell) => new RfmCell(cell, shop));
    this.prospects = prospects;
  }
}

@ObjectType({ description: 'People of one RFM group here and one that is stated of them.' })
export class RfmPair {
  @Field(() => RfmGroupEnum)
  readonly here: string;

  @Field(() => RfmGroupEnum, { nullable: true, description: 'Null where what is stated is none of the groups.' })
  readonly there: string | null;

  @Field(() => Int)
  readonly profiles: number;

  constructor({ here, there, profiles }: Pair) {
    this.here = here;
    this.there = there === 'other' ? null : there;
    this.profiles = profiles;
  }
}

@ObjectType({ description: 'How far the RFM groups here are those that a platform states of its customers.' })
export class RfmAgreement {
  @Field(() => String, { description: 'The custom attribute that states them.' })
  readonly attribute: string;

  @Field(() => Int, { description: 'Profiles of whom a group is stated.' })
  readonly compared: number;

  @Field(() => Int, { description: 'Those of them who are in the same group here.' })
  readonly same: number;

  @Field(() => Int, { description: 'Profiles of whom none is stated.' })
  readonly unstated: number;

  @Field(() => [RfmPair], { description: 'Only those that there are, the most people first.' })
  readonly pairs: readonly RfmPair[];

  constructor({ attribute, compared, same, unstated, pairs }: Agreement) {
    this.attribute = attribute;
    this.compared = compared;
    this.same = same;
    this.unstated = unstated;
    this.pairs = pairs.map((pair) => new RfmPair(pair));
  }
}
