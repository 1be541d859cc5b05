import type { Json, JsonObject } from '@clientele/connector-kit';
import type { Version } from '@clientele/model';
import type { Act, Description } from './call.js';
import type { ToldOfConsent } from './consents.js';
import { objectOr } from './json-object.js';
import type { ToldOfPerson } from './people.js';
import { OWN, type Person, personOf, recordId } from './person.js';
import type { Sender } from './sender.js';
import type { EventsSettings } from './settings.js';
import { consentsIn, type Said, saidOf } from './traits.js';

/** What a call makes known of people. */
export interface Described {
  readonly people: readonly ToldOfPerson[];
  readonly consents: readonly ToldOfConsent[];
  /** What is not taken from whoever sent it, and is not kept. */
  readonly passedOver: readonly string[];
}

const TO_SERVERS = 'is taken from servers only (a write key or a signature)';
const TO_DESCRIBERS = 'is taken from pages only where pagesMay is describe';

/**
 * What a call of these says: `identify` what somebody is, and which user a device is of; `group` where they belong;
 * `alias` that two are one. What a page may not say is passed over; the rest counts.
 *
 * @throws Error where the call does not say enough
 */
export function described(
  call: Description,
  version: Version,
  sender: Sender,
  { pagesMay }: Pick<EventsSettings, 'pagesMay'>,
): Described {
  const mayDescribe = sender === 'server' || pagesMay === 'describe';
  if (call.type === 'alias') return aliased(call, sender);
  const person = personOf(call);
  const traits = objectOr(call.traits);
  if (call.type === 'group') {
    if (call.groupId === undefined) throw new Error('a group call names no groupId');
    if (!mayDescribe) return { people: [], consents: [], passedOver: [`group ${TO_DESCRIBERS}`] };
    const group = { what: `group(${call.groupId})`, value: { id: call.groupId, name: traits.name ?? null } };
    return { people: [base(person), piece(person, group, version)], consents: [], passedOver: [] };
  }
  const { userId, anonymousId } = call;
  const linked =
    userId === undefined || anonymousId === undefined
      ? []
      : [
          base({ device: anonymousId }),
          { id: `${OWN}link:${anonymousId}`, users: [userId], devices: [anonymousId], version },
        ];
  const said = saidOf(traits);
  const consents = consentsIn(traits);
  return {
    people: [base(person), ...linked, ...(mayDescribe ? said.map((one) => piece(person, one, version)) : [])],
    consents:
      sender === 'server'
        ? consents.map(([channel, state]) => consent(person, { channel, state, traits, version }))
        : [],
    passedOver: [
      ...(said.length > 0 && !mayDescribe ? [`what traits say ${TO_DESCRIBERS}`] : []),
      ...(consents.length > 0 && sender !== 'server' ? [`consent ${TO_SERVERS}`] : []),
    ],
  };
}

/** What an act makes known of the user who did it; undefined where nobody had signed in. */
export function userOf({ userId }: Act): ToldOfPerson | undefined {
  return userId === undefined ? undefined : base({ user: userId });
}

/** Two ids are one person. The one before may be that of a user or of a device: clients send either. */
function aliased({ userId, anonymousId, previousId }: Extract<Description, { type: 'alias' }>, sender: Sender) {
  if (sender !== 'server') return { people: [], consents: [], passedOver: [`alias ${TO_SERVERS}`] };
  const before = previousId ?? anonymousId;
  if (userId === undefined || before === undefined) throw new Error('an alias names no userId or no previousId');
  const id = `${OWN}alias:${encodeURIComponent(before)}:${userId}`;
  const people = [
    base({ user: userId }),
    base({ user: before }),
    base({ device: before }),
    { id, users: [userId, before], devices: [before] },
  ];
  return { people, consents: [], passedOver: [] };
}

/** The customer record that somebody's events are of. It says the same always, so it matters not when. */
function base(person: Person): ToldOfPerson {
  return { id: recordId(person), ...accounts(person) };
}

function piece(person: Person, said: Said, version: Version): ToldOfPerson {
  const id = `${OWN}says:${encodeURIComponent(said.what)}:${recordId(person)}`;
  return { id, ...accounts(person), version, said };
}

interface Stated {
  readonly channel: string;
  readonly state: Json;
  readonly traits: JsonObject;
  readonly version: Version;
}

/** A consent belongs to an address, and the next one to the same address replaces it. */
function consent(person: Person, { channel, state, traits, version }: Stated): ToldOfConsent {
  const stated = channel === 'email' ? traits.email : channel === 'post' ? traits.address : traits.phone;
  const address = typeof stated === 'string' && stated !== '' ? stated : null;
  const of = address?.trim().toLowerCase() ?? recordId(person);
  const id = `${OWN}consent:${channel}:${of}`;
  return { id, customer: recordId(person), channel, address, state, version: { ...version } };
}

function accounts(person: Person): Pick<ToldOfPerson, 'users' | 'devices'> {
  return 'user' in person ? { users: [person.user], devices: [] } : { users: [], devices: [person.device] };
}
