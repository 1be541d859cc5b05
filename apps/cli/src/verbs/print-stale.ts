import type { StaleReference } from '@clientele/pipeline';
import type { Terminal } from '../terminal/terminal.js';

/** Whose members an answer rests on though they are not current. */
export function printStale(stale: readonly StaleReference[], terminal: Terminal): void {
  for (const { message } of stale) terminal.line(message);
}
