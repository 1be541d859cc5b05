const MOVED = new Set([301, 302, 303, 307, 308]);
const MOST_MOVES = 5;
/** What may be said to anybody. Any other header may be a key, by whatever name. */
const HARMLESS = new Set([
  'accept',
  'accept-encoding',
  'accept-language',
  'if-modified-since',
  'if-none-match',
  'range',
  'user-agent',
]);

/**
 * Makes a request, and follows where a platform says that what is read has moved: to another origin with harmless headers
 * only, and never from https to http. What is sent is not sent on, since it may be a password. Where it is followed no
 * further, the answer is the one that says that it moved.
 */
export async function followed(make: (request: Request) => Promise<Response>, request: Request): Promise<Response> {
  const { method, signal } = request;
  let [url, headers] = [new URL(request.url), request.headers];
  let response = await make(request);
  for (let moves = 0; moves < MOST_MOVES && (method === 'GET' || method === 'HEAD'); moves += 1) {
    const next = movedTo(response, url);
    if (next === undefined || !isAsSafe(url, next)) return response;
    await response.body?.cancel();
    if (next.origin !== url.origin) headers = harmless(headers);
    url = next;
    response = await make(new Request(url, { method, headers, signal }));
  }
  return response;
}

/** Where a platform says that what was asked for is; undefined where it is here, or that is no address. */
export function movedTo({ status, headers }: Pick<Response, 'status' | 'headers'>, from: URL): URL | undefined {
  const location = headers.get('location');
  if (!MOVED.has(status) || location === null || !URL.canParse(location, from.href)) return undefined;
  return new URL(location, from);
}

function isAsSafe(from: URL, to: URL): boolean {
  return to.protocol === 'https:' || (to.protocol === 'http:' && from.protocol === 'http:');
}

function harmless(headers: Headers): Headers {
  return new Headers([...headers].filter(([name]) => HARMLESS.has(name)));
}
