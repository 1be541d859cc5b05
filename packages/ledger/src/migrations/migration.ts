import type { SchemaModule } from 'kysely';
import type { Database } from '../tables.js';

/** One step of the schema, forward only; once released it is never edited. */
export interface Migration {
  /** Each higher than the one before. */
  readonly number: number;
  readonly name: string;
  /** @param db what is in the tables, where that has to follow */
  up(schema: SchemaModule, db: Database): Promise<void>;
}
