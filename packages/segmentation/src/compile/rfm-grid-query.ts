import { scoreSql } from '../catalogue/rfm-score.js';
import type { CompileContext, CompiledSql } from './context.js';
import { Scope } from './scope.js';

/**
 * How the profiles with an order lie on the RFM grid: rows `{ recency, fm, members, amount_spent }`, empty cells left
 * out. The context must hold the cut-offs of the three scores.
 */
export function rfmGridQuery(context: CompileContext): CompiledSql {
  const scope = new Scope(context);
  const fm = `intDiv(${scoreSql('frequency', scope)} + ${scoreSql('monetary', scope)} + 1, 2)`;
  return {
    // Renamed outside: within, the engine would take the column's name in the score for the sum.
    sql:
      'SELECT recency, fm, members, spent AS amount_spent FROM (' +
      `SELECT toUInt8(${scoreSql('recency', scope)}) AS recency, toUInt8(${fm}) AS fm, toString(count()) AS members, ` +
      `toString(sum(amount_spent)) AS spent FROM ${context.profiles} AS profiles ` +
      `WHERE shop = ${scope.param('String', context.shop)} AND number_of_orders > 0 GROUP BY recency, fm)`,
    params: scope.parameters.values,
  };
}
