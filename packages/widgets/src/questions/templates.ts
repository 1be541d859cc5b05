import type { Question } from '../gateway/gateway-client.js';
import type { SaveProblem } from './save-segment.js';

/** A segment to begin with. */
export interface TemplateRow {
  readonly handle: string;
  readonly name: string;
  readonly description: string;
  /** Those of one group stand together. */
  readonly group: string;
  /** What a shop must know of people for it to find anybody. */
  readonly needs: string;
  /** What to put in place of its own products, places and words; null where it can be taken as it is. */
  readonly change: string | null;
  readonly message: string;
  readonly offer: string;
  readonly timing: string;
  readonly channel: string;
  /** How many profiles it would hold now. */
  readonly count: number;
  readonly saved: boolean;
}

export interface TemplatesAnswer {
  readonly shop: { readonly totals: { readonly profiles: number } };
  readonly segmentTemplates: readonly TemplateRow[];
}

export const TEMPLATES: Question<TemplatesAnswer, Record<string, never>> = {
  text: `query Templates {
  shop { totals { profiles } }
  segmentTemplates { handle name description group needs change message offer timing channel count saved }
}`,
};

export interface SaveTemplatesAnswer {
  readonly saved: {
    readonly segments: readonly { readonly id: string }[];
    readonly userErrors: readonly SaveProblem[];
  };
}

export const SAVE_TEMPLATES: Question<SaveTemplatesAnswer, { readonly handles: readonly string[] }> = {
  text: `mutation SaveTemplates($handles: [String!]!) {
  saved: segmentTemplatesSave(handles: $handles) { segments { id } userErrors { code field message line column hint } }
}`,
};
