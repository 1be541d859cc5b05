import type { Shop } from '@clientele/model';
import type { RfmCell as Cell, RfmGrid as Grid } from '@clientele/pipeline';
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
