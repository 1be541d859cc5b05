import {
  addToDay,
  type Day,
  day,
  type Instant,
  instantOfMs,
  msOfInstant,
  startOfDay,
  type TimeZone,
  timeZone,
} from '@clientele/model';
import type { Random } from './random.js';

/** Half hours, a change at midnight, one of half an hour, one around a moon month, both hemispheres. */
export const ZONES: readonly TimeZone[] = [
  'America/St_Johns',
  'Africa/Casablanca',
  'Europe/London',
  'America/New_York',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
].map(timeZone);

const YEARS = [2017, 2018, 2024];
const MS_PER_DAY = 86_400_000;
const changeDays = new Map<TimeZone, readonly Day[]>();

/** A day near which a shop's orders lie: in most shops one on which the clocks change. */
export function anchorDay(random: Random, zone: TimeZone): Day {
  return random.chance(0.7)
    ? random.pick(daysOfClockChange(zone))
    : addToDay(day('2017-01-01'), random.whole(0, 3_000), 'd');
}

/** A few moments on and around a day: local midnights and their neighbours, hours that are skipped or come twice. */
export function momentsAround(random: Random, anchor: Day, zone: TimeZone): Instant[] {
  return random.several(4, 10, () => {
    const start = msOfInstant(startOfDay(addToDay(anchor, random.whole(-2, 2), 'd'), zone));
    const within = random.pick([0, -1, 1, 999, 1_000, 3_600_000, 5_400_000, 7_200_000, random.whole(0, MS_PER_DAY)]);
    return instantOfMs(start + within);
  });
}

function daysOfClockChange(zone: TimeZone): readonly Day[] {
  const known = changeDays.get(zone);
  if (known !== undefined) return known;
  const days = YEARS.flatMap((year) => {
    const first = day(`${year}-01-01`);
    return Array.from({ length: 365 }, (_, number) => addToDay(first, number, 'd'));
  });
  const found = days.filter((each) => {
    const length = msOfInstant(startOfDay(addToDay(each, 1, 'd'), zone)) - msOfInstant(startOfDay(each, zone));
    return length !== MS_PER_DAY;
  });
  changeDays.set(zone, found);
  return found;
}
