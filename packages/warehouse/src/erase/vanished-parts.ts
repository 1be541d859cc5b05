import { setTimeout as passes } from 'node:timers/promises';
import type { Sql } from '../sql.js';

/** The engine keeps parts that were replaced for some minutes; how often it looks for them is among the upkeep of every table. */
const AT_ONCE = 'old_parts_lifetime = 1';
const AS_BEFORE = 'old_parts_lifetime';

const LOOK_MS = 250;
/** A part that a long question reads stays until that ends. */
const MOST_MS = 10 * 60_000;

/**
 * Resolves when no part of these tables that is replaced by now is on the disk any more, nor any update in place that is
 * worked in by now.
 *
 * @throws Error where some still are after ten minutes
 */
export async function eachVanishes(sql: Sql, tables: readonly string[]): Promise<void> {
  let waiting = await replacedParts(sql, tables);
  if (waiting.length === 0) return;
  const some = [...new Set(waiting.map(({ table }) => table))];
  for (const table of some) await sql.command(`ALTER TABLE ${table} MODIFY SETTING ${AT_ONCE}`);
  const before = performance.now();
  while (waiting.length > 0) {
    if (performance.now() - before > MOST_MS) {
      throw new Error(`${waiting.length} replaced parts of ${some.join(', ')} are still on the disk`);
    }
    await passes(LOOK_MS);
    const there = await sql.query<Part>(
      'SELECT table, name AS part FROM system.parts WHERE database = currentDatabase() AND table IN {tables:Array(String)}',
      { tables: some },
    );
    const named = new Set(there.map(nameOf));
    waiting = waiting.filter((part) => named.has(nameOf(part)));
  }
  for (const table of some) await sql.command(`ALTER TABLE ${table} RESET SETTING ${AS_BEFORE}`);
}

interface Part {
  readonly table: string;
  readonly part: string;
}

function nameOf({ table, part }: Part): string {
  return `${table} ${part}`;
}

function replacedParts(sql: Sql, tables: readonly string[]): Promise<Part[]> {
  // An update in place is a part of its own, which the engine drops once every part below it has it.
  return sql.query<Part>(
    `SELECT table, name AS part FROM system.parts AS p WHERE database = currentDatabase() AND table IN {tables:Array(String)}
     AND (NOT active OR startsWith(partition_id, 'patch-') AND max_block_number <= (
       SELECT max(arrayMax(block_numbers.number)) FROM system.mutations
       WHERE database = currentDatabase() AND table = 'profiles' AND is_done AND command LIKE '%APPLY PATCHES%'))`,
    { tables },
  );
}
