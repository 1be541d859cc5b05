import type { Database } from '../tables.js';
import type { Migration } from './migration.js';

/** What had no id was refused at the place of its stream and this. */
const NAMELESS = /^(\S+) (without id \(.*\))$/;

/** How many objects each stream has, kept instead of counted; how often refused input was tried; and when to forget what had no id. */
export const standingsOfPulls: Migration = {
  number: 10,
  name: 'standings of pulls',
  async up(schema, db) {
    await schema
      .createTable('pulledCounts')
      .addColumn('shop', 'text', (column) => column.notNull())
      .addColumn('connection', 'text', (column) => column.notNull())
      .addColumn('stream', 'text', (column) => column.notNull())
      .addColumn('objects', 'bigint', (column) => column.notNull())
      .addPrimaryKeyConstraint('pulledCountsKey', ['shop', 'connection', 'stream'])
      .addForeignKeyConstraint('pulledCountsOfConnections', ['shop', 'connection'], 'connections', ['shop', 'name'])
      .execute();
    await db
      .insertInto('pulledCounts')
      .columns(['shop', 'connection', 'stream', 'objects'])
      .expression((from) =>
        from
          .selectFrom('pulledObjects')
          .select(({ fn }) => ['shop', 'connection', 'stream', fn.countAll<number>().as('objects')])
          .where('isThere', '=', 1)
          .groupBy(['shop', 'connection', 'stream']),
      )
      .execute();
    await schema
      .alterTable('refused')
      .addColumn('tries', 'bigint', (column) => column.notNull().defaultTo(1))
      .execute();
    await schema
      .alterTable('refused')
      .addColumn('triedAt', 'text', (column) => column.notNull().defaultTo(''))
      .execute();
    await db
      .updateTable('refused')
      .set(({ ref }) => ({ triedAt: ref('at') }))
      .execute();
    await sightNameless(db);
  },
};

/** What had no id was not among the objects that were seen: so no reading could tell that it comes no more. */
async function sightNameless(db: Database): Promise<void> {
  const refused = await db
    .selectFrom('refused')
    .select(['shop', 'connection', 'place'])
    .where('fingerprint', '=', 'pulled')
    .where('place', 'like', '% without id (%')
    .execute();
  for (const { shop, connection, place } of refused) {
    const [, stream, object] = NAMELESS.exec(place) ?? [];
    if (stream === undefined || object === undefined) continue;
    await db
      .insertInto('pulledObjects')
      .values({ shop, connection, stream, object, sweep: 0, isThere: 0, records: '[]' })
      .execute();
  }
}
