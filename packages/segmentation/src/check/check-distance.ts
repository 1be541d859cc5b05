import { decimal, parseDecimal, toMillionths } from '@clientele/model';
import type { Match } from '../tree/condition.js';
import type { Parameter } from '../tree/rows.js';
import type { Checking } from './checking.js';

/**
 * Checks what belongs together in `customer_within_distance`: a place, and one distance, with `<=` or with `=`, which
 * means the same. Gives the parameters back with `<=`.
 */
export function checkDistance(
  match: Match,
  parameters: readonly Parameter[],
  { findings }: Checking,
): readonly Parameter[] {
  const hint = 'Write coordinates = (40.7128, -74.006), distance_km <= 10.';
  const place = parameters.find(({ name }) => name === 'coordinates');
  const distances = parameters.filter(({ name }) => name.startsWith('distance_'));
  if (place === undefined) findings.add('bad-distance', match, 'name', 'A distance is from coordinates', hint);
  else checkPlace(place, findings);
  if (distances.length !== 1) {
    findings.add('bad-distance', match, 'name', 'Either distance_km or distance_mi says how far', hint);
  }
  return parameters.map((parameter) => {
    const { name, test } = parameter;
    if (!name.startsWith('distance_')) return parameter;
    const isNumber = test.kind === 'comparison' && test.value.kind === 'number';
    if (!isNumber || (test.operator !== '<=' && test.operator !== '=')) {
      findings.add('bad-distance', parameter, 'operator', `${name} is compared with <= and a number`, hint);
      return parameter;
    }
    return findings.instead(parameter, { name, test: Object.freeze({ ...test, operator: '<=' as const }) });
  });
}

const DEGREES = { latitude: decimal('90'), longitude: decimal('180') } as const;

function checkPlace({ test }: Parameter, findings: Checking['findings']): void {
  if (test.kind !== 'comparison' || test.value.kind !== 'coordinates') return;
  for (const name of ['latitude', 'longitude'] as const) {
    const read = parseDecimal(test.value[name]);
    const size = read === undefined ? undefined : toMillionths(read);
    const most = toMillionths(DEGREES[name]);
    if (size !== undefined && size <= most && size >= -most) continue;
    const message = `${test.value[name]} is no ${name}`;
    findings.add(
      'bad-distance',
      test.value,
      'whole',
      message,
      `It is between -${DEGREES[name]} and ${DEGREES[name]}, with at most six decimals.`,
    );
  }
}
