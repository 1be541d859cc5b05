import { type Instant, msOfInstant } from '@clientele/model';
import type { Missed } from '../connector.js';
import { minorMoney } from '../reading/money.js';
import { randomFrom } from './random.js';
import { refundAmount, type SimulatedCustomer, type SimulatedLine, type SimulatedOrder } from './simulated-order.js';
import type { Oddity, Refunding } from './world.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How far back the orders of a seeded shop go. */
const SEEDED_MS = 3 * DAY_MS;

/** What is special about a platform. */
export interface Habits {
  /** The grain of its clock, in ms. */
  readonly grainMs: number;
  /** Milliseconds until lists show a change. */
  readonly settlesMs: number;
  /** What does not move the change time. Deletions are missed where lists do not say that something is gone. */
  readonly unseen: readonly Missed[];
  readonly currencies: readonly string[];
}

export type Simulated = SimulatedOrder | SimulatedCustomer;

/** What happened, for webhooks. */
export interface Happening {
  readonly what: 'created' | 'updated' | 'deleted';
  readonly about: Simulated;
}

/** The state of a shop that exists only in memory, with a clock of its own. */
export class SimulatedShop {
  readonly habits: Habits;
  readonly #random: () => number;
  readonly #things = new Map<string, Simulated>();
  /** What lists showed before, for as long as they may still show it. */
  readonly #before = new Map<string, { readonly until: number; readonly thing: Simulated | undefined }>();
  readonly #odd = new Map<string, Oddity>();
  readonly #happenings: Happening[] = [];
  #nowMs: number;
  #lastId = 1000;
  zone = 'UTC';

  constructor(seed: number, at: Instant, habits: Habits) {
    this.#random = randomFrom(seed);
    this.#nowMs = msOfInstant(at);
    this.habits = habits;
  }

  get nowMs(): number {
    return this.#nowMs;
  }

  /** The clock only goes forward. */
  passTo(ms: number): void {
    this.#nowMs = Math.max(this.#nowMs, ms);
  }

  seed(orders: number): void {
    for (let index = 0; index < orders; index += 1) {
      this.#place(this.#nowMs - Math.floor((SEEDED_MS * (orders - index)) / orders));
    }
  }

  place(): string {
    return this.#place(this.#nowMs).id;
  }

  /** An order of a guest that appears now, with the times of hours ago. */
  placeLate(hours: number): string {
    return this.#place(this.#nowMs - hours * HOUR_MS, true).id;
  }

  /** Orders of one tick: nothing else could be told by its time. */
  tie(orders: number): void {
    for (let index = 0; index < orders; index += 1) this.#place(this.#nowMs);
  }

  touch(which: number): string | undefined {
    const thing = this.#pick([...this.#things.values()].filter(isInSight), which);
    if (thing?.kind === 'order') {
      const lines = thing.lines.map((line, index) => (index === 0 ? { ...line, quantity: line.quantity + 1 } : line));
      return this.#change({ ...thing, lines }, 'edit');
    }
    return thing && this.#change({ ...thing, firstName: `${thing.firstName.slice(0, 20)}a` }, 'edit');
  }

