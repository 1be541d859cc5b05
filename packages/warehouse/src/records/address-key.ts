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
