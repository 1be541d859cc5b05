const HIDDEN = '•••';
/** Shorter ones would hide half of any text, and protect nothing. */
const SHORTEST = 4;

/** Who signs in, in an address. */
const SIGNED_IN = /(?<=\/\/)[^\s/?#]+@/g;

/** Takes secrets out of a text, also where they were encoded for an address or a header, and passwords out of addresses. */
export function hideSecrets(text: string, secrets: Iterable<string>): string {
  let hidden = text.replaceAll(SIGNED_IN, `${HIDDEN}@`);
  for (const secret of secrets) {
    if (secret.length < SHORTEST) continue;
    for (const form of formsOf(secret)) hidden = hidden.replaceAll(form, HIDDEN);
  }
  return hidden;
}

/** A secret as it is, in an address, and in base64. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret);
  return [...new Set([secret, encodeURIComponent(secret), bytes.toString('base64'), bytes.toString('base64url')])];
}