  pay(which: number): string | undefined {
    const order = this.#pick(
      this.#orders(({ isPaid, isTrashed }) => !isPaid && !isTrashed),
      which,
    );
    return order && this.#change({ ...order, isPaid: true }, 'payment');
  }

  refund(which: number, how: Refunding): string | undefined {
    const order = this.#pick(
      this.#orders(({ isPaid, isTrashed }) => isPaid && !isTrashed),
      which,
    );
    if (order === undefined) return undefined;
    const refund = { id: this.#newId(), atMs: this.#nowMs, amount: refundAmount(order, how) };
    return this.#change({ ...order, refunds: [...order.refunds, refund] }, 'refund');
  }

  trash(which: number): string | undefined {
    const order = this.#pick(
      this.#orders(({ isTrashed }) => !isTrashed),
      which,
    );
    return order && this.#change({ ...order, isTrashed: true }, 'deletion');
  }

  restore(which: number): string | undefined {
    const order = this.#pick(
      this.#orders(({ isTrashed }) => isTrashed),
      which,
    );
    return order && this.#change({ ...order, isTrashed: false }, 'deletion');
  }

  /** Takes an order or a customer away for good; orders of a customer stay, as a guest's. */
  erase(which: number): string | undefined {
    const thing = this.#pick([...this.#things.values()], which);
    if (thing === undefined) return undefined;
    if (thing.kind === 'customer') {
      for (const order of this.#orders(({ customer }) => customer === thing.id)) {
        this.#change({ ...order, customer: undefined }, 'edit');
      }
    }
    this.#keepBefore(thing.id, thing);
    this.#things.delete(thing.id);
    this.#happenings.push({ what: 'deleted', about: thing });
    return thing.id;
  }

  makeOdd(which: number, oddity: Oddity): string | undefined {
    const order = this.#pick(
      this.#orders(({ isTrashed }) => !isTrashed),
      which,
    );
    if (order !== undefined) this.#odd.set(order.id, oddity);
    return order?.id;
  }

  oddityOf(id: string): Oddity | undefined {
    return this.#odd.get(id);
  }

  /** One of them as it is. */
  read(id: string): Simulated | undefined {
    return this.#things.get(id);
  }

  /** All of a kind as they are, out of sight or not. */
  all(): readonly Simulated[] {
    return [...this.#things.values()];
  }

  /** As lists show it: late where the platform takes time to settle, and without what is out of sight. */
  listed<Kind extends Simulated['kind']>(kind: Kind): Extract<Simulated, { kind: Kind }>[] {
    const ids = new Set([...this.#things.keys(), ...this.#before.keys()]);
    return [...ids]
      .map((id) => {
        const before = this.#before.get(id);
        return before !== undefined && before.until > this.#nowMs ? before.thing : this.#things.get(id);
      })
      .filter((thing): thing is Extract<Simulated, { kind: Kind }> => thing?.kind === kind)
      .filter(isInSight);
  }

  /** What happened since the last call. */
  happenings(): Happening[] {
    return this.#happenings.splice(0);
  }

  #place(ms: number, isGuest = false): SimulatedOrder {
    const customers = [...this.#things.values()].filter(({ kind }) => kind === 'customer');
    const draw = isGuest ? 1 : this.#random();
    const customer =
      draw < 0.3 ? this.#sign(ms) : draw < 0.6 ? this.#pick(customers, Math.floor(draw * 1000)) : undefined;
    const currency = this.#oneOf(this.habits.currencies) ?? 'GBP';
    const id = this.#newId();
    const order: SimulatedOrder = {
      kind: 'order',
      id,
      placedMs: this.#tick(ms),
      changedMs: this.#tick(ms),
      customer: customer?.id,
      email: customer?.email ?? `guest${id}@post.example`,
      currency,
      lines: this.#lines(currency),
      isPaid: this.#random() < 0.7,
      refunds: [],
      isTrashed: false,
    };
    this.#keepBefore(id, undefined);
    this.#things.set(id, order);
    this.#happenings.push({ what: 'created', about: order });
    return order;
  }

  #sign(ms: number): SimulatedCustomer {
    const id = this.#newId();
    const time = this.#tick(ms);
    const email = `buyer${id}@post.example`;
    const customer: SimulatedCustomer = {
      kind: 'customer',
      id,
      createdMs: time,
      changedMs: time,
      email,
      firstName: 'Ann',
    };
    this.#keepBefore(id, undefined);
    this.#things.set(id, customer);
    this.#happenings.push({ what: 'created', about: customer });
    return customer;
  }

  #lines(currency: string): SimulatedLine[] {
    return Array.from({ length: 1 + Math.floor(this.#random() * 3) }, (_, index) => {
      const product = `P${1 + Math.floor(this.#random() * 9)}`;
      const price = minorMoney(1 + Math.floor(this.#random() * 9999), currency);
      return {
        id: String(index + 1),
        product,
        title: `Thing ${product}`,
        quantity: 1 + Math.floor(this.#random() * 3),
        price,
      };
    });
  }

  #change(thing: Simulated, what: Missed): string {
    // Two things never happen to one at the same moment.
    this.#nowMs += 1;
    this.#keepBefore(thing.id, this.#things.get(thing.id));
    const isSeen = !this.habits.unseen.includes(what);
    const changed = isSeen ? { ...thing, changedMs: this.#tick(this.#nowMs) } : thing;
    this.#things.set(thing.id, changed);
    this.#happenings.push({ what: 'updated', about: changed });
    return thing.id;
  }

  #keepBefore(id: string, thing: Simulated | undefined): void {
    if (this.habits.settlesMs === 0) return;
    const before = this.#before.get(id);
    const shown = before !== undefined && before.until > this.#nowMs ? before.thing : thing;
    this.#before.set(id, { until: this.#nowMs + this.habits.settlesMs, thing: shown });
  }

  #orders(isMeant: (order: SimulatedOrder) => boolean): SimulatedOrder[] {
    return [...this.#things.values()].filter((thing) => thing.kind === 'order').filter(isMeant);
  }

  #pick<Thing>(things: readonly Thing[], which: number): Thing | undefined {
    return things[which % Math.max(1, things.length)];
  }

  #oneOf<Value>(values: readonly Value[]): Value | undefined {
    return values[Math.floor(this.#random() * values.length)];
  }

  #tick(ms: number): number {
    return ms - (ms % this.habits.grainMs);
  }

  #newId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }
}

/** True for what the platform's lists show. */
export function isInSight(thing: Simulated): boolean {
  return thing.kind === 'customer' || !thing.isTrashed;
}
