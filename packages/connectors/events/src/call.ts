import { type Json, problemsOf } from '@clientele/connector-kit';
import { z } from 'zod';

/** Ids of ours are made of them, and are no longer than 512. */
const LONGEST_ID = 160;

const id = z
  .union([z.string().max(LONGEST_ID), z.number()])
  .nullish()
  .transform((said) => (said === null || said === undefined || said === '' ? undefined : String(said)));
const bag = z.record(z.string(), z.json()).nullish();
const title = z.string().nullish();
const somebody = { userId: id, anonymousId: id };
const acted = { ...somebody, properties: bag, context: bag };

/** A call of the common analytics spec, as far as it is read. */
const call = z.discriminatedUnion('type', [
  z.object({ type: z.literal('track'), event: z.string().min(1), ...acted }),
  z.object({ type: z.literal('page'), name: title, category: title, ...acted }),
  z.object({ type: z.literal('screen'), name: title, category: title, ...acted }),
  z.object({ type: z.literal('identify'), traits: bag, ...somebody }),
  z.object({ type: z.literal('group'), groupId: id, traits: bag, ...somebody }),
  z.object({ type: z.literal('alias'), previousId: id, ...somebody }),
]);
export type Call = z.output<typeof call>;
/** What somebody did. */
export type Act = Extract<Call, { type: 'track' | 'page' | 'screen' }>;
/** What somebody is, or that two are one. */
export type Description = Exclude<Call, Act>;

/** The call, or what is wrong with it, and where. */
export function readCall(json: Json): Call | string {
  const parsed = call.safeParse(json);
  return parsed.success ? parsed.data : problemsOf(parsed.error).join('; ');
}

export function isAct(call: Call): call is Act {
  return call.type === 'track' || call.type === 'page' || call.type === 'screen';
}
