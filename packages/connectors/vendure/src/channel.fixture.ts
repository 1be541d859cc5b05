import { randomFrom } from '@clientele/connector-kit';
import type { Row, RunningVendure } from '@clientele/servers';
import { z } from 'zod';
import { Admin } from './admin.fixture.js';

const REFUSED = '... on ErrorResult { errorCode message }';
const ASSIGN = `mutation Assign($ways: AssignShippingMethodsToChannelInput!, $payments: AssignPaymentMethodsToChannelInput!,
    $stock: AssignStockLocationsToChannelInput!) {
  a: assignShippingMethodsToChannel(input: $ways) { id }
  b: assignPaymentMethodsToChannel(input: $payments) { id }
  c: assignStockLocationsToChannel(input: $stock) { id }
}`;
const PRODUCT = `mutation Product($name: String!, $slug: String!) {
  made: createProduct(input: { translations: [{ languageCode: en, name: $name, slug: $slug, description: "" }] }) { id }
}`;
const FILL = `mutation Fill($order: ID!, $variant: ID!, $quantity: Int!, $customer: ID, $guest: CreateCustomerInput, $name: String!) {
  a: addItemToDraftOrder(orderId: $order, input: { productVariantId: $variant, quantity: $quantity }) { ${REFUSED} }
  b: setCustomerForDraftOrder(orderId: $order, customerId: $customer, input: $guest) { ${REFUSED} }
  c: setDraftOrderShippingAddress(orderId: $order,
    input: { fullName: $name, streetLine1: "1 Road", city: "London", countryCode: "GB" }) { id }
  d: setDraftOrderShippingMethod(orderId: $order, shippingMethodId: "1") { ${REFUSED} }
}`;
const ARRANGE = `mutation Arrange($order: ID!) {
  transitionOrderToState(id: $order, state: "ArrangingPayment") { ${REFUSED} }
}`;
const PAY = `mutation Pay($order: ID!) {
  pay: addManualPaymentToOrder(input: { orderId: $order, method: "card", transactionId: "t", metadata: {} }) { ${REFUSED} }
}`;
const MODIFY = `mutation Modify($order: ID!, $city: String!) {
  a: transitionOrderToState(id: $order, state: "Modifying") { ${REFUSED} }
  b: modifyOrder(input: { dryRun: false, orderId: $order, updateShippingAddress: { city: $city } }) { ${REFUSED} }
  c: transitionOrderToState(id: $order, state: "PaymentSettled") { ${REFUSED} }
}`;

const PAID = 'query Paid($order: ID!) { order(id: $order) { payments { id amount refunds { total } } } }';
const paid = z.object({
  order: z.object({
    payments: z.array(z.object({ id: z.string(), amount: z.int(), refunds: z.array(z.object({ total: z.int() })) })),
  }),
});
const variantsMade = z.object({ made: z.array(z.object({ id: z.string() })) });

/** Ids that are not within one another, so that what is excused of one record is not excused of another. */
const SEQUENCES = { order: 1_000_001, customer: 2_000_001, product: 3_000_001 } as const;
/** How many channels were made on each server. */
const made = new WeakMap<RunningVendure, number>();

/** One channel of a real Vendure: to whoever reads it, a shop of its own. */
export class Channel {
  readonly token: string;
  readonly #server: RunningVendure;
  readonly #admin: Admin;
  readonly #id: string;
  readonly #variant: string;
  readonly #random: () => number;
  #made = 0;

  private constructor(server: RunningVendure, admin: Admin, token: string, id: string, variant: string, seed: number) {
    this.#server = server;
    this.#admin = admin;
    this.token = token;
    this.#id = id;
    this.#variant = variant;
    this.#random = randomFrom(seed);
  }

