import { cutoffKey } from '../compile/cutoff-key.js';
import type { Scope } from '../compile/scope.js';
import { RFM_GROUPS, type RfmGroup, type RfmScore } from '../rfm/configuration.js';
import type { Sql } from './reading.js';

/** SQL of a score, 1 to 5: 1 plus the number of the shop's cut-offs that the value is above. For profiles with an order. */
export function scoreSql(which: RfmScore, scope: Scope): string {
  const trait = scope.context.rfm.traits[which];
  const { value, type } = scoredValue(trait, scope);
  const above = scope
    .cutoffs(cutoffKey({ kind: 'rfm', trait }))
    .map((cutoff) => `(${value} > ${scope.param(type, cutoff)})`);
  return `(${['1', ...above].join(' + ')})`;
}

/** What a score or its cut-offs are taken from, with the type of the cut-offs: a date by its day. */
export function scoredValue(trait: string, scope: Scope): { readonly value: string; readonly type: string } {
  const { reading, type } = scope.attribute(trait);
  if (reading.kind === 'date') return { value: scope.read(reading.day), type: 'Date32' };
  if (reading.kind === 'number') {
    return { value: scope.read(reading.value), type: type === 'integer' ? 'Int64' : 'Decimal(38, 6)' };
  }
  throw new Error(`no RFM score can be made of ${trait}`);
}

/** SQL of the position of a profile's group in {@link RFM_GROUPS}, from 1. */
export const groupCode: Sql = (scope) => {
  const code = (group: RfmGroup) => RFM_GROUPS.indexOf(group) + 1;
  const cells = `[${scope.context.rfm.grid.flat().map(code).join(', ')}]`;
  const fm = `intDiv(${scoreSql('frequency', scope)} + ${scoreSql('monetary', scope)} + 1, 2)`;
  const cell = `${cells}[(${scoreSql('recency', scope)} - 1) * 5 + ${fm}]`;
  return `if(number_of_orders > 0, ${cell}, ${code('PROSPECTS')})`;
};
