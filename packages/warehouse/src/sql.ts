import type { Lane, WarehouseClient } from './engine/index.ts';

/** What the repositories of the warehouse need of a ClickHouse, embedded or server. Values travel as parameters. */
export type Sql = Pick<WarehouseClient, 'query' | 'command' | 'insert'>;

/** The same warehouse, whose questions go to another lane than `quick` where they name none. */
export function inLane(sql: Sql, lane: Lane): Sql {
  return {
    query: (text, parameters, options) => sql.query(text, parameters, { lane, ...options }),
    command: (text, parameters, options) => sql.command(text, parameters, options),
    insert: (table, rows, options) => sql.insert(table, rows, options),
  };
}
