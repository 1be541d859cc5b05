import { type Instant, type RecordInput } from '@clientele/model';
import { hash64 } from '../hash64.js';
import { countryCode } from './countries.js';
import { nameParts, normalisedEmail } from './person.js';
import type { ShopifyCell } from './shopify-columns.js';

/** The customer's id: the export has none, so it is the e-mail address. */
export function shopifyCustomerId(head: ShopifyCell): string | undefined {
  const email = head('email');
  return email === undefined ? undefined : normalisedEmail(email);
}

/** What one order says about its customer, and about consent where the export has that column. */
export function shopifyPerson(head: ShopifyCell, customer: string, createdAt: Instant): RecordInput[] {
  const billing = billingAddress(head);
  const shipping = shippingAddress(head);
  const addresses = [billing, shipping].filter((address) => address !== undefined);
  const person = {
    guest: true,
    email: head('email'),
    phone: unquoted(head('phone')) ?? unquoted(head('billingPhone')),
    company: head('billingCompany'),
    ...nameParts(head('billingName') ?? head('shippingName')),
    addresses: JSON.stringify(billing) === JSON.stringify(shipping) ? addresses.slice(0, 1) : addresses,
  };
  // Of two orders of one moment, the same one must win in whatever order they come.
  const version = { updatedAt: createdAt, tiebreak: hash64(JSON.stringify(person))[0] };
  const records: RecordInput[] = [{ kind: 'customer', externalId: customer, version, ...person }];
  const accepts = head('acceptsMarketing')?.toLowerCase();
  if (accepts === 'yes' || accepts === 'no') {
    const state = accepts === 'yes' ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED';
    records.push({
      kind: 'consent',
      externalId: `email:${customer}`,
      // Of two answers of one moment, the refusal wins.
      version: { updatedAt: createdAt, tiebreak: accepts === 'no' ? 1 : 0 },
      customer,
      channel: 'email',
      address: customer,
      state,
      at: createdAt,
    });
  }
  return records;
}

export function shippingAddress(head: ShopifyCell) {
  return addressOf({
    name: head('shippingName'),
    address1: head('shippingAddress1'),
    address2: head('shippingAddress2'),
    city: head('shippingCity'),
    region: head('shippingProvince'),
    postcode: unquoted(head('shippingZip')),
    country: country(head('shippingCountry')),
  });
}

function billingAddress(head: ShopifyCell) {
  return addressOf({
    name: head('billingName'),
    address1: head('billingAddress1'),
    address2: head('billingAddress2'),
    city: head('billingCity'),
    region: head('billingProvince'),
    postcode: unquoted(head('billingZip')),
    country: country(head('billingCountry')),
  });
}

function addressOf<Parts extends Readonly<Record<string, string | undefined>>>(parts: Parts): Parts | undefined {
  return Object.values(parts).every((part) => part === undefined) ? undefined : parts;
}

/** Shopify writes an apostrophe before postcodes and numbers, so that spreadsheets keep their leading zeros and plus signs. */
function unquoted(text: string | undefined): string | undefined {
  return text?.replace(/^'/, '') || undefined;
}

function country(text: string | undefined): string | undefined {
  return text === undefined ? undefined : countryCode(text);
}
