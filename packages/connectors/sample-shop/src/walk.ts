import { type Json, type Keyset, keyset } from '@clientele/connector-kit';
import { z } from 'zod';
import { id, utc } from './ids-and-times.js';

/** The shop's clock counts seconds: changes of one second have one time. */
export const GRAIN_MS = 1000;

const hasId = z.object({ id });
const hasChangeTime = z.object({ changed_at: utc });

/** Read without the rest: what cannot be decoded has an id all the same. */
export function idOf(object: Json): string | undefined {
  return hasId.safeParse(object).data?.id;
}

/** How lists are read: by change time, oldest first. */
export function walkOf(pageSize: number): Keyset {
  const changedAt = (object: Json) => hasChangeTime.safeParse(object).data?.changed_at;
  return keyset({ grainMs: GRAIN_MS, pageSize, changedAt, id: idOf });
}
