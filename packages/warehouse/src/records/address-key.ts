import { normaliseEmail } from '@clientele/identity';
import { type ConsentChannel, unreachable } from '@clientele/model';

/** An address as consents are compared by: an e-mail address in lower case, of a number its digits. */
export function addressKey(channel: ConsentChannel, address: string): string {
  switch (channel) {
    case 'email':
      return address.trim().toLowerCase();
    case 'sms':
    case 'whatsapp':
    case 'phone':
      return address.replaceAll(/[^0-9+]/g, '');
    case 'post':
      return address.trim();
    default:
      return unreachable(channel);
  }
}

/** Before what the spellings of one mailbox have in common: no address has a space in it. */
const MAILBOX = 'mailbox ';

/** What all spellings of an e-mail address are known by that reach the same mailbox; undefined of what is none. */
export function mailboxKey(address: string): string | undefined {
  const mailbox = normaliseEmail(address);
  return mailbox === null ? undefined : `${MAILBOX}${mailbox}`;
}

/** What a consent is filed under: its address as written, and the mailbox where that is spelled otherwise. */
export function consentKeys(channel: ConsentChannel, address: string): string[] {
  const key = addressKey(channel, address);
  const mailbox = channel === 'email' ? mailboxKey(address) : undefined;
  return mailbox === undefined || mailbox === `${MAILBOX}${key}` ? [key] : [key, mailbox];
}

/** What a consent may be filed under that a key is about: see {@link consentKeys}. */
export function filedUnder(key: string): string[] {
  return key.startsWith(MAILBOX) ? [key, key.slice(MAILBOX.length)] : [key];
}
