import { readFileSync } from 'node:fs';

/** What the process takes on top of the engine's own count: 500 to 650 MB were measured with ten million orders. */
const BESIDE_CAP_BYTES = 550_000_000;
const LEAST_CAP_BYTES = 200_000_000;

/**
 * The engine's own memory limit in bytes, for a process that is to stay below `targetBytes` and below the limit of the
 * control group it runs in (the engine itself ignores control groups).
 */
export function memoryCap(targetBytes: number, cgroupLimitBytes = cgroupLimit()): number {
  const allowed = Math.min(targetBytes, cgroupLimitBytes ?? targetBytes);
  return Math.max(LEAST_CAP_BYTES, Math.floor(allowed - BESIDE_CAP_BYTES));
}

/** The memory limit of this process's control group in bytes; undefined where there is none. */
function cgroupLimit(): number | undefined {
  const own = read('/proc/self/cgroup')?.match(/^0::(.*)$/m)?.[1] ?? '';
  const text =
    read(`/sys/fs/cgroup${own}/memory.max`) ??
    read('/sys/fs/cgroup/memory.max') ??
    read('/sys/fs/cgroup/memory/memory.limit_in_bytes');
  const limit = Number(text);
  return text === undefined || !Number.isSafeInteger(limit) ? undefined : limit;
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return undefined;
  }
}
