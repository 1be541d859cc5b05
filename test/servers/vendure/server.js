import './clock.js';
import process from 'node:process';
import { moveClock } from './clock.js';

// Vendure reads these as it is loaded.
process.env.VENDURE_DISABLE_TELEMETRY = 'true';
process.env.TZ = 'UTC';

const { bootstrap } = await import('@vendure/core');
const { populate } = await import('@vendure/core/cli/index.js');
const { default: pg } = await import('pg');
const { configOf } = await import('./config.js');
const { moveDatabaseClock } = await import('./database-clock.js');
const { initialData } = await import('./initial-data.js');

const [directory, username, password] = process.argv.slice(2);
// Any free port; it is told once it is known.
const config = configOf(directory, 0, { identifier: username, password });
const app = await populate(() => bootstrap(config), initialData);
const database = new pg.Pool({ host: directory, user: 'postgres', database: 'postgres', max: 4 });
await moveDatabaseClock(database);

/** What tests ask for beside Vendure's own interface, one message each. */
const ANSWERS = {
  async clock({ aheadMs }) {
    moveClock(aheadMs);
    await database.query('UPDATE moved_clock SET ahead_ms = $1', [aheadMs]);
    return [];
  },
  async sql({ text, values }) {
    return (await database.query(text, values)).rows;
  },
};

process.on('message', async ({ id, ask, ...more }) => {
  try {
    process.send({ id, rows: await ANSWERS[ask](more) });
  } catch (error) {
    process.send({ id, error: String(error) });
  }
});
// Whoever started this is gone.
process.on('disconnect', () => process.exit());
process.send({ port: app.getHttpServer().address().port });
