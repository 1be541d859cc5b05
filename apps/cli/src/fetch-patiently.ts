import { Garbled } from '@clientele/connector-kit';

/** A platform that has said nothing for so long will say no more. */
const PATIENCE_MS = 60_000;
/** What one answer may be, unpacked: it is held in memory as a whole. */
const MOST_BYTES = 512 * 1_048_576;
/** Statuses of answers that have no content. */
const EMPTY = new Set([204, 205, 304]);

export interface Patience {
  readonly ms: number;
  readonly bytes: number;
}

/**
 * Asks a platform, and follows it nowhere. However long an answer takes as a whole, it is given up only where nothing
 * of it comes for a minute.
 *
 * @throws Garbled, from the answer's content, where there is more of it than can be held
 */
export async function fetchPatiently(
  request: Request,
  { ms, bytes }: Patience = { ms: PATIENCE_MS, bytes: MOST_BYTES },
): Promise<Response> {
  const silence = new AbortController();
  const wait = () => setTimeout(() => silence.abort(), ms).unref();
  let timer = wait();
  const heard = () => {
    clearTimeout(timer);
    timer = wait();
  };
  const response = await fetch(request, { signal: silence.signal, redirect: 'manual' }).finally(() =>
    clearTimeout(timer),
  );
  const { status, headers, body } = response;
  if (body === null || EMPTY.has(status)) return response;
  heard();
  let came = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      heard();
      came += chunk.length;
      if (came > bytes)
        throw new Garbled(`more than ${Math.round(bytes / 1_048_576)} MB came, which is too much for one answer`);
      controller.enqueue(chunk);
    },
    flush: () => clearTimeout(timer),
  });
  return new Response(body.pipeThrough(counted), { status, headers });
}
