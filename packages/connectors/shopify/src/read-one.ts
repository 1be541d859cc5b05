import type { Json } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { oneQuestion, type Question } from './questions/question.js';
import { installation } from './scopes.js';
import { whole } from './whole.js';

const answered = z.object({ data: z.object({ currentAppInstallation: installation, node: z.json() }) });

/** One object, by itself. */
export interface One {
  /** As it is now, with all that its lists hold; undefined where it is not shown. */
  readonly object: Json | undefined;
  /** What the app may read. */
  readonly granted: ReadonlySet<string>;
}

/** @param id its global one */
export async function readOne(question: Question, id: string, context: ShopContext): Promise<One> {
  const { node, currentAppInstallation: granted } = answered.parse(
    await asked(oneQuestion(question), { id }, context),
  ).data;
  const [object] = node === null ? [] : await whole(question, [node], context);
  return { object, granted };
}
