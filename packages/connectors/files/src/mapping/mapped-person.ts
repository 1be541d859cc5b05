import { countryCode } from '../formats/countries.js';
import { nameParts, normalisedEmail } from '../formats/person.js';
import type { Row } from '../table/row.js';
import type { MappedValues } from './mapped-values.js';

/** The customer that a row is about: the mapped id, else the e-mail address in lower case. */
export function mappedCustomerId(values: MappedValues, row: Row): string | undefined {
  const email = values.text(row, 'email');
  return values.text(row, 'customer') ?? (email === undefined ? undefined : normalisedEmail(email));
}

/** What a row says about its customer. */
export function mappedPerson(values: MappedValues, row: Row) {
  const address = mappedAddress(values, row);
  const hasParts = values.text(row, 'firstName') !== undefined || values.text(row, 'lastName') !== undefined;
  const parts = hasParts ? {} : nameParts(values.text(row, 'name'));
  return {
    email: values.text(row, 'email'),
    phone: values.text(row, 'phone'),
    firstName: values.text(row, 'firstName') ?? parts.firstName,
    lastName: values.text(row, 'lastName') ?? parts.lastName,
    company: values.text(row, 'company'),
    addresses: address === undefined ? [] : [address],
  };
}

export function mappedAddress(values: MappedValues, row: Row) {
  const country = values.text(row, 'country');
  const address = {
    address1: values.text(row, 'address1'),
    address2: values.text(row, 'address2'),
    city: values.text(row, 'city'),
    region: values.text(row, 'region'),
    postcode: values.text(row, 'postcode'),
    country: country === undefined ? undefined : countryCode(country),
  };
  return Object.values(address).every((part) => part === undefined) ? undefined : address;
}
