import { createHash } from 'node:crypto';
import type { Json, JsonObject } from '@clientele/connector-kit';
import { type Instant, parseInstant } from '@clientele/model';
import { callMoment } from './call-moment.js';
import { keptContext } from './context.js';
import { isObject, isTooDeep, objectOr } from './json-object.js';

/** As the spec has it, in bytes. */
const LARGEST_CALL = 32_768;

/** A call as it came, told from all others. */
export interface Message {
  readonly id: string;
  readonly messageId?: string;
  readonly at: Instant;
  /** Of two calls of one moment the greater counts as the later. */
  readonly tiebreak: number;
  /** Without the key, and of its context only what is kept. */
  readonly call: Json;
  /** False where nothing that was sent tells it from the same call made again. */
  readonly isTold: boolean;
  /** Why it cannot be read, where that is plain before it is. */
  readonly unreadable?: string;
}

/** What calls that come together have in common. */
export interface Envelope {
  readonly body: JsonObject;
  readonly receivedAt: Instant;
  /** Of the whole body. */
  readonly delivery: string;
}

/**
 * Tells a call from others: by its `messageId`, else by what it says and the moment that it states, which tries of one
 * call have in common; else by when it was sent and its place among those that came with it.
 */
export function messageOf(json: Json, index: number, { body, receivedAt, delivery }: Envelope): Message {
  const place = `${index} ${delivery}`;
  const unreadable = (reason: string, kept: Json): Message => {
    const messageId = messageIdOf(objectOr(json));
    const id = messageId ?? digest(place);
    const told = { id, ...(messageId !== undefined && { messageId }), at: receivedAt, tiebreak: tiebreakOf(id) };
    return { ...told, call: kept, isTold: true, unreadable: reason };
  };
  if (isTooDeep(json)) return unreadable('it is nested too deeply', null);
  if (Buffer.byteLength(JSON.stringify(json)) > LARGEST_CALL) return unreadable('it is larger than 32 kB', null);
  if (!isObject(json)) return unreadable('it is no JSON object', json);
  const { writeKey: _key, sentAt: ownSentAt, context, ...said } = json;
  const call = { ...said, context: keptContext({ ...objectOr(body.context), ...objectOr(context) }) };
  const sentAt = moment(ownSentAt) ?? moment(body.sentAt);
  const timestamp = moment(said.timestamp) ?? moment(said.originalTimestamp);
  const messageId = messageIdOf(json);
  const id = messageId ?? digest(JSON.stringify([timestamp ?? `${sentAt ?? receivedAt} ${place}`, call]));
  return {
    id,
    ...(messageId !== undefined && { messageId }),
    at: callMoment(timestamp, sentAt, receivedAt),
    tiebreak: tiebreakOf(id),
    call,
    isTold: (messageId ?? timestamp ?? sentAt) !== undefined,
  };
}

export function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url');
}

function tiebreakOf(id: string): number {
  return createHash('sha256').update(id).digest().readUInt32BE(0);
}

function messageIdOf({ messageId }: JsonObject): string | undefined {
  return typeof messageId === 'string' && messageId !== '' ? messageId : undefined;
}

function moment(value: Json | undefined): Instant | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}
