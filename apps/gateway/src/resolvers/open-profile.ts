import type { FoundProfile } from '@clientele/pipeline';
import type { GatewayContext } from '../context.js';
import { localId } from '../schema/global-id.js';

/** The profile behind a global id, if the shop has it and the credential may see it: a widget's token opens one only. */
export async function openProfile(
  { credential, loaders }: GatewayContext,
  id: string,
): Promise<FoundProfile | undefined> {
  const asked = localId('Profile', id);
  const found = asked === undefined ? undefined : await loaders.profiles.load(asked);
  return credential.kind === 'widget' && found?.id !== credential.profile ? undefined : found;
}
