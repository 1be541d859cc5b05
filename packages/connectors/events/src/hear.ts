import { createHash } from 'node:crypto';
import type { Heard, Hook, Json } from '@clientele/connector-kit';
import type { Instant } from '@clientele/model';
import { z } from 'zod';
import { callMoment } from './call-moment.js';
import { isLetIn } from './is-let-in.js';
import type { EventsSettings } from './settings.js';

/** As the spec has it: a call, and a batch of them. */
const LARGEST_CALL = 32_768;
const LARGEST_BATCH = 512_000;

const object = z.record(z.string(), z.json());

/** Verifies one call, or a batch of them. Each becomes an object of its own, so that one that is unreadable keeps no other out. */
export function hear(hook: Hook, settings: EventsSettings, now: Instant): Heard {
  if (hook.body.length > LARGEST_BATCH) return refused('it is larger than 500 kB');
  const parsed = object.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(hook.body)));
  if (!parsed.success) return refused('it is no JSON object');
  const body = parsed.data;
  if (!isLetIn(hook, body, settings)) return refused('neither its write key nor its signature is one of ours');
  const { batch } = body;
  const type = /\/v1\/([a-z]+)$/.exec(new URL(hook.url).pathname)?.[1];
  const calls: readonly Json[] = Array.isArray(batch) ? batch : [type === undefined ? body : { type, ...body }];
  if (!Array.isArray(batch) && hook.body.length > LARGEST_CALL) return refused('it is larger than 32 kB');
  const objects = calls.map((call) => ({ stream: 'calls', object: received(call, body, now) }));
  return { outcome: 'heard', id: digest(hook.body), objects };
}

/** A call with its id and moment, and without the key and what nobody needs to know of a person's device. */
function received(json: Json, body: Readonly<Record<string, Json>>, now: Instant): Json {
  const own = object.safeParse(json);
  if (!own.success) return { id: digest(JSON.stringify(json)), call: json };
  const { writeKey: _key, sentAt, context, ...call } = own.data;
  const {
    ip: _ip,
    userAgent: _agent,
    userAgentData: _data,
    ...known
  } = {
    ...object.safeParse(body.context).data,
    ...object.safeParse(context).data,
  };
  const id = typeof call.messageId === 'string' && call.messageId !== '' ? call.messageId : undefined;
  const isTooLarge = Buffer.byteLength(JSON.stringify(json)) > LARGEST_CALL;
  return {
    id: id ?? digest(JSON.stringify(call)),
    at: callMoment(call.timestamp ?? call.originalTimestamp, sentAt ?? body.sentAt, now),
    call: isTooLarge ? 'it is larger than 32 kB' : { ...call, context: known },
  };
}

function digest(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('base64url');
}

function refused(reason: string): Heard {
  return { outcome: 'refused', reason };
}