  static async make(server: RunningVendure, seed: number): Promise<Channel> {
    const root = await Admin.of(server);
    const number = (made.get(server) ?? 0) + 1;
    made.set(server, number);
    if (number === 1) {
      for (const [table, first] of Object.entries(SEQUENCES))
        await server.sql(`ALTER SEQUENCE "${table}_id_seq" RESTART WITH ${first}`);
    }
    const token = `channel-${number}`;
    const input = {
      code: token,
      token,
      defaultLanguageCode: 'en',
      pricesIncludeTax: true,
      defaultCurrencyCode: 'GBP',
      availableCurrencyCodes: ['GBP', 'JPY'],
      defaultTaxZoneId: '1',
      defaultShippingZoneId: '1',
    };
    const channelId = await root.make(
      `mutation Make($input: CreateChannelInput!) { made: createChannel(input: $input) { ... on Channel { id } ${REFUSED} } }`,
      { input },
    );
    await root.ask(ASSIGN, {
      ways: { shippingMethodIds: ['1'], channelId },
      payments: { paymentMethodIds: ['1'], channelId },
      stock: { stockLocationIds: ['1'], channelId },
    });
    const admin = root.in(token);
    const product = await admin.make(PRODUCT, { name: `Tea of ${token}`, slug: `tea-of-${token}` });
    const variants = await admin.ask(
      `mutation Variants($product: ID!, $sku: String!) { made: createProductVariants(input: [{
        productId: $product, sku: $sku, price: 1250, trackInventory: FALSE, translations: [{ languageCode: en, name: "Tea" }]
      }]) { id } }`,
      { product, sku: `TEA-${number}` },
    );
    const [variant = ''] = variantsMade.parse(variants).made.map(({ id }) => id);
    await admin.ask(
      `mutation Price($variant: ID!) { updateProductVariants(input: [{
        id: $variant, prices: [{ currencyCode: GBP, price: 1250 }, { currencyCode: JPY, price: 180000 }] }]) { id } }`,
      { variant },
    );
    return new Channel(server, admin, token, channelId, variant, seed);
  }

  /** Asks the database; $1 is the channel, the values are numbered from $2. */
  sql(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#server.sql(text, [Number(this.#id), ...values]);
  }

  /** Ids of its orders that were placed, or of those that are not yet paid and so not placed. */
  async orders(which: 'placed' | 'unplaced' = 'placed'): Promise<string[]> {
    const rows = await this.sql(
      `SELECT o.id FROM "order" o JOIN order_channels_channel c ON c."orderId" = o.id
       WHERE c."channelId" = $1 AND (o."orderPlacedAt" IS NULL) = $2 ORDER BY o.id`,
      [which === 'unplaced'],
    );
    return rows.map(({ id }) => String(id));
  }

  async customers(): Promise<string[]> {
    const rows = await this.sql(
      `SELECT u.id FROM customer u JOIN customer_channels_channel c ON c."customerId" = u.id
       WHERE c."channelId" = $1 AND u."deletedAt" IS NULL ORDER BY u.id`,
    );
    return rows.map(({ id }) => String(id));
  }

