import { readFileSync, writeFileSync } from 'node:fs';
import type { Json } from '@clientele/connector-kit';
import { z } from 'zod';

const FILE = new URL('../recordings/admin-api-3.7.3.json', import.meta.url);

const json = z.json().transform((value): Json => value);

const exchange = z.strictObject({
  asked: json,
  /** The channel that it was asked about, and whether a session went with it. */
  channel: z.string().nullable(),
  isSession: z.boolean(),
  status: z.int(),
  answered: json,
});
export type Exchange = z.output<typeof exchange>;

/** What a session's token is in recordings. */
export const TOKEN = 'recorded-session-token';

export function readRecordings(): Exchange[] {
  return z.array(exchange).parse(JSON.parse(readFileSync(FILE, 'utf8')));
}

export function writeRecordings(exchanges: readonly Exchange[]): void {
  writeFileSync(FILE, `${JSON.stringify(exchanges, null, 1)}\n`);
}

/** Makes requests to a real server, and keeps what was said without its secrets. */
export function recorder(address: string) {
  const exchanges: Exchange[] = [];
  const ask = async (request: Request): Promise<Response> => {
    const body = await request.text();
    const { method, headers } = request;
    const response = await fetch(address, { method, headers, body });
    const answered: Json = JSON.parse(await response.text());
    const asked: Json = JSON.parse(body);
    exchanges.push({ ...aboutOf(request), asked: withoutPassword(asked), status: response.status, answered });
    return Response.json(answered, response);
  };
  return { exchanges, fetch: ask };
}

/** Answers as was recorded: requests that are the same, one after the other. */
export function replaying(exchanges: readonly Exchange[]) {
  const left = [...exchanges];
  const unknown: Json[] = [];
  const answer = async (request: Request): Promise<Response> => {
    const asked = withoutPassword(JSON.parse(await request.text()));
    const about = JSON.stringify({ ...aboutOf(request), asked });
    const index = left.findIndex(
      ({ channel, isSession, asked: own }) => JSON.stringify({ channel, isSession, asked: own }) === about,
    );
    const [found] = index < 0 ? [] : left.splice(index, 1);
    if (found === undefined) {
      unknown.push(asked);
      return Response.json({ message: 'this was not recorded' }, { status: 400 });
    }
    return Response.json(found.answered, { status: found.status, headers: { 'vendure-auth-token': TOKEN } });
  };
  return { fetch: answer, left, unknown };
}

function aboutOf({ headers }: Request) {
  return { channel: headers.get('vendure-token'), isSession: headers.has('authorization') };
}

function withoutPassword(asked: Json): Json {
  const { variables, ...more } = Object(asked);
  return 'password' in variables ? { ...more, variables: { ...variables, password: 'recorded-password' } } : asked;
}
