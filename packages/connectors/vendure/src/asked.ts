import type { Context, Json } from '@clientele/connector-kit';
import { z } from 'zod';
import { QUESTIONS } from './questions.js';
import type { VendureSettings } from './settings.js';

type ChannelContext = Context<VendureSettings>;
type Kind = keyof typeof QUESTIONS;

const object = z.record(z.string(), z.json());
const shared = {
  activeChannel: z.object({ code: z.string() }),
  globalSettings: z.object({ serverConfig: z.object({ moneyStrategyPrecision: z.int() }) }),
};
const page = z.object({
  data: z.object({ ...shared, list: z.object({ totalItems: z.int(), items: z.array(object) }) }),
});
const single = z.object({ data: z.object({ ...shared, one: object.nullable() }) });

/** A page of a list, and how many there are from it on. */
export interface AskedList {
  readonly objects: readonly Json[];
  readonly total: number;
}

/** A page of a list, each object whole or by its id and times alone, with what is true of its channel. */
export async function askedList(
  kind: Kind,
  how: 'list' | 'skim',
  options: Json,
  context: ChannelContext,
): Promise<AskedList> {
  const { data } = page.parse(await asked(QUESTIONS[kind][how], { options }, context));
  const { items, totalItems: total } = data.list;
  return { objects: items.map((item) => inContext(item, data)), total };
}

/** One object, undefined where the channel has it no more. */
export async function askedOne(kind: Kind, id: string, context: ChannelContext): Promise<Json | undefined> {
  const { data } = single.parse(await asked(QUESTIONS[kind].one, { id }, context));
  return data.one === null ? undefined : inContext(data.one, data);
}

/** The answer to a question of the Admin API. */
export async function asked(
  query: string,
  variables: { readonly [name: string]: Json },
  { settings, ask }: ChannelContext,
): Promise<Json> {
  return (await ask({ url: settings.address, method: 'POST', body: { query, variables } })).body;
}

function inContext(
  item: z.output<typeof object>,
  { activeChannel, globalSettings }: z.output<typeof page>['data'] | z.output<typeof single>['data'],
) {
  return { ...item, channelCode: activeChannel.code, decimals: globalSettings.serverConfig.moneyStrategyPrecision };
}
