import type { WarehouseClient } from './engine/index.ts';

/** What the repositories of the warehouse need of a ClickHouse, embedded or server. Values travel as parameters. */
export type Sql = Pick<WarehouseClient, 'query' | 'command' | 'insert'>;
