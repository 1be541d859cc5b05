import {
  type Exported,
  exportMembers,
  headText,
  type MemberFormat,
  memberColumns,
  memberText,
  type WritingChannel,
} from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { counted } from '../terminal/counted.js';
import { instantAsked } from './instant-asked.js';
import { printStale } from './print-stale.js';
import { invalidQuery } from './query-errors.js';
import type { QueryInput } from './segment-queries.js';
import { type Verb, yes } from './verb.js';

export interface ExportInput extends QueryInput {
  readonly as: MemberFormat;
  readonly for?: WritingChannel;
  readonly columns?: readonly string[];
  readonly withoutHoldOut?: true;
}
type ExportOutput = Omit<Exported, 'outcome'>;

/** Hands over the members as text; where nobody takes it, it only counts them. */
export const segmentExport: Verb<ExportInput, ExportOutput> = {
  name: 'segment export',
  takesNow: true,
  async run(house, { shop: id, query, as, for: channel, columns: wanted, withoutHoldOut, now }, _report, write) {
    const chosen = memberColumns(channel, wanted);
    if (chosen.outcome === 'refused') throw new CommandError(2, `--columns: ${chosen.message}.`);
    const { columns } = chosen;
    const shop = await house.shop(id);
    const asked = instantAsked(now, shop);
    let head = headText(as, columns);
    const exported = await exportMembers(house, shop, query, {
      by: 'command line',
      ...(channel === undefined ? {} : { channel }),
      ...(asked === undefined ? {} : { asked }),
      ...(withoutHoldOut && { withoutHoldOut }),
      ...(write && {
        take: async (members) => {
          const text = head + memberText(as, columns, members);
          head = '';
          await write(text);
        },
      }),
    });
    if (exported.outcome === 'invalid') throw invalidQuery(exported.errors, query);
    const { outcome: _, ...output } = exported;
    return yes(output);
  },
  print({ exported, excluded, stale }, terminal) {
    terminal.line(`${counted(exported, 'member')} exported.`);
    for (const [reason, count] of Object.entries(excluded)) {
      if (count > 0) terminal.line(`${count.toLocaleString('en')} left out: ${WORDS[reason as keyof typeof WORDS]}`);
    }
    printStale(stale, terminal);
  },
};

const WORDS: Readonly<Record<keyof ExportOutput['excluded'], string>> = {
  heldOut: 'left alone, to measure against',
  noAddress: 'no address on that channel',
  sameAddress: 'at no address that is not in the file already',
  noConsent: 'no source says that they want to be written to there',
  unsubscribed: 'unsubscribed',
  pending: 'have not confirmed yet',
  invalid: 'the address cannot be reached',
  notSubscribed: 'not subscribed',
  redacted: 'the address was erased',
};
