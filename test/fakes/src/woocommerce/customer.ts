import { createHash } from 'node:crypto';
import { ALL_METHODS, type Links, selfLink } from './links.js';
import type { BillingAddress, Meta, ShippingAddress } from './order.js';
import { gmt, local, type Seconds, type Site, secondsOfGmt } from './site.js';

/** What an answer says of a customer just as the shop keeps it. */
interface CustomerFacts {
  readonly id: number;
  email: string;
  first_name: string;
  last_name: string;
  readonly role: string;
  readonly username: string;
  billing: BillingAddress;
  shipping: ShippingAddress;
  is_paying_customer: boolean;
  meta_data: readonly Meta[];
}

/** An account as the shop keeps it. Guests have none. */
export interface Customer extends CustomerFacts {
  readonly created: Seconds;
  modified: Seconds | null;
}

export interface CustomerBody extends Readonly<CustomerFacts> {
  readonly date_created: string;
  readonly date_created_gmt: string;
  readonly date_modified: string | null;
  readonly date_modified_gmt: string | null;
  readonly avatar_url: string;
  readonly _links: Links;
}

/** A customer as the shop answers it; one that is gone is told without the methods that it would take. */
export function customerBody(customer: Customer, site: Site, gone = false): CustomerBody {
  const customers = `${site.url}/wp-json/wc/v3/customers`;
  const self = `${customers}/${customer.id}`;
  const avatar = createHash(site.version.avatarHash).update(customer.email.toLowerCase()).digest('hex');
  const methods = customer.role === 'administrator' ? ALL_METHODS.slice(0, -1) : ALL_METHODS;
  return {
    id: customer.id,
    date_created: local(customer.created, site),
    date_created_gmt: gmt(customer.created),
    date_modified: customer.modified === null ? null : local(customer.modified, site),
    date_modified_gmt: customer.modified === null ? null : gmt(customer.modified),
    email: customer.email,
    first_name: customer.first_name,
    last_name: customer.last_name,
    role: customer.role,
    username: customer.username,
    billing: { ...placeOf(customer.billing), email: customer.billing.email, phone: customer.billing.phone },
    shipping: { ...placeOf(customer.shipping), phone: customer.shipping.phone },
    is_paying_customer: customer.is_paying_customer,
    avatar_url: `https://secure.gravatar.com/avatar/${avatar}?s=96&d=mm&r=g`,
    meta_data: customer.meta_data,
    _links: {
      self: [gone ? { href: self } : selfLink(self, site, methods)],
      collection: [{ href: customers }],
    },
  };
}

/** Addresses of customers have their fields in another order than those of orders. */
function placeOf({
  first_name,
  last_name,
  company,
  address_1,
  address_2,
  city,
  postcode,
  country,
  state,
}: ShippingAddress) {
  return { first_name, last_name, company, address_1, address_2, city, postcode, country, state };
}

export function customerOf(body: CustomerBody): Customer {
  const { date_created, date_created_gmt, date_modified, date_modified_gmt, avatar_url, _links, ...facts } = body;
  return {
    ...facts,
    created: secondsOfGmt(date_created_gmt),
    modified: date_modified_gmt === null ? null : secondsOfGmt(date_modified_gmt),
  };
}
