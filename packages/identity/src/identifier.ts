import type { CustomerRecord } from '@clientele/model';
import { endsInPattern } from './digit-pattern.js';
import { normaliseEmail } from './email.js';
import { isMarketplaceAlias, isRoleOrPlaceholder } from './email-classes.js';
import { normaliseName } from './name.js';
import { normalisePhone } from './phone.js';

export const IDENTIFIER_KINDS = ['email', 'phone', 'account'] as const;
export type IdentifierKind = (typeof IDENTIFIER_KINDS)[number];

/**
 * A normalised value by which customer records may be one person. The value of an account is `realm:id`; that of an
 * alias made by a marketplace is `address:connection`, since it means nothing elsewhere.
 */
export interface Identifier {
  readonly kind: IdentifierKind;
  readonly value: string;
}

/** An identifier as one text, `kind:value`: what the identifiers table is keyed by. */
export type IdentifierKey = string;

export function identifierKey(identifier: Identifier): IdentifierKey {
  return `${identifier.kind}:${identifier.value}`;
}

/** The inverse of {@link identifierKey}; throws a RangeError for text that it never makes. */
export function identifierOfKey(key: IdentifierKey): Identifier {
  const colon = key.indexOf(':');
  const kind = IDENTIFIER_KINDS.find((known) => known === key.slice(0, colon));
  if (kind === undefined) throw new RangeError('not the key of an identifier: it starts with none of the known kinds');
  return { kind, value: key.slice(colon + 1) };
}

/**
 * What a customer record can be known by, each value once, also those that are not {@link joinable}. The record's own
 * external id is not among them: it means nothing outside its connection. A phone number without a country code is
 * read in the country of the record's first address that has one; without any it is none.
 */
export function identifiersOf(customer: CustomerRecord, connection: string): Identifier[] {
  const found = new Map<IdentifierKey, Identifier>();
  const add = (kind: IdentifierKind, value: string): void => {
    found.set(identifierKey({ kind, value }), { kind, value });
  };
  const email = customer.email === undefined ? null : normaliseEmail(customer.email);
  if (email !== null) add('email', isMarketplaceAlias(email) ? `${email}:${connection}` : email);
  const country = customer.addresses.find((address) => address.country !== undefined)?.country;
  const phone = customer.phone === undefined ? null : normalisePhone(customer.phone, country);
  if (phone !== null) add('phone', phone);
  for (const { realm, id } of customer.accounts) {
    // The first colon ends the realm, so a realm's own colons are written otherwise.
    if (id.trim() !== '') add('account', `${realm.trim().replaceAll('%', '%25').replaceAll(':', '%3A')}:${id.trim()}`);
  }
  return [...found.values()];
}

/** The name by which the carriers of a value are told apart; null when the record has none. */
export function nameKeyOf(customer: CustomerRecord): string | null {
  return normaliseName(customer.firstName, customer.lastName);
}

/** False for a value that stands for a desk or for nobody, however few records carry it. */
export function joinable(identifier: Identifier): boolean {
  switch (identifier.kind) {
    case 'email':
      return !isRoleOrPlaceholder(identifier.value);
    case 'phone':
      return !endsInPattern(identifier.value.slice(1), 6, 7);
    case 'account':
      return !isPlaceholderId(identifier.value.slice(identifier.value.indexOf(':') + 1));
  }
}

const PLACEHOLDER_IDS =
  /^(?:[0\s.-]+|-1|anonymous|empty|false|guest|n\/?a|nan|nil|none|null|test|true|undefined|unknown|\[object object\])$/i;

/** Ids that stand for no account: what a program writes for an absent value, or a till's staff for a forgotten card. */
function isPlaceholderId(id: string): boolean {
  return PLACEHOLDER_IDS.test(id) || (/^\d{4,}$/.test(id) && endsInPattern(id, id.length, id.length));
}
