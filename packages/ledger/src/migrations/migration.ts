import type { SchemaModule } from 'kysely';

/** One step of the schema, forward only; once released it is never edited. */
export interface Migration {
  /** 1, 2, 3 …, without gaps. */
  readonly number: number;
  readonly name: string;
  up(schema: SchemaModule): Promise<void>;
}
