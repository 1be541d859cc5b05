import type { Question } from '../gateway/gateway-client.js';
import type { SaveProblem } from './save-segment.js';

export interface PrivacyRow {
  readonly id: string;
  readonly what: 'EXPORT_PERSON' | 'ERASE_PERSON' | 'ERASE_SHOP';
  /** Null where it was asked for here. */
  readonly connection: string | null;
  readonly receivedAt: string;
  readonly dueAt: string;
  readonly doneAt: string | null;
  readonly hasFailed: boolean;
}

export interface PrivacyData {
  readonly shop: { readonly name: string; readonly currency: string; readonly timeZone: string };
  readonly privacyRequests: readonly PrivacyRow[];
}

export const PRIVACY: Question<PrivacyData, Record<string, never>> = {
  text: `query Privacy {
  shop { name currency timeZone }
  privacyRequests { id what connection receivedAt dueAt doneAt hasFailed }
}`,
};

export const COPY_ASKED: Question<
  {
    readonly copied: {
      /** What is kept of the person, as JSON. */
      readonly document: string | null;
      readonly userErrors: readonly SaveProblem[];
    };
  },
  { readonly id: string }
> = {
  text: `mutation PrivacyCopy($id: ID!) {
  copied: privacyRequestCopy(id: $id) { document userErrors { code field message line column hint } }
}`,
};

export const REQUEST_ANSWERED: Question<
  { readonly answered: { readonly userErrors: readonly SaveProblem[] } },
  { readonly id: string }
> = {
  text: `mutation PrivacyAnswered($id: ID!) {
  answered: privacyRequestAnswered(id: $id) { userErrors { code field message line column hint } }
}`,
};

export const ERASE_SHOP: Question<
  { readonly erased: { readonly isBegun: boolean; readonly userErrors: readonly SaveProblem[] } },
  { readonly name: string }
> = {
  text: `mutation EraseShop($name: String!) {
  erased: shopErase(name: $name) { isBegun userErrors { code field message line column hint } }
}`,
};
