import type { FoundProfile } from '@clientele/pipeline';
import type { RecordKey } from '@clientele/warehouse';
import type { Credential } from '../auth/credential.js';
import type { GatewayContext } from '../context.js';
import { profileIdOf } from '../schema/global-id.js';

/** The profile behind an id, global or plain, if the shop has it and the credential may see it: a widget's token opens one only. */
export async function openProfile(
  { credential, loaders }: GatewayContext,
  id: string,
): Promise<FoundProfile | undefined> {
  const asked = profileIdOf(id);
  return ifOpen(credential, asked === undefined ? undefined : await loaders.profiles.load(asked));
}

/** The profile that a customer record is, under the same conditions. */
export async function openProfileOfRecord(
  { credential, loaders }: GatewayContext,
  record: RecordKey,
): Promise<FoundProfile | undefined> {
  return ifOpen(credential, await loaders.profilesOfRecords.load(record));
}

function ifOpen(credential: Credential, found: FoundProfile | undefined): FoundProfile | undefined {
  return credential.kind === 'widget' && found?.id !== credential.profile ? undefined : found;
}
