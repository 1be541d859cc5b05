import { domainToASCII } from 'node:url';

/** Mail providers where `ann+anything` is delivered to `ann`; at others the plus may be part of the name. */
const PLUS_TAGS =
  /^(?:gmail|fastmail|icloud|me|mac|msn|proton|protonmail|pm|(?:outlook|hotmail|live)(?:\.co)?)\.[a-z]+$/;

const LOCAL_PART = /^[^\s\p{C}@"(),:;<>[\]\\]{1,64}$/u;
const DOMAIN = /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$/;

/**
 * One spelling for one mailbox: trimmed, lower case, the domain in its ASCII form, without the dots and tags that the
 * provider ignores. Null when the text is no single e-mail address.
 */
export function normaliseEmail(text: string): string | null {
  // Format characters (zero-width spaces, direction marks) come along when an address is pasted.
  const clean = text
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase();
  const at = clean.lastIndexOf('@');
  if (at === -1) return null;
  const domain = asciiDomain(clean.slice(at + 1));
  const local = mailboxOf(clean.slice(0, at), domain);
  return LOCAL_PART.test(local) && DOMAIN.test(domain) && domain.length <= 253 ? `${local}@${domain}` : null;
}

function asciiDomain(domain: string): string {
  const ascii = /^[\x21-\x7e]*$/.test(domain) ? domain : domainToASCII(domain);
  return ascii === 'googlemail.com' ? 'gmail.com' : ascii;
}

function mailboxOf(local: string, domain: string): string {
  const untagged = PLUS_TAGS.test(domain) ? local.replace(/\+.*$/, '') : local;
  return domain === 'gmail.com' ? untagged.replaceAll('.', '') : untagged;
}
