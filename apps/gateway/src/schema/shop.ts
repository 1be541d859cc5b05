import type { Day, Instant, Shop as ShopRecord } from '@clientele/model';
import type { ShopStatus } from '@clientele/pipeline';
import { Arg, Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import type { GatewayContext } from '../context.js';
import { ForWidgets, Long, Needs, ReadsConnections, ReadsWholeShop } from './field-rules.js';
import { globalId } from './global-id.js';
import { HoldOut } from './hold-out.js';
import { Money } from './money.js';
import { DayScalar, InstantScalar } from './scalars.js';
import { ShopConnection } from './shop-connection.js';

@ObjectType({ description: 'Sums of a shop in its currency.' })
export class Revenue {
  readonly #revenue: ShopStatus['revenue'];

  constructor(revenue: ShopStatus['revenue']) {
    this.#revenue = revenue;
  }

  @Field(() => Money, { description: 'What the orders that count came to, before refunds.' })
  get gross(): Money {
    return new Money(this.#revenue.gross, this.#revenue.currency);
  }

  @Field(() => Money, { description: 'Gross and adjustments of the books, less all refunds.' })
  get net(): Money {
    return new Money(this.#revenue.net, this.#revenue.currency);
  }

  @Field(() => Money, { description: 'Gross of the orders that name a customer.' })
  get grossOfCustomers(): Money {
    return new Money(this.#revenue.grossOfCustomers, this.#revenue.currency);
  }

  @Field(() => Money, { description: 'Net of what names a customer.' })
  get netOfCustomers(): Money {
    return new Money(this.#revenue.netOfCustomers, this.#revenue.currency);
  }

  @Field(() => Int, { description: 'Orders that have no rate to the currency of the shop and stay out of its sums.' })
  get ordersWithoutRate(): number {
    return this.#revenue.ordersWithoutRate;
  }
}

@ObjectType({ description: 'What a shop holds and how fresh it is.' })
export class ShopTotals {
  readonly #status: ShopStatus;

  constructor(found: ShopStatus) {
    this.#status = found;
  }

  @Field(() => Int)
  get profiles(): number {
    return this.#status.profiles;
  }

  @Field(() => Int)
  get customerRecords(): number {
    return this.#status.records.customers;
  }

  @Field(() => Int, { description: 'Orders that count: sales, neither cancelled nor trials.' })
  get orders(): number {
    return this.#status.records.orders;
  }

  @Field(() => Int)
  get ordersWithCustomer(): number {
    return this.#status.records.ordersWithCustomer;
  }

  @Field(() => Int, { description: 'Refund documents; refunds nested in orders are part of those.' })
  get refunds(): number {
    return this.#status.records.refunds;
  }

  @Field(() => Int)
  get events(): number {
    return this.#status.records.events;
  }

  @Field(() => Int)
  get segments(): number {
    return this.#status.segments;
  }

  @Field(() => Revenue)
  get revenue(): Revenue {
    return new Revenue(this.#status.revenue);
  }

  @Field(() => Int, { description: 'Rows and payloads set aside.' })
  get refused(): number {
    return this.#status.refused;
  }

  @Field(() => Int, { description: 'Batches of records that are stored and not yet in profiles and segments.' })
  get pendingBatches(): number {
    return this.#status.pendingBatches;
  }

  @Field(() => InstantScalar, { description: "The shop's own time." })
  get asOf(): Instant {
    return this.#status.asOf;
  }

  @Field(() => InstantScalar, { nullable: true, description: 'The oldest evaluation among the saved segments.' })
  get evaluatedAt(): Instant | null {
    return this.#status.evaluatedAt;
  }
}

@ObjectType({ description: "One merchant's business." })
export class Shop {
  readonly #shop: ShopRecord;

  constructor(shop: ShopRecord) {
    this.#shop = shop;
  }

  @ForWidgets()
  @Field(() => ID)
  get id(): string {
    return globalId('Shop', this.#shop.id);
  }

  @ForWidgets()
  @Field(() => String, { description: 'What the command line names it by: `--shop`.' })
  get handle(): string {
    return this.#shop.id;
  }

  @ForWidgets()
  @Field(() => String)
  get name(): string {
    return this.#shop.name;
  }

  @ForWidgets()
  @Field(() => String, { description: 'ISO 4217 code.' })
  get currency(): string {
    return this.#shop.currency;
  }

  @ForWidgets()
  @Field(() => String, { description: 'IANA name; days are days there.' })
  get timeZone(): string {
    return this.#shop.timeZone;
  }

  @ForWidgets()
  @Field(() => DayScalar, { nullable: true, description: 'The day at which the clock of a demonstration stands.' })
  get clock(): Day | null {
    return this.#shop.clock;
  }

  @ForWidgets()
  @Field(() => Boolean, { description: 'Whether its people were made up by a generator.' })
  get generated(): boolean {
    return this.#shop.generated;
  }

  @Needs('read:segments')
  @Long(({ first }) => Number(first))
  @Field(() => [HoldOut], { description: 'The shares that it held out, newest first; the first is that of now.' })
  async holdOuts(
    @Ctx() { loadersOf }: GatewayContext,
    @Arg('first', () => Int, { defaultValue: 20, description: '1 to 250.' }) first = 20,
  ): Promise<HoldOut[]> {
    const shares = await loadersOf(this.#shop).holdOuts();
    return shares.slice(0, first).map((share) => new HoldOut(share));
  }

  @Needs('read:profiles')
  @Long(({ first }) => Number(first))
  @ReadsConnections()
  @Field(() => [ShopConnection], { description: 'Where its records come from, by name.' })
  async connections(
    @Ctx() { loadersOf }: GatewayContext,
    @Arg('first', () => Int, { defaultValue: 20, description: '1 to 250.' }) first = 20,
  ): Promise<ShopConnection[]> {
    const standings = await loadersOf(this.#shop).connections();
    return standings.slice(0, first).map((standing) => new ShopConnection(this.#shop, standing));
  }

  @Needs('read:profiles')
  @ReadsWholeShop()
  @Field(() => ShopTotals)
  async totals(@Ctx() { loadersOf }: GatewayContext): Promise<ShopTotals> {
    return new ShopTotals(await loadersOf(this.#shop).totals());
  }
}
