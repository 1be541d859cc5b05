import type { ComplianceAsked, Ledger } from '@clientele/ledger';
import { type Instant, instantOfMs, msOfInstant, type ShopId } from '@clientele/model';
import { z } from 'zod';
import type { Told } from './signed-door.js';

/** By when Shopify wants it done. */
const DUE_MS = 30 * 86_400_000;

/** Ids beyond 2^53 have been read as text. */
const id = z.union([z.int(), z.string().min(1)]).transform(String);
const shop = { shop_id: id, shop_domain: z.string() };
const customer = z.object({
  id,
  email: z.string().nullish(),
  phone: z.string().nullish(),
});

/** A topic stands in a header, which is not signed: so a body of one must never pass for one of another. */
const BODIES = {
  'customers/data_request': z.object({
    ...shop,
    customer,
    orders_requested: z.array(id),
    data_request: z.object({ id }),
  }),
  'customers/redact': z.object({ ...shop, customer, orders_to_redact: z.array(id) }),
  'shop/redact': z.object({ ...shop, customer: z.undefined().optional() }),
} as const;

/** What Shopify asks for by law. All apps in its store must take them, and none other may come here. */
export const COMPLIANCE_TOPICS = Object.keys(BODIES) as readonly ComplianceTopic[];
export type ComplianceTopic = keyof typeof BODIES;

const ASKED: Readonly<Record<ComplianceTopic, ComplianceAsked>> = {
  'customers/data_request': 'export-person',
  'customers/redact': 'erase-person',
  'shop/redact': 'erase-shop',
};

interface ComplianceBody {
  readonly shop_domain: string;
  readonly customer?: z.output<typeof customer> | undefined;
  readonly orders_requested?: readonly string[];
  readonly orders_to_redact?: readonly string[];
}

/** Where a request is kept, and for which shop. */
export interface KeepFor {
  readonly ledger: Pick<Ledger, 'complianceRequests'>;
  readonly clock: () => Instant;
  readonly domain: string;
  readonly shop: ShopId;
  readonly connection: string;
}

export function isComplianceTopic(topic: string | null): topic is ComplianceTopic {
  return COMPLIANCE_TOPICS.some((one) => one === topic);
}

/** Keeps what one of the topics asks for, until it is carried out. */
export function complianceTold(
  topic: ComplianceTopic,
  { ledger, clock, domain, shop, connection }: KeepFor,
): Told<ComplianceBody> {
  return {
    body: BODIES[topic],
    isOf: ({ shop_domain }) => shop_domain === domain,
    act: ({ customer, orders_requested, orders_to_redact }, request) => {
      const receivedAt = clock();
      const { id = null, email = null, phone = null } = customer ?? {};
      return ledger.complianceRequests.keep(shop, {
        connection,
        request,
        what: ASKED[topic],
        about: { customer: id, email, phone, orders: [...(orders_to_redact ?? orders_requested ?? [])] },
        receivedAt,
        dueAt: instantOfMs(msOfInstant(receivedAt) + DUE_MS),
      });
    },
  };
}
