import { type Command, Option } from 'commander';
import { atLeastOne, examples, type Run } from './command-parts.js';
import { segmentImportFrom } from './verbs/segment-import-from.js';
import { segmentTakeBack, segmentWriteBack, segmentWriteBacks, type WriteBackInput } from './verbs/write-back.js';

type WriteBackCommand = Omit<WriteBackInput, 'segment' | 'shop' | 'now'>;

/** What goes between segments here and on platforms: `clientele segment write-back`, `write-backs`, `take-back`, `import-from`. */
export function addSegmentPlatformCommands(segment: Command, run: Run): void {
  segment
    .command('write-back')
    .description("keep a segment on a connection's platform, as a tag, a metafield, a group or a segment there")
    .argument('<segment>', 'id or handle')
    .requiredOption('--to <connection>', 'the connection whose customers get it')
    .addOption(
      new Option('--as <what>', 'what it is there')
        .choices(['tag', 'metafield', 'group', 'segment'] as const)
        .default('tag'),
    )
    .option('--name <name>', "what it is called there; the segment's handle without it")
    .option('--without-hold-out', 'leave out those whom the shop leaves alone')
    .option('--dry-run', 'say what would be written, and write nothing')
    .option('--check', 'look also whether what was written before is still there, which is done once a day')
    .addHelpText(
      'after',
      `${examples('clientele segment write-back vip --to web --dry-run', "clientele segment write-back vip --to web --as tag --name 'VIP'")}
Only what was written is ever taken off: who had the tag before keeps it. Given again, it writes what has changed.
A segment of Shopify (--as segment) is written by its query, where Shopify's language can say it: the dry run shows it.`,
    )
    .action((named: string, options: WriteBackCommand) => run(segmentWriteBack, { segment: named, ...options }));
  segment
    .command('write-backs')
    .description('the segments that are kept on platforms')
    .addHelpText('after', examples('clientele segment write-backs'))
    .action(() => run(segmentWriteBacks, {}));
  segment
    .command('import-from')
    .description("the segments that a connection's platform has, with their sizes there and here")
    .argument('<connection>')
    .option('--save', 'save those that can be asked here, under their names')
    .addHelpText('after', examples('clientele segment import-from web', 'clientele segment import-from web --save'))
    .action((connection: string, options: { save?: true }) => run(segmentImportFrom, { connection, ...options }));
  segment
    .command('take-back')
    .description('take a segment off a platform')
    .argument('<number>', 'as `segment write-backs` shows it', atLeastOne)
    .option('--leave', 'leave there what was written, and only keep it no more')
    .addHelpText('after', examples('clientele segment take-back 1'))
    .action((number: number, options: { leave?: true }) => run(segmentTakeBack, { number, ...options }));
}
