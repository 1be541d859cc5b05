import type { Decimal } from '@clientele/model';
import { Field, ObjectType } from 'type-graphql';
import { ForWidgets } from './field-rules.js';
import { DecimalScalar } from './scalars.js';

@ObjectType({ description: 'An amount in a currency.' })
export class Money {
  @ForWidgets()
  @Field(() => DecimalScalar)
  readonly amount: Decimal;

  @ForWidgets()
  @Field(() => String, { description: 'ISO 4217 code.' })
  readonly currency: string;

  constructor(amount: Decimal, currency: string) {
    this.amount = amount;
    this.currency = currency;
  }
}
