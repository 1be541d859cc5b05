import { present } from '@clientele/connector-kit';
import type { RecordInput } from '@clientele/model';
import { z } from 'zod';
import { decimalText, list, reference, time } from './answered.js';
import { ONLINE_STORE } from './channel.js';
import { byNumber, gid } from './gid.js';

const answeredCheckout = z.object({
  id: gid,
  createdAt: time,
  updatedAt: time,
  completedAt: time.nullish(),
  customer: reference,
  totalPriceSet: z.object({ shopMoney: z.object({ amount: decimalText, currencyCode: z.string() }) }),
  lineItems: list(z.object({ id: gid, quantity: z.int(), product: reference })),
});

/** A checkout that was left, as an event of when it was begun; also where it was completed later, which it then says. */
export function decodeCheckout(json: unknown): readonly RecordInput[] {
  const checkout = answeredCheckout.parse(json);
  const { amount, currencyCode: currency } = checkout.totalPriceSet.shopMoney;
  const products = checkout.lineItems.flatMap(({ product }) => product ?? []).sort(byNumber);
  return [
    {
      kind: 'event',
      externalId: checkout.id,
      version: { updatedAt: checkout.updatedAt },
      name: 'checkout_abandoned',
      at: checkout.createdAt,
      channel: ONLINE_STORE,
      properties: {
        total: Number(amount),
        currency,
        products,
        ...present({ recovered_at: checkout.completedAt ?? undefined }),
      },
      ...present({ customer: checkout.customer, product: products[0] }),
    },
  ];
}
