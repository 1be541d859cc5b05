import type { ApiScope } from '@clientele/ledger';
import type { ProfileId, ShopId } from '@clientele/model';

/** Who asks, and what is open to them. The shop of a question comes from here and nowhere else. */
export type Credential =
  | { readonly kind: 'session'; readonly id: string; readonly shops: readonly ShopId[] }
  | { readonly kind: 'api-key'; readonly id: string; readonly shop: ShopId; readonly scopes: readonly ApiScope[] }
  /** A person of the shop, who works in a page of ours within a platform's own. */
  | { readonly kind: 'platform-user'; readonly id: string; readonly shop: ShopId }
  | {
      readonly kind: 'widget';
      readonly id: string;
      readonly shop: ShopId;
      /** The living profile behind the one that the token was made for; undefined where it is gone. */
      readonly profile: ProfileId | undefined;
      /** The page that may show it. */
      readonly origin: string;
    };

/** As the audit log and segment versions name who did something. */
export function nameOf({ kind, id }: Credential): string {
  return `${kind}:${id}`;
}

/** Whether a credential that is no widget's may do something; whoever signed in is a person of the shop, who may do everything. */
export function mayUse(credential: Credential, scope: ApiScope | 'any'): boolean {
  if (credential.kind === 'session' || credential.kind === 'platform-user') return true;
  if (credential.kind === 'widget') return false;
  return scope === 'any' || credential.scopes.includes(scope) || credential.scopes.includes('admin');
}
