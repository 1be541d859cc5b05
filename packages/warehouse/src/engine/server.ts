import { readBrokenParts } from './broken-parts.ts';
import type { Engine } from './engine.ts';

/**
 * A ClickHouse server by address, such as `http://user:password@host:8123/database` (the value of CLICKHOUSE_URL).
 * There the lanes are settings of each query, and a query is killed by its id.
 */
export function connectServer(address: string): Engine {
  const url = new URL(address);
  const username = decodeURIComponent(url.username) || 'default';
  const password = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  const access = { url: url.href, username, password };
  return {
    kind: 'server',
    ...access,
    pid: () => undefined,
    memory: async () => undefined,
    ready: async () => {},
    brokenParts: () => readBrokenParts(access),
    onRestart: () => () => {},
    stop: async () => {},
  };
}
