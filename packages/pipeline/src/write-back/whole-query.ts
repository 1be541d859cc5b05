import type { SegmentLanguage } from '@clientele/connector-kit';
import type { WriteBackDraft } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import { checkLanguage, languageTypesOf, printCondition, shopifyText } from '@clientele/segmentation';
import { customTypes } from '../custom-attributes.js';
import type { Parts } from '../parts.js';
import { conditionToWrite } from './condition-to-write.js';

/** A segment in a platform's language; `unsaid` where that cannot say it, with a sentence that names each part. */
export type WholeQuery =
  | { readonly outcome: 'said'; readonly query: string }
  | { readonly outcome: 'unsaid' | 'unasked'; readonly sentence: string };

/** What a segment is in the language of a platform, people added and excluded by hand taken into account: which none can say. */
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
  const checked = checkLanguage(printCondition(toWrite.condition), { customAttributes });
  const said = checked.outcome === 'valid' ? shopifyText(checked, language) : checked;
  if (said.outcome === 'printed') return { outcome: 'said', query: said.text };
  const why = said.errors.map(({ message }) => message).join('; ');
  return { outcome: 'unsaid', sentence: `the segment ${toWrite.handle} cannot be said there: ${why}` };
}
