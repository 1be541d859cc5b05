import type { Lane, WarehouseClient } from './engine/index.ts';

/** What the repositories of the warehouse need of a ClickHouse, embedded or server. Values travel as parameters. */
export type Sql = Pick<WarehouseClient, 'query' | 'command' | 'insert'>;

/** Each warehouse in each lane is one object, so that what is remembered of it holds from one call to the next. */
const lanes = new WeakMap<Sql, Map<Lane, Sql>>();

/** The same warehouse, whose questions go to another lane than `quick` where they name none. */
export function inLane(sql: Sql, lane: Lane): Sql {
  const known = lanes.get(sql) ?? new Map<Lane, Sql>();
  lanes.set(sql, known);
  const inThat = known.get(lane) ?? askedIn(sql, lane);
  known.set(lane, inThat);
  return inThat;
}

function askedIn(sql: Sql, lane: Lane): Sql {
  return {
    query: (text, parameters, options) => sql.query(text, parameters, { lane, ...options }),
    command: (text, parameters, options) => sql.command(text, parameters, options),
    insert: (table, rows, options) => sql.insert(table, rows, options),
  };
}
