/** Somebody as a call names them: by the id of a user, or by that of a device on which nobody signed in. */
export type Person = { readonly user: string } | { readonly device: string };

/** What ids of ours begin with that no client sent. */
export const OWN = '~';

/** @throws Error where the call names nobody */
export function personOf({
  userId,
  anonymousId,
}: {
  readonly userId: string | undefined;
  readonly anonymousId: string | undefined;
}): Person {
  if (userId !== undefined) return { user: userId };
  if (anonymousId !== undefined) return { device: anonymousId };
  throw new Error('a call names neither userId nor anonymousId');
}

/** The id of somebody's customer record: that of a user is the userId, so that others can ask for it by what they know. */
export function recordId(person: Person): string {
  if ('device' in person) return `${OWN}device:${person.device}`;
  return person.user.startsWith(OWN) ? `${OWN}user:${person.user}` : person.user;
}
