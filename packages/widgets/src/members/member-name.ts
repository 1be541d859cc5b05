import { profileName } from '../profile/profile-name.js';
import type { RecordOf } from '../questions/profile.js';

/** What to call a person in a list, and the e-mail address beside it: the address itself where no name is known. */
export function memberName(records: readonly RecordOf[]): { readonly name: string; readonly email: string | null } {
  const email = records.find((record) => record.email)?.email ?? null;
  const isNamed = records.some(({ name }) => name !== null && name !== '');
  return isNamed || email === null ? { name: profileName(records), email } : { name: email, email: null };
}
