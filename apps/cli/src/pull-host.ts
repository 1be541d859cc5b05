import { setTimeout as passes } from 'node:timers/promises';
import { Budgets } from '@clientele/connector-kit';
import type { PullHost } from '@clientele/pipeline';
import { DiskSpool } from './disk-spool.js';
import { fetchPatiently } from './fetch-patiently.js';
import { answerLocally } from './local-files.js';

/**
 * The network, the clock's passing and chance, for connections that are pulled; their requests share one budget an account.
 * Files of this machine are reached by connections of a directory, but for what is in the data directory; what is put aside
 * for the length of a run lies there.
 */
export function pullHost(data: string): PullHost {
  return {
    fetch: (request, directory) =>
      directory !== undefined && new URL(request.url).protocol === 'file:'
        ? answerLocally(request, directory, [data])
        : fetchPatiently(request),
    sleep: (ms) => passes(ms),
    random: Math.random,
    openSpool: () => DiskSpool.open(data),
    budgets: new Budgets(),
    log: ({ connector, message }) => process.stderr.write(`clientele: ${connector}: ${message}\n`),
  };
}
