import { present } from '@clientele/connector-kit';
import {
  ACCOUNT_STATUSES,
  type PRODUCT_SUBSCRIPTION_STATUSES,
  parseDay,
  type RecordInput,
  SPEND_TIERS,
} from '@clientele/model';
import { z } from 'zod';
import { addressOf, answeredAddress } from './address.js';
import { decimalText, list, text, time } from './answered.js';
import { answeredEmail, answeredPhone, consentsOf } from './consent.js';
import { byNumber, gid } from './gid.js';
import { answeredMetafield, metafieldsOf, metafieldText } from './metafield.js';
import { refuseMissing } from './refuse-missing.js';
import type { ShopifySettings } from './settings.js';

/** The interface says these in other words than Shopify's own segments. */
const SUBSCRIPTION: Readonly<Record<string, (typeof PRODUCT_SUBSCRIPTION_STATUSES)[number]>> = {
  ACTIVE: 'SUBSCRIBED',
  CANCELLED: 'CANCELED',
  EXPIRED: 'EXPIRED',
  FAILED: 'FAILED',
  NEVER_SUBSCRIBED: 'NEVER_SUBSCRIBED',
  PAUSED: 'PAUSED',
};

const answeredCustomer = z.object({
  id: gid,
  createdAt: time,
  updatedAt: time,
  state: z.enum(ACCOUNT_STATUSES),
  locale: text,
  tags: z.array(z.string()),
  verifiedEmail: z.boolean(),
  taxExempt: z.boolean(),
  dataSaleOptOut: z.boolean(),
  productSubscriberStatus: z.string(),
  statistics: z.object({ predictedSpendTier: z.enum(SPEND_TIERS).nullish(), rfmGroup: text }),
  firstName: text,
  lastName: text,
  defaultEmailAddress: answeredEmail.nullish(),
  defaultPhoneNumber: answeredPhone.nullish(),
  companyContactProfiles: z.array(z.object({ company: z.object({ id: gid }) })).optional(),
  addressesV2: list(answeredAddress.extend({ id: gid })),
  metafields: list(answeredMetafield),
  storeCreditAccounts: list(
    z.object({ id: gid, balance: z.object({ amount: decimalText, currencyCode: z.string() }) }),
  ).optional(),
});

/**
 * A customer as Shopify answers it, with what they agreed to. Without contacts, nothing of it says who they are; by the
 * account in the shop, events of its online store are theirs.
 */
export function decodeCustomer(
  json: unknown,
  { shop, reads }: Pick<ShopifySettings, 'shop' | 'reads'>,
): readonly RecordInput[] {
  const customer = answeredCustomer.parse(json);
  refuseMissing(customer, { companies: 'companyContactProfiles', store_credit: 'storeCreditAccounts' }, reads);
  const addresses = customer.addressesV2.toSorted((a, b) => byNumber(a.id, b.id));
  const birthDate = parseDay(metafieldText(customer.metafields, 'facts', 'birth_date') ?? '');
  const companyIds = customer.companyContactProfiles?.map(({ company }) => company.id).sort(byNumber);
  const credit = customer.storeCreditAccounts?.toSorted((a, b) => byNumber(a.id, b.id));
  return [
    {
      kind: 'customer',
      externalId: customer.id,
      version: { updatedAt: customer.updatedAt },
      createdAt: customer.createdAt,
      addresses: addresses.flatMap((address) => addressOf(address) ?? []),
      tags: customer.tags,
      accountStatus: customer.state,
      accounts: [{ realm: shop, id: customer.id }],
      attributes: {
        verified_email: customer.verifiedEmail,
        tax_exempt: customer.taxExempt,
        data_sale_opt_out: customer.dataSaleOptOut,
        ...present({ shopify_rfm_group: customer.statistics.rfmGroup }),
      },
      ...present({
        email: customer.defaultEmailAddress?.emailAddress,
        phone: customer.defaultPhoneNumber?.phoneNumber,
        firstName: customer.firstName,
        lastName: customer.lastName,
        company: addresses.find(({ company }) => company !== undefined)?.company,
        birthDate,
        language: customer.locale,
        metafields: metafieldsOf(customer.metafields),
        predictedSpendTier: customer.statistics.predictedSpendTier ?? undefined,
        productSubscriptionStatus: SUBSCRIPTION[customer.productSubscriberStatus],
        companyIds: companyIds === undefined || companyIds.length === 0 ? undefined : companyIds,
        storeCredit: credit?.map(({ id, balance }) => ({
          id,
          balance: balance.amount,
          currency: balance.currencyCode,
        })),
      }),
    },
    ...consentsOf(customer),
  ];
}
