import { type ShopStatus, status as shopStatus } from '@clientele/pipeline';
import { amount } from '../terminal/amount.js';
import { counted } from '../terminal/counted.js';
import { instantAsked } from './instant-asked.js';
import { nextCommand } from './next-command.js';
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
    const { currency, gross, net, ordersWithoutRate } = revenue;
    terminal.line(
      `Revenue ${amount(gross, currency)} ${currency} gross, ${amount(net, currency)} net of refunds and adjustments`,
    );
    if (ordersWithoutRate > 0) {
      const orders = counted(ordersWithoutRate, 'order in another currency has', 'orders in other currencies have');
      terminal.line(`${orders} no rate to ${currency}, and ${ordersWithoutRate === 1 ? 'is' : 'are'} in no sum`);
    }
    if (segments === 0)
      terminal.line(`No segment is saved yet; some to begin with: ${nextCommand('segment templates', { shop })}`);
    else terminal.line(evaluatedAt === null ? 'Segments not yet evaluated' : `Segments evaluated as of ${evaluatedAt}`);
  },
};
