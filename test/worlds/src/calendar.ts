import {
  type Day,
  dayNumber,
  dayOfNumber,
  type Instant,
  instantOfMs,
  msOfInstant,
  startOfDay,
  type TimeZone,
} from '@clientele/model';

/** How busy a month is: a shop of gifts and home goods lives on its autumn. */
const BUSY_MONTHS = [0.8, 0.85, 0.9, 0.9, 0.95, 0.9, 0.8, 0.85, 1, 1.1, 1.7, 1.8];
export const BUSIEST = Math.max(...BUSY_MONTHS);

const MS_PER_DAY = 86_400_000;

/** The days of a world, counted from 0, in the shop's time zone. */
export class Calendar {
  readonly length: number;
  readonly first: number;
  private readonly starts: Float64Array;
  private readonly days: readonly Day[];
  private readonly clocks = new Array<string | undefined>(86_400);

  constructor(from: Day, to: Day, zone: TimeZone) {
    this.first = dayNumber(from);
    this.length = dayNumber(to) - this.first + 1;
    this.days = Array.from({ length: this.length }, (_, index) => dayOfNumber(this.first + index));
    this.starts = new Float64Array(this.length + 1);
    for (let index = 0; index <= this.length; index += 1) {
      this.starts[index] = msOfInstant(startOfDay(dayOfNumber(this.first + index), zone));
    }
  }

  /** The instant, in milliseconds, of a second of a day; held within the day where the clocks go forward. */
  ms(index: number, second: number): number {
    return Math.min((this.starts[index] ?? this.end) + second * 1000, (this.starts[index + 1] ?? this.end) - 1000);
  }

  /** The first millisecond after the last day. */
  get end(): number {
    return this.starts[this.length] ?? Number.NaN;
  }

  /** The model's instantOfMs, put together from texts made before: it is half of the generator's time otherwise. */
  instant(ms: number): Instant {
    const utcDay = Math.floor(ms / MS_PER_DAY);
    const second = (ms - utcDay * MS_PER_DAY) / 1000;
    if (!Number.isInteger(second)) return instantOfMs(ms);
    const day = this.days[utcDay - this.first] ?? dayOfNumber(utcDay);
    this.clocks[second] ??= instantOfMs(second * 1000).slice(10);
    return (day + this.clocks[second]) as Instant;
  }

  day(index: number): Day {
    return this.days[index] ?? dayOfNumber(this.first + index);
  }

  /** The index of a calendar day, outside 0 to length - 1 when it is outside the world. */
  indexOf(year: number, month: number, dayOfMonth: number): number {
    return Math.round(Date.UTC(year, month - 1, dayOfMonth) / MS_PER_DAY) - this.first;
  }

  year(index: number): number {
    return Number(this.day(index).slice(0, 4));
  }

  /** 1 to 12. */
  month(index: number): number {
    return Number(this.day(index).slice(5, 7));
  }

  busyness(index: number): number {
    return BUSY_MONTHS[this.month(index) - 1] ?? 1;
  }
}
