import type { ApiVersion, ShopifySettings } from '../settings.js';
import { addressFields } from './address.js';
import type { ListWithin, Question } from './question.js';

/** Of what somebody agreed to by text message, each version tells in its own fields. */
const SMS_CONSENT: Readonly<Record<ApiVersion, string>> = {
  '2026-10': 'smsMarketingConsent { state updatedAt }',
  '2026-07': 'marketingState marketingUpdatedAt',
};

/** What is asked of a customer. */
export function customerQuestion({ apiVersion, reads }: Pick<ShopifySettings, 'apiVersion' | 'reads'>): Question {
  const contacts = `
    firstName lastName
    defaultEmailAddress { emailAddress marketingState marketingUpdatedAt }
    defaultPhoneNumber {
      phoneNumber ${SMS_CONSENT[apiVersion]}
      whatsAppMarketingConsent { state updatedAt }
    }`;
  const storeCredit = { of: 'StoreCreditAccount', fields: 'id balance { amount currencyCode }', first: 3 };
  return {
    of: 'Customer',
    list: 'customers',
    sortKey: 'UPDATED_AT',
    fields: `
      id createdAt updatedAt state locale tags verifiedEmail taxExempt dataSaleOptOut productSubscriberStatus
      statistics { predictedSpendTier rfmGroup }
      ${reads.includes('contacts') ? contacts : ''}
      ${reads.includes('companies') ? 'companyContactProfiles { company { id } }' : ''}`,
    lists: {
      addressesV2: { of: 'MailingAddress', fields: `id ${addressFields(reads)}`, first: 5 },
      metafields: { of: 'Metafield', fields: 'id namespace key type value', first: 10 },
      ...(reads.includes('store_credit') && { storeCreditAccounts: storeCredit }),
    } satisfies Record<string, ListWithin>,
  };
}
