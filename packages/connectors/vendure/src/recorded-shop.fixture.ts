import type { RunningVendure } from '@clientele/servers';
import { Admin } from './admin.fixture.js';
import { Channel } from './channel.fixture.js';

const REFUSED = '... on ErrorResult { errorCode message }';
const GROUP =
  'mutation Group($id: ID!) { made: createCustomerGroup(input: { name: "Regulars", customerIds: [$id] }) { id } }';
const PROMOTION = `mutation Promotion { made: createPromotion(input: {
  enabled: true, couponCode: "TENOFF", conditions: [], translations: [{ languageCode: en, name: "A tenth off" }],
  actions: [{ code: "order_percentage_discount", arguments: [{ name: "discount", value: "10" }] }]
}) { ... on Promotion { id } ${REFUSED} } }`;
const FACET = `mutation Facet($code: String!, $name: String!) { made: createFacet(input: {
  code: $code, isPrivate: false, translations: [{ languageCode: en, name: $code }],
  values: [{ code: $name, translations: [{ languageCode: en, name: $name }] }]
}) { id } }`;
const COUPON = `mutation Coupon($order: ID!) {
  applyCouponCodeToDraftOrder(orderId: $order, couponCode: "TENOFF") { ${REFUSED} }
}`;
const SURCHARGE = `mutation Surcharge($order: ID!) {
  a: transitionOrderToState(id: $order, state: "Modifying") { ${REFUSED} }
  b: modifyOrder(input: { dryRun: false, orderId: $order,
    surcharges: [{ description: "Gift wrapping", price: 200, priceIncludesTax: true, taxRate: 20 }] }) { ${REFUSED} }
  c: transitionOrderToState(id: $order, state: "ArrangingAdditionalPayment") { ${REFUSED} }
  d: addManualPaymentToOrder(input: { orderId: $order, method: "card", transactionId: "t", metadata: {} }) { ${REFUSED} }
}`;
const CANCEL = `mutation Cancel($order: ID!) {
  cancelOrder(input: { orderId: $order, reason: "changed their mind" }) { ${REFUSED} }
}`;

/** The times of everything, a minute apart in the order of their making, so that recordings are the same each time. */
const TIMES = ['customer', 'product', 'order', 'payment', 'refund', 'history_entry'].map(
  (table) => `
  UPDATE "${table}" t SET "createdAt" = made.at, "updatedAt" = made.at
  FROM (SELECT id, timestamp '2026-05-04 10:00' + row_number() OVER (ORDER BY id) * interval '1 minute' AS at
    FROM "${table}") made WHERE made.id = t.id`,
);
const NAMES = `
  UPDATE "order" SET code = 'ORDER-' || id, "orderPlacedAt" = "createdAt" + interval '20 seconds'
  WHERE "orderPlacedAt" IS NOT NULL`;

/** A channel that has one of everything, on a server that has had nothing else. */
export async function recordedShop(server: RunningVendure): Promise<Channel> {
  const channel = await Channel.make(server, 1);
  const admin = (await Admin.of(server)).in(channel.token);
  const customer = await channel.addCustomer();
  await channel.addAddress(customer);
  await admin.make(GROUP, { id: customer });
  await admin.make(PROMOTION);
  await admin.make(FACET, { code: 'brand', name: 'Loden' });
  await admin.make(FACET, { code: 'category', name: 'Green tea' });
  await channel.sql(
    `INSERT INTO product_facet_values_facet_value ("productId", "facetValueId")
     SELECT c."productId", v.id FROM product_channels_channel c, facet_value v WHERE c."channelId" = $1`,
  );
  const guest = await channel.order({ quantity: 2, currency: 'GBP' });
  await channel.pay(guest);
  await channel.refund(guest, () => 1000);
  await channel.refund(guest, () => 250, { settled: false });
  const reduced = await channel.order({ quantity: 3, currency: 'GBP', customer }, (order) =>
    admin.ask(COUPON, { order }),
  );
  await channel.pay(reduced);
  await admin.ask(SURCHARGE, { order: reduced });
  const cancelled = await channel.order({ quantity: 1, currency: 'GBP', customer });
  await channel.pay(cancelled);
  await admin.ask(CANCEL, { order: cancelled });
  const yen = await channel.order({ quantity: 1, currency: 'JPY', customer });
  await channel.pay(yen);
  await channel.order({ quantity: 1, currency: 'GBP', customer });
  for (const statement of [...TIMES, NAMES]) await server.sql(statement);
  return channel;
}

/** What happens between the two syncs that are recorded: a customer is renamed, and an order that is old by its changes is placed. */
export async function afterwards(server: RunningVendure, channel: Channel): Promise<void> {
  const [customer] = await channel.customers();
  await server.sql(`UPDATE customer SET "firstName" = 'Nora', "updatedAt" = '2026-05-05 09:00' WHERE id = $1`, [
    customer,
  ]);
  const [cart] = await channel.orders('unplaced');
  await server.sql(
    `UPDATE "order" SET "orderPlacedAt" = '2026-05-05 09:01', state = 'PaymentSettled', code = 'ORDER-LATER', active = false
     WHERE id = $1`,
    [cart],
  );
}
