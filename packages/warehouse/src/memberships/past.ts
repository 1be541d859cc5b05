import type { ShopId } from '@clientele/model';
import type { PastSources } from '@clientele/segmentation';
import type { Parameters } from '../engine/index.ts';
import { profileSources, sourcesWithRows } from '../profiles/sources.js';
import type { Sql } from '../sql.js';

export interface PastOfProfiles {
  readonly sources: PastSources;
  readonly parameters: Parameters;
}

/** Where the past of a shop's profiles of some numbers, both ends included, is read. */
export async function pastSources(sql: Sql, shop: ShopId, first: number, last: number): Promise<PastOfProfiles> {
  const filled = await sourcesWithRows(sql, shop);
  const { sources, parameters } = profileSources(shop, { kind: 'range', first, last });
  return {
    sources: {
      profiles: `(SELECT * FROM profiles WHERE shop = {scope_shop:String}
        AND profile_no BETWEEN {scope_first:UInt32} AND {scope_last:UInt32})`,
      ...(filled.includes('orders') && { orders: sources.orders }),
      ...(filled.includes('consents') && { consents: sources.consents }),
    },
    parameters,
  };
}
