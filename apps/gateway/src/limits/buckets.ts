import { type Instant, msOfInstant } from '@clientele/model';

const MINUTE_MS = 60_000;

interface Bucket {
  points: number;
  /** Milliseconds: when `points` was right. */
  at: number;
}

/** What somebody has left, and in how many seconds they have what they asked for. */
export interface Taken {
  readonly outcome: 'taken' | 'refused';
  readonly left: number;
  readonly seconds: number;
}

/** One bucket of points for each name: it holds `perMinute`, and so many come back in a minute, steadily. */
export class Buckets {
  readonly #clock: () => Instant;
  readonly #buckets = new Map<string, Bucket>();
  #sweptAt = 0;

  constructor(clock: () => Instant) {
    this.#clock = clock;
  }

  /** Takes points where there are enough. @param wanted what must be there for the next try, where that is more */
  take(name: string, perMinute: number, points: number, wanted = points): Taken {
    const bucket = this.#filled(name, perMinute);
    if (bucket.points >= points) {
      bucket.points -= points;
      return { outcome: 'taken', left: Math.floor(bucket.points), seconds: 0 };
    }
    const missing = Math.min(wanted, perMinute) - bucket.points;
    const seconds = Math.ceil((missing * 60) / perMinute);
    return { outcome: 'refused', left: Math.floor(bucket.points), seconds };
  }

  /** Puts back what was not needed; answers what is left. */
  giveBack(name: string, perMinute: number, points: number): number {
    const bucket = this.#filled(name, perMinute);
    bucket.points = Math.min(perMinute, bucket.points + points);
    return Math.floor(bucket.points);
  }

  #filled(name: string, perMinute: number): Bucket {
    const now = msOfInstant(this.#clock());
    this.#forgetFull(now);
    const bucket = this.#buckets.get(name) ?? { points: perMinute, at: now };
    this.#buckets.set(name, bucket);
    // A clock that was put back gives nothing.
    const came = (Math.max(0, now - bucket.at) * perMinute) / MINUTE_MS;
    bucket.points = Math.min(perMinute, bucket.points + came);
    bucket.at = now;
    return bucket;
  }

  /** Once a minute: a bucket that nobody has asked of for a minute is as good as new. */
  #forgetFull(now: number): void {
    if (Math.abs(now - this.#sweptAt) < MINUTE_MS) return;
    this.#sweptAt = now;
    for (const [name, { at }] of this.#buckets) if (now - at >= MINUTE_MS) this.#buckets.delete(name);
  }
}
