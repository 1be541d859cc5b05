const LONGEST_MS = 86_400_000;

/**
 * How long an answer says to wait, in milliseconds: `Retry-After` in seconds, or as a date by the server's own clock.
 * Undefined where it says nothing that can be read.
 */
export function retryAfterMs(headers: Headers, now: number): number | undefined {
  const text = headers.get('retry-after')?.trim();
  if (text === undefined || text === '') return undefined;
  const ms = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - (serverTime(headers) ?? now);
  return Number.isNaN(ms) ? undefined : Math.min(LONGEST_MS, Math.max(0, Math.ceil(ms)));
}

/** The server's clock when it answered, in ms; undefined where it does not say. */
export function serverTime(headers: Headers): number | undefined {
  const ms = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}
