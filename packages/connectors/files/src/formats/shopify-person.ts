import type { Instant, RecordInput } from '@clientele/model';
import { countryCode } from './countries.js';
import type { SaidOfCustomer } from './gathered-customers.js';
import { nameParts, normalisedEmail } from './person.js';
import type { ShopifyCell } from './shopify-columns.js';

/** The customer's id: the export has none, so it is the e-mail address. */
export function shopifyCustomerId(head: ShopifyCell): string | undefined {
  const email = head('email');
  return email === undefined ? undefined : normalisedEmail(email);
}

/** What one order says about its customer. */
export function saidOfShopifyCustomer(head: ShopifyCell): SaidOfCustomer {
  const billing = billingAddress(head);
  const shipping = shippingAddress(head);
  const addresses = [billing, shipping].filter((address) => address !== undefined).filter(isPlace);
  const name = nameParts(head('billingName') ?? head('shippingName'));
  return {
    guest: true,
    email: head('email'),
    phone: unquoted(head('phone')) ?? unquoted(head('billingPhone')),
    company: head('billingCompany'),
    // A name in one word has no first name beside it, not that of another order.
    ...(name.lastName === undefined ? {} : { firstName: null, ...name }),
    ...(addresses.length === 0
      ? {}
      : { addresses: JSON.stringify(billing) === JSON.stringify(shipping) ? addresses.slice(0, 1) : addresses }),
  };
}

/** False where an address is but a name: it says nothing against the one that was known. */
function isPlace({ name, ...place }: { readonly name: string | undefined }): boolean {
  return Object.values(place).some((part) => part !== undefined);
}

/** What one order says about writing to its customer, where the export has that column. */
export function shopifyConsent(head: ShopifyCell, customer: string, createdAt: Instant): RecordInput | undefined {
  const accepts = head('acceptsMarketing')?.toLowerCase();
  if (accepts !== 'yes' && accepts !== 'no') return undefined;
  return {
    kind: 'consent',
    externalId: `email:${customer}`,
    // Of two answers of one moment, the refusal wins.
    version: { updatedAt: createdAt, tiebreak: accepts === 'no' ? 1 : 0 },
    customer,
    channel: 'email',
    address: customer,
    state: accepts === 'yes' ? 'SUBSCRIBED' : 'NOT_SUBSCRIBED',
    at: createdAt,
  };
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
