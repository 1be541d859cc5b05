import { ClickHouseError } from '@clickhouse/client';
import { EngineError } from './engine-error.ts';

/** What ended a query from our side. */
export type Abandoned = 'cancelled' | 'superseded';

/**
 * Why a request to the warehouse failed. `message` holds no data; the engine's own text, which may quote the query and
 * values, is in `cause` and is not for logs that leave the machine.
 */
export class WarehouseError extends Error {
  override readonly name = 'WarehouseError';
  /**
   * `cancelled`: by the caller's signal. `superseded`: by a newer request with the same key. `timed_out`, `out_of_memory`:
   * the engine's limits. `interrupted`: the connection broke on the way; a write may or may not have happened.
   * `unreachable`: nothing was sent. `failed`: the engine refused the request, see `engineCode` and `engineType`.
   */
  readonly code: Abandoned | 'timed_out' | 'out_of_memory' | 'interrupted' | 'unreachable' | 'failed';
  /** ClickHouse's number and name of the error, such as 60 and UNKNOWN_TABLE. */
  readonly engineCode: number | undefined;
  readonly engineType: string | undefined;

  constructor(code: WarehouseError['code'], message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
    this.engineCode = cause instanceof ClickHouseError ? Number(cause.code) : undefined;
    this.engineType = cause instanceof ClickHouseError ? cause.type : undefined;
  }
}

/** Turns what the client throws into one kind of error; `abandoned` when we ended the request ourselves. */
export function asWarehouseError(error: unknown, abandoned: Abandoned | undefined): WarehouseError {
  if (error instanceof WarehouseError) return error;
  if (abandoned === 'cancelled') return new WarehouseError('cancelled', 'The query was cancelled.', error);
  if (abandoned === 'superseded') {
    return new WarehouseError('superseded', 'A newer query with the same key took its place.', error);
  }
  if (error instanceof ClickHouseError) return engineFailure(error);
  if (error instanceof EngineError) return new WarehouseError('unreachable', error.message, error);
  if (isRefusedConnection(error)) {
    return new WarehouseError(
      'unreachable',
      'The warehouse does not answer; check that it runs and its address.',
      error,
    );
  }
  if (isBrokenConnection(error)) {
    const sentence = 'The connection to the warehouse broke during the request; send it again.';
    return new WarehouseError('interrupted', sentence, error);
  }
  throw error;
}

function engineFailure(error: ClickHouseError): WarehouseError {
  switch (error.type) {
    case 'TIMEOUT_EXCEEDED':
      return new WarehouseError('timed_out', 'The query took too long; narrow it, or run it in the heavy lane.', error);
    case 'MEMORY_LIMIT_EXCEEDED':
      return new WarehouseError(
        'out_of_memory',
        'The query needs more memory than the warehouse has; narrow it, or give it more (CLIENTELE_ENGINE_MB where it is embedded).',
        error,
      );
    default:
      return new WarehouseError('failed', `The warehouse refused the request: ${error.type} (${error.code}).`, error);
  }
}

/** Nothing was sent, so the request can be sent again. */
export function isRefusedConnection(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'].includes(codeOf(error));
}

function isBrokenConnection(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'ECONNABORTED', 'ETIMEDOUT'].includes(codeOf(error));
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
