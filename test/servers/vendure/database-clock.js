/**
 * Vendure leaves most times to the database (`CURRENT_TIMESTAMP`): these triggers write them by the moved clock. Times
 * that a test sets itself are left as they are.
 */
export async function moveDatabaseClock(database) {
  await database.query(`
    CREATE TABLE moved_clock (ahead_ms double precision NOT NULL);
    INSERT INTO moved_clock VALUES (0);
    CREATE FUNCTION by_moved_clock() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      real timestamp := CURRENT_TIMESTAMP::timestamp;
      moved timestamp := real + (SELECT ahead_ms FROM moved_clock) * interval '1 millisecond';
    BEGIN
      IF NEW."createdAt" = real AND TG_OP = 'INSERT' THEN NEW."createdAt" := moved; END IF;
      IF NEW."updatedAt" = real THEN NEW."updatedAt" := moved; END IF;
      RETURN NEW;
    END $$;
  `);
  const { rows } = await database.query(
    `SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'updatedAt'`,
  );
  for (const { table_name: table } of rows) {
    await database.query(
      `CREATE TRIGGER by_moved_clock BEFORE INSERT OR UPDATE ON "${table}" FOR EACH ROW EXECUTE FUNCTION by_moved_clock()`,
    );
  }
}
