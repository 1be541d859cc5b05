import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import {
  MEMBER_COLUMNS,
  MEMBER_FORMATS,
  type MemberFormat,
  WRITING_CHANNELS,
  type WritingChannel,
} from '@clientele/pipeline';
import {
  IMPORT_SOURCES,
  type ImportSource,
  isSegmentFile,
  readSegmentFile,
  SHOPIFY_TARGETS,
  type ShopifyTarget,
} from '@clientele/segmentation';
import { type Command, Option } from 'commander';
import { CommandError } from './command-error.js';
import { atLeastOne, examples, type Run, wholeNumber } from './command-parts.js';
import { isDirectory, readSegmentFiles } from './read-segment-files.js';
import { readText } from './read-text.js';
import { addSegmentListCommands } from './segment-list-commands.js';
import { addSegmentPlatformCommands } from './segment-platform-commands.js';
import { type ApplyOutput, segmentApply } from './verbs/segment-apply.js';
import { segmentChanges } from './verbs/segment-changes.js';
import { segmentCheck } from './verbs/segment-check.js';
import { faultLine, segmentCheckFiles } from './verbs/segment-check-files.js';
import { segmentComplete } from './verbs/segment-complete.js';
import { segmentDelete, segmentRename } from './verbs/segment-edits.js';
import { segmentExport } from './verbs/segment-export.js';
import { segmentHistory, segmentMembersAt } from './verbs/segment-history.js';
import { segmentImport } from './verbs/segment-import.js';
import { segmentFamilyOf, segmentHealthOf, segmentOverlap } from './verbs/segment-overlap.js';
import { segmentCount, segmentExplain, segmentMembers } from './verbs/segment-queries.js';
import { segmentTemplates } from './verbs/segment-templates.js';
import { segmentRestore, segmentVersions } from './verbs/segment-versions.js';
import { segmentWrite } from './verbs/segment-write.js';
import { segmentDiff, segmentList, segmentSave } from './verbs/segments.js';

