import { type ShopStatus, status as shopStatus } from '@clientele/pipeline';
import { instantAsked } from './instant-asked.js';
import { type Asked, type Verb, yes } from './verb.js';

export const status: Verb<Asked, ShopStatus> = {
  name: 'status',
  takesNow: true,

  async run(house, input) {
    const shop = await house.shop(input.shop);
    return yes(await shopStatus(house, shop, instantAsked(input.now, shop)));
  },

  print({ shop, records, profiles, segments, revenue, refused, asOf, evaluatedAt }, terminal) {
    terminal.line(`${terminal.paint('bold', shop)} as of ${asOf}`);
    terminal.table(
      ['', 'count'],
      [
        ['profiles', profiles],
        ['customer records', records.customers],
        ['orders', records.orders],
        ['  with a customer', records.ordersWithCustomer],
        ['refund documents', records.refunds],
        ['products', records.products],
        ['events', records.events],
        ['consents', records.consents],
        ['segments', segments],
        ['refused rows', refused],
      ],
    );
    terminal.line(`revenue ${revenue.gross} ${revenue.currency} gross, ${revenue.net} net of refunds and adjustments`);
    if (revenue.ordersWithoutRate > 0) {
      terminal.line(`${revenue.ordersWithoutRate} orders in other currencies have no rate and are in no sum`);
    }
    terminal.line(evaluatedAt === null ? 'segments not yet evaluated' : `segments evaluated as of ${evaluatedAt}`);
  },
};
