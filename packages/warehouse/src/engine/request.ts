import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { isLane, LANE_HEADER, LANES, type Lane } from './lane.ts';
import { badRequest } from './query-refused.ts';

/** The longest query text, without parameters, in bytes. */
const MOST_TEXT_BYTES = 16 * 1024 * 1024;

/** What a request says, before anything is made of it. */
export interface QueryRequest {
  /** The query's text; for an insert its rows are in `body`. */
  readonly text: string;
  /** What follows a text that came with the address. */
  readonly body: AsyncIterable<Buffer>;
  readonly fields: URLSearchParams;
  readonly lane: Lane | undefined;
}

/**
 * Reads a query from where ClickHouse's interface has it: the address, the body, or a multipart form.
 *
 * @throws QueryRefused for an encoding, a lane or a length that the door does not take.
 */
export async function readRequest(request: IncomingMessage, url: URL): Promise<QueryRequest> {
  const lane = request.headers[LANE_HEADER]?.toString();
  if (lane !== undefined && !isLane(lane)) throw badRequest(`There is no lane '${lane}'; use ${LANES.join(', ')}.`);
  const fields = url.searchParams;
  const body = decoded(request);
  const type = request.headers['content-type'] ?? '';
  if (type.startsWith('multipart/form-data')) {
    const form = await new Response(await readAll(body), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) if (typeof value === 'string') fields.append(name, value);
    return { text: fields.get('query') ?? '', body: nothing(), fields, lane };
  }
  const text = fields.get('query');
  if (text !== null) return { text, body, fields, lane };
  return { text: (await readAll(body)).toString(), body: nothing(), fields, lane };
}

/** Whether the request shows the token, as password, key or bearer. */
export function isAuthorised(request: IncomingMessage, token: string): boolean {
  const [scheme = '', credentials = ''] = (request.headers.authorization ?? '').split(' ');
  const basic = () => Buffer.from(credentials, 'base64').toString().split(':').slice(1).join(':');
  const shown = {
    key: request.headers['x-clickhouse-key'],
    basic: /^basic$/i.test(scheme) ? basic() : undefined,
    bearer: /^bearer$/i.test(scheme) ? credentials : undefined,
  };
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(String(shown.key ?? shown.bearer ?? shown.basic ?? '')), digest(token));
}

/** The whole rest of a query's text; not for rows. */
export async function readAll(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > MOST_TEXT_BYTES) throw badRequest(`A query may not be longer than ${MOST_TEXT_BYTES} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function decoded(request: IncomingMessage): AsyncIterable<Buffer> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  // When the reading stops early the connection must live on, or the answer that says why is lost.
  if (encoding === 'identity') return request.iterator({ destroyOnReturn: false });
  if (encoding !== 'gzip') throw badRequest(`A body may be compressed with gzip, not with ${encoding}.`);
  const gunzip = createGunzip();
  // An upload that breaks off must end the reading too.
  request.on('error', (error) => gunzip.destroy(error));
  return request.pipe(gunzip);
}

async function* nothing(): AsyncGenerator<Buffer> {}
