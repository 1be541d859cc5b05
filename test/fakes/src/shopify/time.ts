/** An instant in milliseconds since 1970, UTC. */
export type Ms = number;

/** As GraphQL writes it: whole seconds in UTC. */
export function dateTimeText(at: Ms): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
