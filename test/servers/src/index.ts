export { findPostgres, type Missing, type Postgres, type RunningPostgres, startPostgres } from './postgres.js';
export { type Row, type RunningVendure, startVendure } from './vendure.js';
