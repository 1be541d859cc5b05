import { resolve } from 'node:path';
import { MEMBER_FORMATS, type MemberFormat, WRITING_CHANNELS, type WritingChannel } from '@clientele/pipeline';
import { SHOPIFY_TARGETS, type ShopifyTarget } from '@clientele/segmentation';
import { type Command, Option } from 'commander';
import { CommandError } from './command-error.js';
import { atLeastOne, examples, type Run, wholeNumber } from './command-parts.js';
import { readText } from './read-text.js';
import { segmentChanges } from './verbs/segment-changes.js';
import { segmentCheck } from './verbs/segment-check.js';
import { segmentComplete } from './verbs/segment-complete.js';
import { segmentDelete, segmentRename } from './verbs/segment-edits.js';
import { segmentExport } from './verbs/segment-export.js';
import { segmentCount, segmentExplain, segmentMembers } from './verbs/segment-queries.js';
import { segmentTemplates } from './verbs/segment-templates.js';
import { segmentRestore, segmentVersions } from './verbs/segment-versions.js';
import { segmentDiff, segmentList, segmentSave } from './verbs/segments.js';

/** `clientele segment …` */
export function addSegmentCommands(clientele: Command, run: Run): void {
  const segment = clientele.command('segment').description('ask, save and explain segments');
  segment
    .command('list')
    .description('saved segments')
    .addHelpText('after', examples('clientele segment list', 'clientele segment list --now 2026-01-01'))
    .action(() => run(segmentList, {}));
  segment
    .command('count')
    .description('exact size of a query, not saved')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .addHelpText('after', examples("clientele segment count 'number_of_orders >= 5 AND last_order_date < -90d'"))
    .action((query: string) => run(segmentCount, { query }));
  segment
    .command('members')
    .description('profiles in it, in a stable order')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .option('--limit <n>', 'page size', atLeastOne, 50)
    .option('--after <cursor>', 'go on after a page')
    .addHelpText('after', examples('clientele segment members regulars --limit 10 --json'))
    .action((query: string, options: { limit: number; after?: string }) => run(segmentMembers, { query, ...options }));
  segment
    .command('explain')
    .description('why a profile is in it, or is not')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .requiredOption('--profile <id>', 'the profile')
    .addHelpText('after', examples('clientele segment explain regulars --profile p_1kffchceqrb07v5c'))
    .action((query: string, options: { profile: string }) => run(segmentExplain, { query, ...options }));
  segment
    .command('check')
    .description('read and type-check a query, and say what is odd about it; needs no shop')
    .argument('[query]')
    .option('--file <file>', 'read the query from a file')
    .addOption(
      new Option('--target <language>', "write it in Shopify's language, of 2026-10 on or before").choices(
        SHOPIFY_TARGETS,
      ),
    )
    .addHelpText(
      'after',
      examples(
        'clientele segment check "rfm_group = \'CHAMPIONS\'"',
        'clientele segment check --file regulars.segment',
        "clientele segment check 'products_purchased MATCHES (id = 22423)' --target shopify",
      ),
    )
    .action(async (query: string | undefined, { file, ...options }: { file?: string; target?: ShopifyTarget }) =>
      run(segmentCheck, { query: await queryOf(query, file), ...options }),
    );
  segment
    .command('complete')
    .description('what may come next in a query, finished or not')
    .argument('<text>')
    .option('--at <n>', 'after so many characters; at the end without it', wholeNumber)
    .addHelpText(
      'after',
      examples("clientele segment complete 'number_of_orders '", 'clientele segment complete "rfm_group = \'AT"'),
    )
    .action((query: string, options: { at?: number }) => run(segmentComplete, { query, ...options }));
  segment
    .command('export')
    .description('members with their e-mail address, phone number and name')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .addOption(new Option('--as <format>', 'how to write them').choices(MEMBER_FORMATS).default('csv'))
    .addOption(
      new Option('--for <channel>', 'only who may be written to on it; the others are counted by reason').choices(
        WRITING_CHANNELS,
      ),
    )
    .option('--out <file>', 'where to write them, instead of standard output')
    .addHelpText(
      'after',
      `${examples(
        'clientele segment export regulars --as csv --for email --out regulars.csv',
        'clientele segment export "number_of_orders >= 5" --as jsonl | gzip > often.jsonl.gz',
        'clientele segment export regulars --for sms --json',
      )}
With --json and without --out, members are only counted.`,
    )
    .action((query: string, { out, ...options }: { as: MemberFormat; for?: WritingChannel; out?: string }) =>
      run(segmentExport, { query, ...options }, out === undefined ? undefined : resolve(out)),
    );
  segment
    .command('save')
    .description('save a query; a new version where the name exists')
    .argument('<name>')
    .argument('<query>')
    .option('--description <text>')
    .addHelpText(
      'after',
      examples("clientele segment save Regulars 'number_of_orders >= 5' --description 'Buys again and again'"),
    )
    .action((name: string, query: string, options: { description?: string }) =>
      run(segmentSave, { name, query, ...options }),
    );
  segment
    .command('rename')
    .description('give a saved segment another name; its handle stays')
    .argument('<segment>', 'id or handle')
    .argument('<name>')
    .addHelpText('after', examples("clientele segment rename regulars 'Our regulars'"))
    .action((id: string, name: string) => run(segmentRename, { segment: id, name }));
  segment
    .command('versions')
    .description('what a saved segment has asked, newest first')
    .argument('<segment>', 'id or handle')
    .addHelpText('after', examples('clientele segment versions regulars'))
    .action((id: string) => run(segmentVersions, { segment: id }));
  segment
    .command('restore')
    .description('let a saved segment ask what it asked in an older version: that is a new version')
    .argument('<segment>', 'id or handle')
    .argument('<version>', 'its number', atLeastOne)
    .addHelpText('after', examples('clientele segment restore regulars 1'))
    .action((id: string, version: number) => run(segmentRestore, { segment: id, version }));
  segment
    .command('delete')
    .description('delete a saved segment to which no other refers; its members leave, their history stays')
    .argument('<segment>', 'id or handle')
    .addHelpText('after', examples('clientele segment delete regulars'))
    .action((id: string) => run(segmentDelete, { segment: id }));
  segment
    .command('templates')
    .description('segments to begin with, and how many people each would hold')
    .addOption(new Option('--save <template...>', 'save these as segments, by handle'))
    .addOption(new Option('--save-all', 'save all of them').conflicts('save'))
    .addHelpText(
      'after',
      examples('clientele segment templates', 'clientele segment templates --save champions regulars'),
    )
    .action(({ save, saveAll }: { save?: string[]; saveAll?: true }) =>
      run(segmentTemplates, { save: saveAll === true ? 'all' : (save ?? []) }),
    );
  segment
    .command('diff')
    .description('who would enter and leave a saved segment with another query')
    .argument('<segment>', 'id or handle')
    .argument('<query>')
    .addHelpText('after', examples("clientele segment diff regulars 'number_of_orders >= 4'"))
    .action((id: string, query: string) => run(segmentDiff, { segment: id, query }));
  segment
    .command('changes')
    .description('entries and exits, with cause')
    .argument('[segment]', 'id or handle; all segments without')
    .option('--since <time>', 'a day or a time')
    .option('--limit <n>', 'at most so many; all without', atLeastOne)
    .option('--after <cursor>', 'go on after a page: the cursor of its last change')
    .addHelpText('after', examples('clientele segment changes', 'clientele segment changes vip --since 2026-11-01'))
    .action((id: string | undefined, options: { since?: string; limit?: number; after?: string }) =>
      run(segmentChanges, { ...options, ...(id === undefined ? {} : { segment: id }) }),
    );
}

async function queryOf(query: string | undefined, file: string | undefined): Promise<string> {
  if ((query === undefined) === (file === undefined)) throw new CommandError(2, 'Give either a query or --file.');
  return query ?? readText(resolve(file ?? ''), 'The query');
}
