import { type CreateTableBuilder, type SchemaModule, sql } from 'kysely';
import type { Migration } from './migration.js';

export const firstTables: Migration = {
  number: 1,
  name: 'first tables',
  async up(schema) {
    await shopsAndConnections(schema);
    await ingest(schema);
    await segments(schema);
    await profiles(schema);
    await access(schema);
    await table(schema, 'settings', shop, text('name'), text('value'), key('shop', 'name'));
    await table(
      schema,
      'auditLog',
      shop,
      count('number'),
      text('at'),
      text('who'),
      text('what'),
      text('subject'),
      key('shop', 'number'),
    );
  },
};

async function shopsAndConnections(schema: SchemaModule): Promise<void> {
  await table(schema, 'installation', text('name'), text('value'), key('name'));
  await table(
    schema,
    'shops',
    text('id'),
    text('name'),
    text('currency'),
    text('timeZone'),
    optionalText('clock'),
    count('generated'),
    text('createdAt'),
    key('id'),
  );
  await table(
    schema,
    'connections',
    shop,
    text('name'),
    text('connector'),
    text('config'),
    text('secrets'),
    text('createdAt'),
    key('shop', 'name'),
  );
}

async function ingest(schema: SchemaModule): Promise<void> {
  await table(schema, 'counters', shop, text('name'), count('last'), key('shop', 'name'));
  await table(
    schema,
    'batches',
    shop,
    count('id'),
    text('connection'),
    text('openedAt'),
    optionalText('writtenAt'),
    key('shop', 'id'),
    of(['shop', 'connection'], 'connections', ['shop', 'name']),
  );
  await schema
    .createIndex('open_batches')
    .on('batches')
    .columns(['shop', 'id'])
    .where(sql.ref('writtenAt'), 'is', null)
    .execute();
  await table(schema, 'derivations', shop, count('throughBatch'), key('shop'));
  await table(
    schema,
    'imports',
    shop,
    text('connection'),
    text('fingerprint'),
    count('acknowledged'),
    count('accepted'),
    count('unchanged'),
    count('refused'),
    optionalText('finishedAt'),
    key('shop', 'connection', 'fingerprint'),
    of(['shop', 'connection'], 'connections', ['shop', 'name']),
  );
  await table(
    schema,
    'refused',
    shop,
    count('number'),
    text('source'),
    text('place'),
    text('reason'),
    text('connection'),
    text('body'),
    text('retry'),
    text('at'),
    key('shop', 'number'),
  );
  await schema.createIndex('refused_places').on('refused').columns(['shop', 'source', 'place']).unique().execute();
}

async function segments(schema: SchemaModule): Promise<void> {
  await table(
    schema,
    'segments',
    text('id'),
    shop,
    text('handle'),
    text('name'),
    text('description'),
    count('version'),
    text('createdAt'),
    optionalText('deletedAt'),
    key('id'),
  );
  for (const column of ['handle', 'name']) {
    await schema
      .createIndex(`living_segment_${column}s`)
      .on('segments')
      .columns(['shop', column])
      .unique()
      .where(sql.ref('deletedAt'), 'is', null)
      .execute();
  }
  await table(
    schema,
    'segmentVersions',
    text('segment'),
    count('version'),
    shop,
    text('query'),
    text('createdAt'),
    text('createdBy'),
    key('segment', 'version'),
    of(['segment'], 'segments', ['id']),
  );
  await table(
    schema,
    'membershipStates',
    shop,
    text('segment'),
    count('version'),
    text('state'),
    optionalText('error'),
    optionalText('evaluatedAt'),
    optionalText('cutoffsDay'),
    (built) => built.addColumn('throughBatch', 'bigint'),
    key('segment', 'version'),
    of(['segment', 'version'], 'segmentVersions', ['segment', 'version']),
  );
}

async function profiles(schema: SchemaModule): Promise<void> {
  await table(
    schema,
    'cutoffs',
    shop,
    text('day'),
    text('trait'),
    text('kind'),
    text('values'),
    key('shop', 'day', 'trait', 'kind'),
  );
  await table(schema, 'profileRedirects', shop, text('from'), text('into'), text('at'), key('shop', 'from'));
}

async function access(schema: SchemaModule): Promise<void> {
  await table(
    schema,
    'apiKeys',
    text('id'),
    shop,
    text('name'),
    text('secretHash'),
    text('scopes'),
    text('createdAt'),
    optionalText('expiresAt'),
    optionalText('lastUsedAt'),
    optionalText('revokedAt'),
    key('id'),
  );
  for (const name of ['signInLinks', 'sessions']) {
    await table(
      schema,
      name,
      text('id'),
      text('shops'),
      text('secretHash'),
      text('createdAt'),
      text('expiresAt'),
      key('id'),
    );
  }
  await table(schema, 'widgetOrigins', shop, text('origin'), text('addedAt'), key('shop', 'origin'));
  await table(schema, 'signingKeys', shop, text('id'), text('secret'), text('createdAt'), key('shop'));
}

type Table = CreateTableBuilder<string, string>;
type Part = (table: Table, name: string) => Table;

async function table(schema: SchemaModule, name: string, ...parts: Part[]): Promise<void> {
  await parts.reduce<Table>((built, part) => part(built, name), schema.createTable(name)).execute();
}

function text(column: string): Part {
  return (built) => built.addColumn(column, 'text', (definition) => definition.notNull());
}

function optionalText(column: string): Part {
  return (built) => built.addColumn(column, 'text');
}

function count(column: string): Part {
  return (built) => built.addColumn(column, 'bigint', (definition) => definition.notNull());
}

function shop(built: Table): Table {
  return built.addColumn('shop', 'text', (definition) => definition.notNull().references('shops.id'));
}

function key(...columns: [string, ...string[]]): Part {
  return (built, name) => built.addPrimaryKeyConstraint(`${name}Key`, columns);
}

function of(columns: string[], target: string, targetColumns: string[]): Part {
  return (built, name) => built.addForeignKeyConstraint(`${name}Of${target}`, columns, target, targetColumns);
}
