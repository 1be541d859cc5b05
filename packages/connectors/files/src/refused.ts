import type { RefusedInput } from '@clientele/connector-kit';

const MAX_BODY_CHARACTERS = 65_536;

/** Sets input aside; a very long body is cut, and says so by ending in `…`. */
export function refused(place: string, reason: string, body: string, rows = 1): RefusedInput {
  const kept = body.length > MAX_BODY_CHARACTERS ? `${body.slice(0, MAX_BODY_CHARACTERS)}…` : body;
  return { outcome: 'refused', place, reason, body: kept, rows };
}
