import { gunzipSync } from 'node:zlib';
import type { Heard, Hook, HookRefusal, Json, JsonObject, Stream } from '@clientele/connector-kit';
import { type Instant, readRecord } from '@clientele/model';
import { isAct, readCall } from './call.js';
import { calls } from './calls.js';
import { consents } from './consents.js';
import { described, userOf } from './descriptions.js';
import { isObject, jsonOf } from './json-object.js';
import { digest, type Message, messageOf } from './message.js';
import { people } from './people.js';
import { type Sender, senderOf } from './sender.js';
import type { EventsSettings } from './settings.js';

export const STREAMS = { people, consents, calls };
type StreamName = keyof typeof STREAMS;

/** As the spec has it, in bytes. */
const LARGEST_BATCH = 512_000;
/** Each becomes objects of its own, whatever little it says. */
const MOST_CALLS = 1_000;
/** The addresses that only batches are sent to. */
const BATCHES = new Set(['batch', 'import', 'b']);
/** What single calls of an address are, by its whole name or its first letter. */
const TYPES: ReadonlyMap<string, string> = new Map(
  ['track', 'page', 'screen', 'identify', 'group', 'alias'].flatMap((type) => [
    [type, type],
    [type.slice(0, 1), type],
  ]),
);

interface Heeded {
  readonly objects: readonly { readonly stream: StreamName; readonly object: Json }[];
  /** What of the call is not taken. */
  readonly refused: readonly string[];
}

/**
 * Verifies one call, or a batch of them, and answers what of them is not taken. Each becomes objects of its own, so that
 * one that cannot be read keeps no other out, and is kept itself.
 */
export function hear(hook: Hook, settings: EventsSettings, now: Instant): Heard {
  const body = bodyOf(hook);
  const sender = senderOf(hook, isObject(body) ? body.writeKey : undefined, settings, now);
  if (sender === undefined) return refused('unverified', 'neither its key nor its signature is ours');
  if (body === 'too-large') return refused('too-large', 'a batch is at most 500 kB');
  if (body === 'unreadable') return refused('unreadable', 'its body is no JSON object');
  const address = /\/v1\/([a-z]+)$/.exec(new URL(hook.url).pathname)?.[1] ?? '';
  const { batch } = body;
  if (BATCHES.has(address) && !Array.isArray(batch)) return refused('unreadable', 'its body has no list named batch');
  if (Array.isArray(batch) && batch.length > MOST_CALLS) {
    return refused('too-large', `a batch has at most ${MOST_CALLS.toLocaleString('en')} calls`);
  }
  // The same bytes mean something else from another sender, and at another address.
  const delivery = digest(JSON.stringify([sender, settings.pagesMay, address, digest(hook.body)]));
  const said: readonly Json[] = Array.isArray(batch) ? batch : [typed(body, TYPES.get(address))];
  const messages = said.map((json, index) => messageOf(json, index, { body, receivedAt: now, delivery }));
  const heeded = messages.map((message) => heed(message, sender, settings));
  return {
    outcome: 'heard',
    // Where only the time of coming tells calls apart, the same bytes later are others.
    id: messages.every(({ isTold }) => isTold) ? delivery : digest(`${delivery} ${now}`),
    objects: withoutDoubles(heeded.flatMap(({ objects }) => objects)),
    answer: { type: 'application/json', body: answerOf(messages, heeded) },
  };
}

/** What is made of a call; one that cannot be read is an object, too, which is refused with its reason and kept. */
function heed({ id, at, tiebreak, call: said, unreadable }: Message, sender: Sender, settings: EventsSettings): Heeded {
  const asCall = (reason?: string) =>
    checked([{ stream: 'calls', object: jsonOf({ id, at, call: said, unreadable: reason }) }], settings);
  if (unreadable !== undefined) return asCall(unreadable);
  const call = readCall(said);
  if (typeof call === 'string') return asCall();
  if (isAct(call)) {
    const acted = asCall();
    // Whose acts are known may be known elsewhere, too: by the account they are one person.
    const person = acted.refused.length === 0 ? userOf(call) : undefined;
    const known = person === undefined ? [] : [{ stream: 'people' as const, object: jsonOf(person) }];
    return { ...acted, objects: [...known, ...acted.objects] };
  }
  try {
    const { people, consents, passedOver } = described(call, { updatedAt: at, tiebreak }, sender, settings);
    const told = [
      ...people.map((object) => ({ stream: 'people' as const, object: jsonOf(object) })),
      ...consents.map((object) => ({ stream: 'consents' as const, object: jsonOf(object) })),
    ];
    const { objects, refused } = checked(told, settings);
    return { objects, refused: [...refused, ...passedOver] };
  } catch (error) {
    return asCall(error instanceof Error ? error.message : String(error));
  }
}

/** What acts say of who acted is the same each time. */
function withoutDoubles(objects: Heeded['objects']): Heeded['objects'] {
  const seen = new Set<string>();
  return objects.filter(({ stream, object }) => {
    const text = stream === 'people' ? JSON.stringify(object) : undefined;
    if (text === undefined) return true;
    const isNew = !seen.has(text);
    seen.add(text);
    return isNew;
  });
}

/** The same objects, and why some of them will be refused: senders are told while they can still mend it. */
function checked(objects: Heeded['objects'], settings: EventsSettings): Heeded {
  return { objects, refused: objects.flatMap((one) => reasonsAgainst(one, settings)) };
}

function reasonsAgainst({ stream: name, object }: Heeded['objects'][number], settings: EventsSettings): string[] {
  const stream: Stream<EventsSettings> = STREAMS[name];
  try {
    const said = stream.decode(object, settings);
    if ('gone' in said) return [];
    return said.map((input) => readRecord(input)).flatMap((one) => (one.outcome === 'refused' ? [one.reason] : []));
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function answerOf(messages: readonly Message[], heeded: readonly Heeded[]): string {
  const refused = heeded.flatMap(({ refused: reasons }, index) => {
    const messageId = messages[index]?.messageId;
    return reasons.map((reason) => ({ index, ...(messageId !== undefined && { messageId }), reason }));
  });
  return JSON.stringify({ success: true, messages: messages.length, refused });
}

/** What was sent, unpacked where it is packed. */
function bodyOf({ body, headers }: Hook): JsonObject | 'unreadable' | 'too-large' {
  if (body.length > LARGEST_BATCH) return 'too-large';
  try {
    const isPacked = headers.get('content-encoding') === 'gzip';
    const bytes = isPacked ? gunzipSync(body, { maxOutputLength: LARGEST_BATCH }) : body;
    const json: Json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return isObject(json) ? json : 'unreadable';
  } catch (error) {
    return error instanceof RangeError ? 'too-large' : 'unreadable';
  }
}

/** A single call is of the type that its address says, whatever it says itself. */
function typed(body: JsonObject, type: string | undefined): Json {
  return type === undefined ? body : { ...body, type };
}

function refused(code: HookRefusal, reason: string): Heard {
  return { outcome: 'refused', code, reason };
}
