import { type RfmAgreement, type RfmPair, rfmAgreement } from '@clientele/pipeline';
import { RFM_GROUPS } from '@clientele/segmentation';
import { CommandError } from '../command-error.js';
import { counted } from '../terminal/counted.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface RfmAgreementInput extends Asked {
  /** The custom attribute that states the group; that of Shopify without it. */
  readonly attribute?: string;
}

interface RfmAgreementOutput extends Omit<RfmAgreement, 'outcome'> {
  /** Of those compared, 0 to 1; null where there are none. */
  readonly share: number | null;
}

/** Shows how far the RFM groups here are those that a platform states. */
export const shopRfmAgreement: Verb<RfmAgreementInput, RfmAgreementOutput> = {
  name: 'shop rfm-agreement',

  async run(house, { shop: id, attribute }) {
    const shop = await house.shop(id);
    const found = await rfmAgreement(house, shop, attribute);
    if (found.outcome === 'refused') throw new CommandError(2, `${sentenceOf(found.message)}.`);
    const { outcome: _, ...agreement } = found;
    const { compared, same } = agreement;
    return yes({ ...agreement, share: compared === 0 ? null : same / compared });
  },

  print({ attribute, compared, same, unstated, share, pairs }, terminal) {
    const percent = share === null ? '' : ` (${(share * 100).toFixed(1)} %)`;
    terminal.line(
      `${same.toLocaleString('en')} of ${counted(compared, 'person', 'people')} are in the same group there${percent}.`,
    );
    terminal.line(`Of ${counted(unstated, 'person', 'people')} there is no ${attribute}.`);
    const here = RFM_GROUPS.filter((group) => pairs.some((pair) => pair.here === group));
    if (here.length === 0) return;
    terminal.line();
    terminal.table(
      ['group here', 'people', 'the same there', 'most others there'],
      here.map((group) =>
        rowOf(
          group,
          pairs.filter((pair) => pair.here === group),
        ),
      ),
    );
    terminal.line(
      'Here purchases on all channels count, and the scores are those of this shop: see clientele shop rfm.',
    );
  },
};

/** @param pairs of this group, the most people first */
function rowOf(group: string, pairs: readonly RfmPair[]) {
  const people = pairs.reduce((sum, { profiles }) => sum + profiles, 0);
  const same = pairs.find(({ there }) => there === group)?.profiles ?? 0;
  const other = pairs.find(({ there }) => there !== group);
  return [group, people, same, other === undefined ? '–' : `${other.there} ${other.profiles.toLocaleString('en')}`];
}

function sentenceOf(message: string): string {
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}`;
}
