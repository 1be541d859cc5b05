import { readFileSync, writeFileSync } from 'node:fs';
import { type BenchRow, row } from './bench-row.js';

/** Begins to measure a process's peak anew. Where there is no `/proc` (macOS) there are no peaks. */
export function resetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // Then the peak is that of its whole life.
  }
}

/** The rows of the most memory that processes held since their peak was reset, at the moment of the call. */
export function peakRows(part: string, processes: Readonly<Record<string, number | undefined>>): BenchRow[] {
  return Object.entries(processes).flatMap(([name, pid]) => {
    const bytes = pid === undefined ? undefined : peakBytes(pid);
    const how = `most resident memory of the ${name}'s process during ${part}`;
    return bytes === undefined ? [] : [row(`${part}: memory of the ${name}`, 'MB', bytes / 1e6, null, how)];
  });
}

function peakBytes(pid: number): number | undefined {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
  } catch {
    return undefined;
  }
}

/** The first child of a process: the engine of a server. */
export function childOf(pid: number): number | undefined {
  try {
    const [child] = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    return child === undefined || child === '' ? undefined : Number(child);
  } catch {
    return undefined;
  }
}
