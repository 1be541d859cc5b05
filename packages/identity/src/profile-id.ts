import { randomBytes } from 'node:crypto';
import type { ProfileId } from '@clientele/model';

/** Thirty-two letters and digits without those that are mistaken for each other (Crockford's, in lower case). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new public id of a profile: `p_` and 80 random bits. Never made of content, so it says and survives nothing. */
export function newProfileId(): ProfileId {
  return `p_${Array.from(randomBytes(16), (byte) => ALPHABET[byte & 31]).join('')}` as ProfileId;
}