interface ExportCommand {
  readonly as: MemberFormat;
  readonly for?: WritingChannel;
  readonly columns?: readonly string[];
  readonly withoutHoldOut?: true;
  readonly out?: string;
}

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
    .option('--without-hold-out', 'leave out those whom the shop leaves alone')
    .option('--at <time>', 'who was in a saved segment then, by what it asked then: a day or a time')
    .addHelpText(
      'after',
      examples(
        'clientele segment members regulars --limit 10 --json',
        'clientele segment members regulars --at 2026-11-27',
      ),
    )
    .action((query: string, { at, ...options }: MembersCommand) => {
      if (at === undefined) return run(segmentMembers, { query, ...options });
      const { withoutHoldOut, ...page } = options;
      if (withoutHoldOut) throw new CommandError(2, 'Give either --at or --without-hold-out.');
      return run(segmentMembersAt, { segment: query, at, ...page });
    });
  segment
    .command('history')
    .description('when profiles were in a saved segment, and why they came and went')
    .argument('<segment>', 'id or handle')
    .option('--profile <id>', 'only of this profile, and of those that became part of it')
    .option('--limit <n>', 'profiles on a page', atLeastOne, 50)
    .option('--after <cursor>', 'go on after a page')
    .addHelpText(
      'after',
      examples('clientele segment history regulars', 'clientele segment history regulars --profile p_1kffchceqrb07v5c'),
    )
    .action((id: string, options: { profile?: string; limit: number; after?: string }) =>
      run(segmentHistory, { segment: id, ...options }),
    );
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
    .argument('[query]', 'as text, or as the JSON that --json gives under "condition"')
    .option('--file <path>', 'read the query from a file; or a segment file, or a directory of them, with its examples')
    .addOption(
      new Option('--target <language>', "write it in Shopify's language, of 2026-10 on or before").choices(
        SHOPIFY_TARGETS,
      ),
    )
    .addHelpText(
      'after',
      examples(
        'clientele segment check "rfm_group = \'CHAMPIONS\'"',
        'clientele segment check --file segments/regulars.segment',
        'clientele segment check --file segments',
        "clientele segment check 'products_purchased MATCHES (id = 22423)' --target shopify",
      ),
    )
    .action(async (query: string | undefined, { file, ...options }: { file?: string; target?: ShopifyTarget }) => {
      const files = query === undefined && file !== undefined ? await segmentFilesOf(file, options.target) : undefined;
      if (files !== undefined) await run(segmentCheckFiles, { files });
      else await run(segmentCheck, { query: await queryOf(query, file), ...options });
    });
  segment
    .command('apply')
    .description('make segments what files say of them; shows what would change, and asks')
    .argument('<path...>', 'segment files, or directories of them')
    .option('--yes', 'carry it out without asking')
    .addHelpText(
      'after',
      `${examples(
        'clientele segment apply segments',
        'clientele segment apply segments/vip.segment segments/regulars.segment --yes',
        'clientele segment apply segments --json   (only says what would change; exit status 1 where something would)',
      )}
Segments of the shop that no file mentions are left alone.`,
    )
    .action(async (paths: string[], { yes }: { yes?: true }) => {
      const files = await readSegmentFiles(paths);
      let shown: ApplyOutput | undefined;
      const showing = { ...segmentApply, print: shownOnce };
      await run(showing, { files, carryOut: yes === true });
      if (shown === undefined || shown.applied || !process.stdin.isTTY || !process.stdout.isTTY) return;
      if (await agreed('Carry this out?')) await run(segmentApply, { files, carryOut: true, seen: shown.fingerprint });
      else process.stdout.write('Nothing was changed.\n');

      function shownOnce(...[output, terminal, input]: Parameters<typeof segmentApply.print>): void {
        shown = output;
        segmentApply.print(output, terminal, input);
      }
    });
  segment
    .command('write')
    .description('write the saved segments as files, for segment apply; files that are there stay as they are')
    .argument('<dir>')
    .addHelpText('after', examples('clientele segment write segments'))
    .action((directory: string) => run(segmentWrite, { directory: resolve(directory) }));
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
    .description('members with their e-mail address, phone number and name; with --for with the address that is for it')
    .argument('<query>', 'a query, or the id or handle of a saved segment')
    .addOption(new Option('--as <format>', 'how to write them').choices(MEMBER_FORMATS).default('csv'))
    .addOption(
      new Option('--for <channel>', 'only who may be written to on it; the others are counted by reason').choices(
        WRITING_CHANNELS,
      ),
    )
    .option(
      '--columns <names>',
      `others than its use needs, with commas between: ${MEMBER_COLUMNS.join(', ')}`,
      (names: string) => names.split(',').map((name) => name.trim()),
    )
    .option('--without-hold-out', 'leave out those whom the shop leaves alone, and count them')
    .option('--out <file>', 'where to write them, instead of standard output')
    .addHelpText(
      'after',
      `${examples(
        'clientele segment export regulars --as csv --for email --out regulars.csv',
        'clientele segment export regulars --for email --columns email,name --out regulars.csv',
        'clientele segment export "number_of_orders >= 5" --as jsonl | gzip > often.jsonl.gz',
        'clientele segment export regulars --for sms --json',
      )}
With --json and without --out, members are only counted.`,
    )
    .action((query: string, { out, ...options }: ExportCommand) =>
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
  addSegmentListCommands(segment, run);
  addSegmentPlatformCommands(segment, run);
  segment
    .command('import')
    .description('write a segment of another system as a query, and say what could not be carried over')
    .argument('<file>', "its definition, as that system's API gives it in JSON")
    .addOption(new Option('--from <system>', 'whose it is').choices(IMPORT_SOURCES).makeOptionMandatory())
    .option('--names <file>', 'what your own events, lists and attributes are here, see docs/import-segments.md')
    .option('--partial', 'show and save what is left also where a condition could not be carried over')
    .option('--save', 'save the query as a segment')
    .option('--name <name>', 'what to call it, instead of what it is called there')
    .addHelpText(
      'after',
      examples(
        'clientele segment import vip.json --from klaviyo',
        'clientele segment import list-7.json --from hubspot --names names.json --save',
      ),
    )
    .action(async (file: string, { names, ...options }: ImportFlags) => {
      const definition = await readText(resolve(file), 'The definition');
      const named = names === undefined ? {} : { names: await readText(resolve(names), 'The names') };
      return run(segmentImport, { definition, ...named, ...options });
    });
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
    .description('delete saved segments to which no others refer; their members leave, the history stays')
    .argument('<segment...>', 'id or handle')
    .addHelpText('after', examples('clientele segment delete regulars', 'clientele segment delete regulars lapsed'))
    .action((segments: string[]) => run(segmentDelete, { segments }));
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
    .description('who would enter and leave a saved segment with another query, and what they spent')
    .argument('<segment>', 'id or handle')
    .argument('<query>')
    .option('--sample <n>', 'name the first few of them', wholeNumber, 3)
    .addHelpText('after', examples("clientele segment diff regulars 'number_of_orders >= 4' --sample 10"))
    .action((id: string, query: string, options: { sample: number }) =>
      run(segmentDiff, { segment: id, query, ...options }),
    );
  segment
    .command('overlap')
    .description('how many members segments have in common, the most alike first')
    .argument('[segment...]', 'ids or handles; all segments without')
    .option('--limit <n>', 'print at most so many pairs', atLeastOne, 20)
    .addHelpText('after', examples('clientele segment overlap', 'clientele segment overlap regulars vip --json'))
    .action((segments: string[], options: { limit: number }) => run(segmentOverlap, { segments, ...options }));
  segment
    .command('family')
    .description('whether everybody is in exactly one of some segments; ends with 1 where not')
    .argument('<segment...>', 'ids or handles')
    .addHelpText('after', examples('clientele segment family newcomers regulars lapsed'))
    .action((segments: string[]) => run(segmentFamilyOf, { segments }));
  segment
    .command('health')
    .description('what is worth a look: too small or large, nearly the same, unused, unreachable, nobody covered')
    .addHelpText('after', examples('clientele segment health', 'clientele segment health --json'))
    .action(() => run(segmentHealthOf, {}));
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

interface MembersCommand {
  readonly limit: number;
  readonly after?: string;
  readonly at?: string;
  readonly withoutHoldOut?: true;
}

interface ImportFlags {
  readonly from: ImportSource;
  readonly names?: string;
  readonly partial?: true;
  readonly save?: true;
  readonly name?: string;
}

async function queryOf(query: string | undefined, file: string | undefined): Promise<string> {
  if ((query === undefined) === (file === undefined)) throw new CommandError(2, 'Give either a query or --file.');
  if (query !== undefined || file === undefined) return query ?? '';
  const text = await readText(resolve(file), 'The query');
  if (!isSegmentFile(text)) return text;
  const reading = readSegmentFile(text);
  if (reading.outcome === 'read') return reading.file.query;
  throw new CommandError(2, reading.faults.map((fault) => faultLine({ file, ...fault })).join('\n'));
}

/** The segment files that a path names, if it names no bare query; one whose query is to be translated is read as that. */
async function segmentFilesOf(path: string, target: ShopifyTarget | undefined) {
  const isMany = await isDirectory(resolve(path));
  if (isMany && target !== undefined) throw new CommandError(2, '--target writes one query: name one file.');
  if (target !== undefined) return undefined;
  return isMany || isSegmentFile(await readText(resolve(path), 'The query')) ? readSegmentFiles([path]) : undefined;
}

async function agreed(question: string): Promise<boolean> {
  const asking = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await asking.question(`${question} [y/N] `)).trim());
  } finally {
    asking.close();
  }
}
