import type { SegmentLanguage } from '@clientele/connector-kit';
import type { WriteBackDraft } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { type Condition, checkLanguage, languageTypesOf, printCondition, shopifyText } from '@clientele/segmentation';
import { customTypes } from '../custom-attributes.js';
import type { Parts } from '../parts.js';
import { replaceReferences } from '../references.js';
import type { SavedSegments } from '../saved-segments.js';
import { conditionToWrite } from './condition-to-write.js';

/** So many references are written out at most: no platform takes as many conditions, and references may double with each other. */
const MOST_REFERENCES = 20;

/** A segment in a platform's language; `unsaid` where that cannot say it, with a sentence that names each part. */
export type WholeQuery =
  | { readonly outcome: 'said'; readonly query: string }
  | { readonly outcome: 'unsaid' | 'unasked'; readonly sentence: string };

/** What a segment is in the language of a platform, segments that it refers to written out, people added and excluded by hand taken into account: which none can say. */
export async function wholeQuery(
  parts: Pick<Parts, 'ledger'>,
  shop: Shop,
  draft: Pick<WriteBackDraft, 'segment' | 'withoutHoldOut'>,
  language: SegmentLanguage,
): Promise<WholeQuery> {
  const toWrite = await conditionToWrite(parts, shop, draft);
  if (toWrite.outcome === 'unasked') return toWrite;
  const customAttributes = languageTypesOf(await customTypes(parts.ledger, shop.id));
  // Read again from its text: the translator says where in it a part stands that cannot be said.
  const condition = withoutReferences(toWrite.condition, toWrite.segments);
  const checked = checkLanguage(printCondition(condition), { customAttributes });
  const said = checked.outcome === 'valid' ? shopifyText(checked, language) : checked;
  if (said.outcome === 'printed') return { outcome: 'said', query: said.text };
  const why = said.errors.map(({ message }) => message).join('; ');
  return { outcome: 'unsaid', sentence: `the segment ${toWrite.handle} cannot be said there: ${why}` };
}

/** Each reference to a segment written out as what that asks; one that leads round to itself, and all beyond the most, stay. */
function withoutReferences(condition: Condition, segments: SavedSegments['byHandle']): Condition {
  let left = MOST_REFERENCES;
  const within = (part: Condition, through: readonly string[]): Condition =>
    replaceReferences(part, (reference) => {
      const { handle } = reference;
      const referred = segments.get(handle);
      if (referred === undefined || through.includes(handle) || left === 0) return reference;
      left -= 1;
      return within(referred.condition, [...through, handle]);
    });
  return within(condition, []);
}
