export { createEngineClient, openWarehouse, type Parameters, type TableRow, type WarehouseClient } from './client.ts';
export { ATOMIC_INSERT_BYTES, DURABLE_TABLE_SETTINGS } from './durability.ts';
export type { BrokenPart, Engine, EngineMemory, EngineRestart } from './engine.ts';
export { EngineError } from './engine-error.ts';
export type { RequestOptions } from './flight.ts';
export { LANE_SECONDS, type Lane, laneHeaders } from './lane.ts';
export { connectServer } from './server.ts';
export { type EngineOptions, startEngine } from './supervisor.ts';
export { WarehouseError } from './warehouse-error.ts';
