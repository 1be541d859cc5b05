import { createHash } from 'node:crypto';
import type { Heard, Hook, Json } from '@clientele/connector-kit';
import { type Instant, parseInstant } from '@clientele/model';
import { z } from 'zod';
import { callMoment } from './call-moment.js';
import { isLetIn } from './is-let-in.js';
import type { EventsSettings } from './settings.js';

/** As the spec has it: a call, and a batch of them. */
const LARGEST_CALL = 32_768;
const LARGEST_BATCH = 512_000;

const object = z.record(z.string(), z.json());

interface Received {
  readonly object: Json;
  /** False where nothing that was sent tells it from the same call made again. */
  readonly told: boolean;
}

/** Verifies one call, or a batch of them. Each becomes an object of its own, so that one that is unreadable keeps no other out. */
export function hear(hook: Hook, settings: EventsSettings, now: Instant): Heard {
  if (hook.body.length > LARGEST_BATCH) return refused('it is larger than 500 kB');
  const parsed = object.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(hook.body)));
  if (!parsed.success) return refused('it is no JSON object');
  const body = parsed.data;
  if (!isLetIn(hook, body, settings)) return refused('neither its write key nor its signature is one of ours');
  const { batch } = body;
  const type = /\/v1\/([a-z]+)$/.exec(new URL(hook.url).pathname)?.[1];
  const calls: readonly Json[] = Array.isArray(batch) ? batch : [typed(body, type)];
  if (!Array.isArray(batch) && hook.body.length > LARGEST_CALL) return refused('it is larger than 32 kB');
  const delivery = digest(hook.body);
  const made = calls.map((call, index) => received(call, body, now, `${index} ${delivery}`));
  // Where only the time of coming tells calls apart, the same bytes later are others.
  const id = made.some(({ told }) => !told) ? digest(`${delivery} ${now}`) : delivery;
  return { outcome: 'heard', id, objects: made.map(({ object }) => ({ stream: 'calls', object })) };
}

/** A single call is of the type that its address says; one that says another itself is unreadable. */
function typed(body: Readonly<Record<string, Json>>, type: string | undefined): Json {
  if (type === undefined) return body;
  if (body.type !== undefined && body.type !== type) return `it was sent as ${type}, and says another type`;
  return { ...body, type };
}

/** A call with its id and moment, and without the key and what nobody needs to know of a person's device. */
function received(json: Json, body: Readonly<Record<string, Json>>, now: Instant, place: string): Received {
  const own = object.safeParse(json);
  if (!own.success) return { object: { id: digest(place), call: json }, told: true };
  const { writeKey: _key, sentAt: ownSentAt, context, ...call } = own.data;
  const {
    ip: _ip,
    userAgent: _agent,
    userAgentData: _data,
    ...known
  } = {
    ...object.safeParse(body.context).data,
    ...object.safeParse(context).data,
  };
  const sentAt = moment(ownSentAt) ?? moment(body.sentAt);
  const timestamp = moment(call.timestamp) ?? moment(call.originalTimestamp);
  const isTooLarge = Buffer.byteLength(JSON.stringify(json)) > LARGEST_CALL;
  const messageId = typeof call.messageId === 'string' && call.messageId !== '' ? call.messageId : undefined;
  // Retries keep the moment of a call, and may state another of sending. Without the first, the second and the place
  // in the batch have to tell calls apart.
  const mark = timestamp ?? `${sentAt ?? now} ${place}`;
  return {
    object: {
      id: messageId ?? digest(JSON.stringify([mark, call, known])),
      at: callMoment(timestamp, sentAt, now),
      call: isTooLarge ? 'it is larger than 32 kB' : { ...call, context: known },
    },
    told: (messageId ?? timestamp ?? sentAt) !== undefined,
  };
}

function moment(value: Json | undefined): Instant | undefined {
  return typeof value === 'string' ? parseInstant(value) : undefined;
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url');
}

function refused(reason: string): Heard {
  return { outcome: 'refused', reason };
}
