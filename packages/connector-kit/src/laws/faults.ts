/** How the network or the platform fails a request. */
export const FAULTS = ['busy', 'busy with a time', 'unavailable', 'broken', 'cut', 'garbled', 'denied'] as const;
export type Fault = (typeof FAULTS)[number];

/** Requests that fail: so many, from this one on. */
export interface FaultPlan {
  readonly fault: Fault;
  readonly from: number;
  readonly count: number;
}

export const RETRY_AFTER_SECONDS = 7;

/** The answer to a request that fails; a rejection where there is none. */
export async function faultyAnswer(fault: Fault, request: Request): Promise<Response> {
  switch (fault) {
    case 'busy':
      return new Response('', { status: 429 });
    case 'busy with a time':
      return new Response('', { status: 429, headers: { 'retry-after': String(RETRY_AFTER_SECONDS) } });
    case 'unavailable':
      return new Response('', { status: 503 });
    case 'broken':
      return new Response('<html>error</html>', { status: 500 });
    case 'garbled':
      return new Response('{"orders":[{"id":', { status: 200 });
    case 'denied':
      return new Response('{"message":"no"}', { status: 401 });
    case 'cut':
      // As a network's own error may: with the address and whatever was sent to it.
      throw new Error(`socket hang up: ${request.url} ${[...request.headers].join(' ')}`);
  }
}
