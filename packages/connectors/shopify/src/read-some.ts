import type { Json } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { type Question, someQuestion } from './questions/question.js';
import { installation } from './scopes.js';
import { whole } from './whole.js';

/** Objects that are asked for at once: the dearest cost some 160 points each, of the 1000 that a question may cost. */
export const READ_TOGETHER = 5;

const answered = z.object({ data: z.object({ currentAppInstallation: installation, nodes: z.array(z.json()) }) });

/** Objects by themselves. */
export interface Some {
  /** Those that are shown, as they are now, with all that their lists hold. */
  readonly objects: readonly Json[];
  /** What the app may read. */
  readonly granted: ReadonlySet<string>;
}

/** @param ids their global ones, {@link READ_TOGETHER} at the most */
export async function readSome(question: Question, ids: readonly string[], context: ShopContext): Promise<Some> {
  const body = await asked(someQuestion(question), { ids: [...ids] }, context);
  const { nodes, currentAppInstallation: granted } = answered.parse(body).data;
  // Of an id that is another type's, nothing but an empty object comes.
  const shown = nodes.filter((node) => node !== null);
  return { objects: await whole(question, shown, context), granted };
}
