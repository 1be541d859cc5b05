import { randomOf } from '../random.js';

/** A delivery as it goes over the wire. */
export interface Delivery {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Takes a delivery to where it goes; the status that came back, or 0 where none did. */
export type Send = (delivery: Delivery) => Promise<number>;

/** What happens to deliveries on their way, each at its rate of 0 to 1. */
export interface DeliveryFaults {
  readonly seed: number;
  readonly dropped?: number;
  readonly doubled?: number;
  /** Goes after the one that follows it. */
  readonly reordered?: number;
}

/** The way of deliveries, on which they fare well until it is said otherwise. */
export class DeliveryWay {
  #faults: DeliveryFaults | undefined;
  #random = randomOf(0);

  /** From now on, deliveries fare like this; undefined lets all of them pass. */
  fail(faults: DeliveryFaults | undefined): void {
    this.#faults = faults;
    this.#random = randomOf(faults?.seed ?? 0);
  }

  /** Those that come out of it, in the order in which they do. */
  through<One>(all: readonly One[]): One[] {
    const { dropped = 0, doubled = 0, reordered = 0 } = this.#faults ?? {};
    const sent: One[] = [];
    for (const one of all) {
      const [drops, doubles, reorders] = [dropped, doubled, reordered].map((rate) => this.#random() < rate);
      if (drops) continue;
      sent.splice(reorders ? Math.max(0, sent.length - 1) : sent.length, 0, one);
      if (doubles) sent.push(one);
    }
    return sent;
  }
}
