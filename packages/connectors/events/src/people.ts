import type { Stream } from '@clientele/connector-kit';
import type { Version } from '@clientele/model';
import { z } from 'zod';
import { ONLY_VERSION } from './only-version.js';
import type { EventsSettings } from './settings.js';
import { fieldsOf, type Said } from './traits.js';

const told = z.object({
  id: z.string(),
  users: z.array(z.string()),
  devices: z.array(z.string()),
  version: z.object({ updatedAt: z.string(), tiebreak: z.number() }).optional(),
  said: z.object({ what: z.string(), value: z.json() }).optional(),
});

/** Something that was told of a person. */
export interface ToldOfPerson {
  /** Of the customer record. */
  readonly id: string;
  /** By these, identity finds who is the same person. */
  readonly users: readonly string[];
  readonly devices: readonly string[];
  /** Absent where it always says the same. */
  readonly version?: Version;
  readonly said?: Said;
}

/**
 * Who people are. Clients tell of a person piece by piece, in any order and more than once; so each thing that can be
 * said by itself is a customer record of its own, of which the newest stands, and the accounts make one person of them.
 */
export const people: Stream<EventsSettings> = {
  kind: 'customer',
  id: (object) => z.object({ id: z.string() }).safeParse(object).data?.id,
  decode(object, { usersOf }) {
    const { id, users, devices, version = ONLY_VERSION, said } = told.parse(object);
    const accounts = [
      ...users.map((user) => ({ realm: usersOf, id: user })),
      ...devices.map((device) => ({ realm: `${usersOf} devices`, id: device })),
    ];
    const { addresses = [], attributes = {}, ...fields } = said === undefined ? {} : fieldsOf(said);
    return [{ kind: 'customer', externalId: id, version, accounts, addresses: [...addresses], attributes, ...fields }];
  },
};
