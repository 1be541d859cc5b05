import { parseDecimal, toMillionths } from '@clientele/model';
import type { CoordinatesLiteral } from '../tree/literal.js';
import type { Parameter } from '../tree/rows.js';
import type { Scope } from './scope.js';

const EARTH_RADIUS_METRES = 6_371_008.8;
const METRES_PER_THOUSAND = { distance_km: 1_000_000n, distance_mi: 1_609_344n } as const;

/**
 * SQL that an address lies within a distance of a place: the haversine in Float64, as the reference has it, rounded to
 * whole metres. The engine's own function of that name is approximate.
 */
export function compileDistance(parameters: readonly Parameter[], scope: Scope): string {
  const { place, farthest } = distanceAsked(parameters);
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const float = (value: number) => scope.param('Float64', value);
  const [latitude, longitude] = [radians(Number(place.latitude)), radians(Number(place.longitude))];
  const of = (column: string) => `(${column} / 1000000 * pi() / 180)`;
  const half = (column: string, from: number) => `pow(sin((${of(column)} - ${float(from)}) / 2), 2)`;
  const within = `${half('lat', latitude)} + ${float(Math.cos(latitude))} * cos(${of('lat')}) * ${half('lon', longitude)}`;
  const metres = `floor(${float(2 * EARTH_RADIUS_METRES)} * asin(least(1, sqrt(${within}))) + 0.5)`;
  return `arrayExists((lat, lon) -> ${metres} <= ${scope.param('Int64', farthest)}, place_latitude, place_longitude)`;
}

/** The place, and the whole metres from it that are near enough. */
function distanceAsked(parameters: readonly Parameter[]): {
  readonly place: CoordinatesLiteral;
  readonly farthest: string;
} {
  let place: CoordinatesLiteral | undefined;
  let farthest: bigint | undefined;
  for (const { name, test } of parameters) {
    if (test.kind !== 'comparison') continue;
    const { value } = test;
    if (value.kind === 'coordinates') place = value;
    if (value.kind !== 'number' || (name !== 'distance_km' && name !== 'distance_mi')) continue;
    const distance = parseDecimal(value.digits);
    if (distance === undefined) continue;
    const billionths = toMillionths(distance) * METRES_PER_THOUSAND[name];
    farthest = billionths < 0n ? -1n : billionths / 1_000_000_000n;
  }
  if (place === undefined || farthest === undefined) throw new Error('a distance is compiled with a place and a limit');
  return { place, farthest: String(farthest) };
}
