import { Garbled, type Writing } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { gidOf } from './gid.js';
import { DEFINE_METAFIELD, DELETE_METAFIELDS, METAFIELD, SET_METAFIELDS } from './questions/metafields.js';
import { firstWrong } from './user-error.js';
import { refusesName } from './written-name.js';

/**
 * Where segments are kept: not in a namespace that Shopify reserves for an app (`app--1--clientele`), since the names of
 * Shopify's segment language have no hyphens, and the merchant could not ask for it there.
 */
const NAMESPACE = 'clientele';
const TYPE = 'boolean';
const ALREADY_DEFINED = 'TAKEN';

const state = z.object({
  data: z.object({ customer: z.object({ metafield: z.object({ value: z.string() }).nullable() }).nullable() }),
});
const set = z.object({
  data: z.object({
    changed: z.object({ metafields: z.array(z.object({ definition: z.object({}).nullable() })).nullable() }),
  }),
});

/** Whether a customer's metafield says already that they are in a segment. */
export async function hasMetafield({ name, customer }: Writing, context: ShopContext): Promise<boolean | 'gone'> {
  const variables = { id: gidOf('Customer', customer), namespace: NAMESPACE, key: keyOf(name) };
  const { data } = state.parse(await asked(METAFIELD, variables, context));
  if (data.customer === null) return 'gone';
  return data.customer.metafield?.value === 'true';
}

/** Says of a customer by a metafield that they are in a segment, or takes that one away, whatever others they have. */
export async function writeMetafield(writing: Writing, context: ShopContext): Promise<'written' | 'gone'> {
  const { name, customer, change } = writing;
  const place = { ownerId: gidOf('Customer', customer), namespace: NAMESPACE, key: keyOf(name) };
  const answer =
    change === 'add'
      ? await asked(SET_METAFIELDS, { metafields: [{ ...place, type: TYPE, value: 'true' }] }, context)
      : await asked(DELETE_METAFIELDS, { metafields: [place] }, context);
  const wrong = firstWrong(answer);
  if (wrong !== undefined) {
    if ((await hasMetafield(writing, context)) === 'gone') return 'gone';
    throw new Garbled(`Shopify does not take the metafield ${NAMESPACE}.${name}: ${wrong.message}`);
  }
  if (change === 'add') {
    const { metafields } = set.parse(answer).data.changed;
    if (metafields?.some(({ definition }) => definition === null)) await define(name, context);
  }
  return 'written';
}

/** Without a definition a metafield is shown to nobody. It counts for those that were written before, too. */
async function define(name: string, context: ShopContext): Promise<void> {
  const definition = {
    namespace: NAMESPACE,
    key: keyOf(name),
    name: `Segment ${name}`,
    description: `Whether the customer is in the segment ${name} of Clientele, which keeps this.`,
    ownerType: 'CUSTOMER',
    type: TYPE,
    capabilities: { adminFilterable: { enabled: true } },
  };
  const wrong = firstWrong(await asked(DEFINE_METAFIELD, { definition }, context));
  // Somebody else has just done so.
  if (wrong === undefined || wrong.code === ALREADY_DEFINED) return;
  throw new Garbled(`Shopify does not define the metafield ${NAMESPACE}.${name}: ${wrong.message}`);
}

function keyOf(name: string): string {
  const wrong = refusesName({ what: 'metafield', name });
  if (wrong === undefined) return name;
  throw new Garbled(`'${name}' ${wrong}`);
}
