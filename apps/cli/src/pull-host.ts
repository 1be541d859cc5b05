import { setTimeout as passes } from 'node:timers/promises';
import { Budgets } from '@clientele/connector-kit';
import type { PullHost } from '@clientele/pipeline';

/** A platform that has not answered by then will not. */
const PATIENCE_MS = 60_000;

/** The network, the clock's passing and chance, for connections that are pulled; their requests share one budget an account. */
export function pullHost(): PullHost {
  return {
    fetch: (request) => fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) }),
    sleep: (ms) => passes(ms),
    random: Math.random,
    budgets: new Budgets(),
    log: ({ connector, message }) => process.stderr.write(`clientele: ${connector}: ${message}\n`),
  };
}
