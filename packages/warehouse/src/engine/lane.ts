/**
 * Where a query waits and runs. `look-up`: two at a time, one thread each, for what is found by its key and must never
 * wait behind counts. `quick`: the same for other questions that a person waits for. `heavy`: one at a
 * time on all cores, an hour at most; for rebuilds and imports. Without a lane a SELECT is quick and everything else is
 * heavy.
 */
export const LANES = ['look-up', 'quick', 'heavy'] as const;
export type Lane = (typeof LANES)[number];

/** The longest a query may run in each lane, in seconds; a query can ask for another with `max_execution_time`. */
export const LANE_SECONDS: Readonly<Record<Lane, number>> = { 'look-up': 30, quick: 30, heavy: 3600 };

/** The request header that names the lane; a ClickHouse server ignores it. */
export const LANE_HEADER = 'x-clientele-lane';

/** For `http_headers` of a request or of a whole client. */
export function laneHeaders(lane: Lane): Record<string, string> {
  return { [LANE_HEADER]: lane };
}

export function isLane(text: string): text is Lane {
  return (LANES as readonly string[]).includes(text);
}
