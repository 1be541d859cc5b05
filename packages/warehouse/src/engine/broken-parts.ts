import { createClient } from '@clickhouse/client';
import type { BrokenPart, Engine } from './engine.ts';

/** Reads {@link Engine.brokenParts} from the engine, of its own database: a server may have others. */
export async function readBrokenParts(engine: Pick<Engine, 'url' | 'username' | 'password'>): Promise<BrokenPart[]> {
  const { url, username, password } = engine;
  const client = createClient({ url, username, password });
  try {
    const result = await client.query({
      query: `SELECT concat(database, '.', table) AS table, name AS part, reason
              FROM system.detached_parts WHERE database = currentDatabase() AND reason LIKE '%broken%' ORDER BY table, part`,
      format: 'JSONEachRow',
    });
    return await result.json<BrokenPart>();
  } finally {
    await client.close();
  }
}
