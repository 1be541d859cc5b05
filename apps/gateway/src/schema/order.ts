import {
  type ChannelKind,
  type Decimal,
  type Instant,
  lineTotal,
  type OrderLine as OrderLineRecord,
} from '@clientele/model';
import type { PlacedOrder } from '@clientele/warehouse';
import { Field, ID, ObjectType } from 'type-graphql';
import { connectionOf, edgeOf } from './connection.js';
import { ChannelKindEnum } from './enums.js';
import { ForWidgets } from './field-rules.js';
import { globalId } from './global-id.js';
import { Money } from './money.js';
import { DecimalScalar, InstantScalar } from './scalars.js';

@ObjectType({ description: 'A line of an order.' })
export class OrderLine {
  readonly #line: OrderLineRecord;
  readonly #currency: string;

  constructor(line: OrderLineRecord, currency: string) {
    this.#line = line;
    this.#currency = currency;
  }

  @ForWidgets()
  @Field(() => String, { nullable: true, description: 'Id of the product at its source.' })
  get product(): string | undefined {
    return this.#line.product;
  }

  @ForWidgets()
  @Field(() => String, { nullable: true })
  get title(): string | undefined {
    return this.#line.title;
  }

  @ForWidgets()
  @Field(() => DecimalScalar)
  get quantity(): Decimal {
    return this.#line.quantity;
  }

  @ForWidgets()
  @Field(() => Money, { description: 'After its own discounts, in the currency of the order.' })
  get total(): Money {
    return new Money(lineTotal(this.#line), this.#currency);
  }
}

@ObjectType({ description: 'An order that counts: a sale, neither cancelled nor a trial.' })
export class Order {
  readonly #order: PlacedOrder;
  readonly #currency: string;

  constructor(order: PlacedOrder, shopCurrency: string) {
    this.#order = order;
    this.#currency = shopCurrency;
  }

  @ForWidgets()
  @Field(() => ID)
  get id(): string {
    return globalId('Order', `${this.#order.connection}/${this.#order.record.externalId}`);
  }

  @ForWidgets()
  @Field(() => String, { description: 'The number that people use for it.' })
  get name(): string {
    return this.#order.record.name ?? this.#order.record.externalId;
  }

  @ForWidgets()
  @Field(() => String)
  get connection(): string {
    return this.#order.connection;
  }

  @ForWidgets()
  @Field(() => String)
  get externalId(): string {
    return this.#order.record.externalId;
  }

  @ForWidgets()
  @Field(() => InstantScalar)
  get placedAt(): Instant {
    return this.#order.record.placedAt;
  }

  @ForWidgets()
  @Field(() => ChannelKindEnum)
  get channel(): ChannelKind {
    return this.#order.record.channel.kind;
  }

  @ForWidgets()
  @Field(() => Money, {
    nullable: true,
    description: 'In the currency of the shop, before refunds; null where there is no rate to it.',
  })
  get total(): Money | null {
    return this.#inShopCurrency(this.#order.total);
  }

  @ForWidgets()
  @Field(() => Money, { nullable: true, description: 'What its own refunds gave back, in the currency of the shop.' })
  get refunded(): Money | null {
    return this.#inShopCurrency(this.#order.refunded);
  }

  @ForWidgets()
  @Field(() => DecimalScalar, { description: 'Quantity of all purchases.' })
  get units(): Decimal {
    return this.#order.units;
  }

  @ForWidgets()
  @Field(() => [OrderLine])
  get lines(): OrderLine[] {
    const { lines, currency } = this.#order.record;
    return lines.filter(({ kind }) => kind !== 'note').map((line) => new OrderLine(line, currency));
  }

  #inShopCurrency(amount: Decimal | null): Money | null {
    return amount === null ? null : new Money(amount, this.#currency);
  }
}

@ObjectType()
export class OrderEdge extends edgeOf(() => Order) {}

@ObjectType()
export class OrderConnection extends connectionOf(
  () => Order,
  () => OrderEdge,
) {}
