import { type Instant, instantOfMs } from '@clientele/model';
import { refundedOf, type SimulatedOrder, totalOf } from './simulated-order.js';
import type { Happening, SimulatedShop } from './simulated-shop.js';
import type { Delivery, TrueRecord, World } from './world.js';

/** A request and its answer take so long in a simulated world. */
const ROUND_TRIP_MS = 120;

export interface SimulatedParts<Settings extends object> {
  readonly name: string;
  readonly settings: Settings;
  readonly pageSize: number;
  readonly shop: SimulatedShop;
  /** Answers as the platform would. What is wrong with the request goes to `problem`. */
  serve(request: Request, shop: SimulatedShop, problem: (sentence: string) => void): Response | Promise<Response>;
  /** What must be known of the shop; {@link truthOf} unless said otherwise. */
  truth?(shop: SimulatedShop): readonly TrueRecord[];
  /** The webhook that the platform sends; absent where it sends none at all. */
  deliver?(happening: Happening, shop: SimulatedShop): Delivery | undefined;
}

/** A world of a simulated shop, behind an interface like that of the platform. */
export function simulatedWorld<Settings extends object>(parts: SimulatedParts<Settings>): World<Settings> {
  const { name, settings, pageSize, shop, serve, truth = truthOf, deliver } = parts;
  const problems: string[] = [];
  const deliveries = async () => {
    const sent: Delivery[] = [];
    for (const happening of shop.happenings()) {
      const delivery = deliver?.(happening, shop);
      if (delivery !== undefined) sent.push(delivery);
    }
    return sent;
  };
  return {
    name,
    settings,
    pageSize,
    covers: ['order', 'customer'],
    async fetch(request) {
      shop.passTo(shop.nowMs + ROUND_TRIP_MS);
      return serve(request, shop, (sentence) => problems.push(sentence));
    },
    now: () => instantOfMs(shop.nowMs),
    async sleep(ms) {
      const until = shop.nowMs + ms;
      // The clock stands until nobody has anything left to do: whoever waits at the same time gets to say until when.
      await new Promise(setImmediate);
      shop.passTo(until);
    },
    truth: async () => truth(shop),
    seed: async (orders) => shop.seed(orders),
    place: async () => shop.place(),
    touch: async (which) => shop.touch(which),
    pay: async (which) => shop.pay(which),
    refund: async (which, how) => shop.refund(which, how),
    trash: async (which) => shop.trash(which),
    restore: async (which) => shop.restore(which),
    erase: async (which) => shop.erase(which),
    tie: async (orders) => shop.tie(orders),
    late: async (hours) => shop.placeLate(hours),
    odd: async (which, oddity) => shop.makeOdd(which, oddity),
    async zone(zone) {
      shop.zone = zone;
    },
    problems: () => problems,
    ...(deliver === undefined ? {} : { deliveries }),
  };
}

/** Orders in sight with their sums, a guest of each that has no customer, and the customers. */
export function truthOf(shop: SimulatedShop): TrueRecord[] {
  return shop.all().flatMap((thing): TrueRecord[] => {
    if (thing.kind === 'customer') {
      const { id, email, firstName } = thing;
      return [{ kind: 'customer', externalId: id, fields: { email, firstName } }];
    }
    if (thing.isTrashed) return [];
    const guest = guestOf(thing);
    const person: TrueRecord[] =
      thing.customer === undefined
        ? [{ kind: 'customer', externalId: guest, fields: { email: thing.email, guest: true } }]
        : [];
    return [orderOf(thing, thing.customer ?? guest), ...person];
  });
}

/** The id of the customer record of an order's guest. */
export function guestOf({ id }: { readonly id: string }): string {
  return `guest-of-${id}`;
}

function orderOf(order: SimulatedOrder, customer: string): TrueRecord {
  const { id, currency, isPaid, placedMs } = order;
  const placedAt: Instant = instantOfMs(placedMs);
  return {
    kind: 'order',
    externalId: id,
    total: totalOf(order),
    refunded: refundedOf(order),
    fields: { currency, placedAt, customer, purpose: isPaid ? 'sale' : 'note' },
  };
}
