import type { Address } from '@clientele/model';
import type { CoordinatesLiteral } from '../tree/literal.js';
import type { Rows } from '../tree/rows.js';
import type { Person } from './person.js';
import { compareRatios, multiply, type Ratio, ratio, ratioOfCount, ratioOfText } from './ratio.js';

/** Metres: the mean radius of the earth, taken for a sphere. */
const EARTH_RADIUS = 6_371_008.8;
const METRES: Readonly<Record<string, Ratio>> = {
  distance_km: ratio(1_000n, 1n),
  distance_mi: ratio(1_609_344n, 1_000n),
};

export interface Nearness {
  /** Whole metres to the nearest address; undefined where none has coordinates. */
  readonly nearest: number | undefined;
  /** How far it may be, in metres. */
  readonly limit: Ratio;
  /** Before any negation. */
  readonly holds: boolean;
}

/** `customer_within_distance`: whether an address of the person is so near to a place. */
export function nearness({ parameters }: Rows, { customers }: Person): Nearness {
  let from: CoordinatesLiteral | undefined;
  let limit: Ratio | undefined;
  for (const { name, test } of parameters) {
    if (test.kind !== 'comparison') continue;
    const metres = METRES[name];
    if (test.value.kind === 'coordinates') from = test.value;
    if (test.value.kind === 'number' && metres !== undefined) limit = multiply(ratioOfText(test.value.digits), metres);
  }
  if (from === undefined || limit === undefined) throw new TypeError('a distance has a place and a limit');
  const place = from;
  const distances = customers
    .flatMap((customer) => customer.addresses.flatMap(({ coordinates }) => coordinates ?? []))
    .map((coordinates) => metresBetween(coordinates, place));
  const nearest = distances.length === 0 ? undefined : Math.min(...distances);
  return { nearest, limit, holds: nearest !== undefined && compareRatios(ratioOfCount(nearest), limit) <= 0 };
}

/** The great circle by the haversine, rounded to whole metres. */
function metresBetween(a: NonNullable<Address['coordinates']>, b: CoordinatesLiteral): number {
  const radians = (degrees: string) => (Number(degrees) * Math.PI) / 180;
  const [latitudeA, latitudeB] = [radians(a.latitude), radians(b.latitude)];
  const squaredSine = (angle: number) => Math.sin(angle / 2) ** 2;
  const haversine =
    squaredSine(latitudeA - latitudeB) +
    Math.cos(latitudeA) * Math.cos(latitudeB) * squaredSine(radians(a.longitude) - radians(b.longitude));
  return Math.floor(2 * EARTH_RADIUS * Math.asin(Math.min(1, Math.sqrt(haversine))) + 0.5);
}