  async addCustomer(): Promise<string> {
    const emailAddress = `${this.#name()}@${this.token}.example`;
    return this.#admin.make(
      `mutation Add($input: CreateCustomerInput!) { made: createCustomer(input: $input) { ... on Customer { id } ${REFUSED} } }`,
      { input: { firstName: 'Noor', lastName: 'Khan', emailAddress } },
    );
  }

  /** Somebody orders, with an account or as a guest; now and then in yen, and now and then without paying yet. */
  async place(isPaid = this.#random() < 0.7): Promise<string> {
    const customers = await this.customers();
    const isGuest = customers.length === 0 || this.#random() < 0.4;
    const order = await this.order({
      quantity: 1 + Math.floor(this.#random() * 3),
      currency: this.#random() < 0.25 ? 'JPY' : 'GBP',
      customer: isGuest ? undefined : customers[Math.floor(this.#random() * customers.length)],
    });
    if (isPaid) await this.pay(order);
    return order;
  }

  /** An order that waits to be paid; by a guest where no customer is named. */
  async order(
    { quantity, currency, customer }: { quantity: number; currency: string; customer?: string | undefined },
    meanwhile: (order: string) => Promise<unknown> = async () => {},
  ): Promise<string> {
    const order = await this.#admin.make('mutation { made: createDraftOrder { id } }', {}, currency);
    const emailAddress = `${this.#name()}@${this.token}.example`;
    const guest = { firstName: 'Ann', lastName: 'Other', emailAddress };
    const by = customer === undefined ? { guest } : { customer };
    await this.#admin.ask(FILL, { order, variant: this.#variant, quantity, name: 'Ann Other', ...by }, currency);
    await meanwhile(order);
    await this.#admin.ask(ARRANGE, { order });
    return order;
  }

  async pay(order: string): Promise<void> {
    await this.#admin.ask(PAY, { order });
  }

  /** Orders like one that was placed, written straight into the database, with whatever times. */
  async copy(orders: number, at: (index: number) => string): Promise<string[]> {
    const [like] = await this.orders();
    if (like === undefined) throw new Error('there is no order to copy');
    const ids: string[] = [];
    for (let index = 0; index < orders; index += 1) {
      const rows = await this.sql(COPY, [Number(like), `copy-${this.token}-${this.#name()}`, at(index)]);
      ids.push(String(rows[0]?.id));
    }
    return ids;
  }

  /** Whether Vendure lets so much go back: of the amount paid, as a share, or all that is left. */
  async refund(
    order: string,
    amountOf: (left: number, last: number) => number,
    { settled = true }: { settled?: boolean } = {},
  ): Promise<boolean> {
    const answer = await this.#admin.ask(PAID, { order });
    const [payment] = paid.parse(answer).order.payments;
    if (payment === undefined) return false;
    const totals = payment.refunds.map(({ total }) => total);
    const left = payment.amount - totals.reduce((sum, total) => sum + total, 0);
    const amount = amountOf(left, totals.at(-1) ?? 1);
    const input = { paymentId: payment.id, lines: [], shipping: 0, adjustment: 0, amount, reason: 'returned' };
    let id: string;
    try {
      id = await this.#admin.make(
        `mutation Refund($input: RefundOrderInput!) { made: refundOrder(input: $input) { ... on Refund { id } ${REFUSED} } }`,
        { input },
      );
    } catch {
      // More than was paid never goes back.
      return false;
    }
    if (!settled) return true;
    await this.#admin.ask(
      `mutation Settle($id: ID!) { settleRefund(input: { id: $id, transactionId: "t" }) { ... on Refund { id } ${REFUSED} } }`,
      { id },
    );
    return true;
  }

  async rename(customer: string): Promise<void> {
    await this.#admin.ask(
      `mutation Rename($input: UpdateCustomerInput!) { updateCustomer(input: $input) { ... on Customer { id } ${REFUSED} } }`,
      { input: { id: customer, firstName: this.#name() } },
    );
  }

  async addAddress(customer: string): Promise<void> {
    await this.#admin.ask(
      `mutation Address($customer: ID!, $city: String!) {
        createCustomerAddress(customerId: $customer, input: { streetLine1: "2 Road", city: $city, countryCode: "GB" }) { id }
      }`,
      { customer, city: this.#name() },
    );
  }

  async modify(order: string): Promise<void> {
    const [row] = await this.#server.sql('SELECT "currencyCode" AS currency FROM "order" WHERE id = $1', [order]);
    // Vendure works out its prices anew, in the currency that is asked in.
    await this.#admin.ask(MODIFY, { order, city: this.#name() }, String(row?.currency));
  }

  async deleteCustomer(customer: string): Promise<void> {
    await this.#admin.ask('mutation Delete($id: ID!) { deleteCustomer(id: $id) { result } }', { id: customer });
  }

  /** Vendure deletes no order that was placed; it may leave the channel, and come back. */
  async hide(order: string): Promise<void> {
    await this.sql('DELETE FROM order_channels_channel WHERE "channelId" = $1 AND "orderId" = $2', [order]);
  }

  async show(order: string): Promise<void> {
    await this.sql('INSERT INTO order_channels_channel ("channelId", "orderId") VALUES ($1, $2)', [order]);
  }

  #name(): string {
    this.#made += 1;
    return `somebody${this.#made}`;
  }
}

/** Copies an order ($2) with its lines, shipping and payments into channel $1, with code $3 and all its times at $4. */
const COPY = `
  WITH made AS (
    INSERT INTO "order" SELECT (jsonb_populate_record(o, jsonb_build_object('id', nextval('order_id_seq'), 'code', $3::text,
      'createdAt', $4::text, 'updatedAt', $4::text, 'orderPlacedAt', $4::text))).* FROM "order" o WHERE id = $2 RETURNING id
  ), channelled AS (
    INSERT INTO order_channels_channel ("orderId", "channelId") SELECT id, $1 FROM made
  ), shipping AS (
    INSERT INTO shipping_line SELECT (jsonb_populate_record(s, jsonb_build_object('id', nextval('shipping_line_id_seq'),
      'orderId', made.id))).* FROM shipping_line s, made WHERE s."orderId" = $2 RETURNING id
  ), lines AS (
    INSERT INTO order_line SELECT (jsonb_populate_record(l, jsonb_build_object('id', nextval('order_line_id_seq'),
      'orderId', made.id, 'shippingLineId', shipping.id))).* FROM order_line l, made, shipping WHERE l."orderId" = $2
  ), payments AS (
    INSERT INTO payment SELECT (jsonb_populate_record(p, jsonb_build_object('id', nextval('payment_id_seq'), 'orderId', made.id,
      'createdAt', $4::text, 'updatedAt', $4::text))).* FROM payment p, made WHERE p."orderId" = $2
  )
  SELECT id FROM made`;
