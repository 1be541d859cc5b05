import type { DefinedAttribute } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked, type ShopContext } from './asked.js';
import { metafieldKind } from './metafield.js';
import { METAFIELD_DEFINITIONS } from './questions/metafields.js';

const page = z.object({
  data: z.object({
    metafieldDefinitions: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      nodes: z.array(z.object({ namespace: z.string(), key: z.string(), type: z.object({ name: z.string() }) })),
    }),
  }),
});
type Listed = z.output<typeof page>['data']['metafieldDefinitions'];

/** What the merchant has defined as metafields of customers. */
export async function metafieldDefinitions(context: ShopContext): Promise<DefinedAttribute[]> {
  const found: DefinedAttribute[] = [];
  let after: string | null = null;
  do {
    const variables: { readonly after: string | null } = { after };
    const body = await asked(METAFIELD_DEFINITIONS, variables, context);
    const { pageInfo, nodes }: Listed = page.parse(body).data.metafieldDefinitions;
    for (const { namespace, key, type } of nodes) found.push({ namespace, name: key, type: metafieldKind(type.name) });
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return found;
}
