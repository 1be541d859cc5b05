import { resolve } from 'node:path';
import type { Command } from 'commander';
import { CommandError } from './command-error.js';
import { atLeastOne, examples, type Run } from './command-parts.js';
import { segmentAdd, segmentExclude, segmentListed, segmentSnapshot, segmentUnlist } from './verbs/segment-lists.js';

/** `clientele segment snapshot`, `add`, `exclude`, `unlist` and `listed`. */
export function addSegmentListCommands(segment: Command, run: Run): void {
  segment
    .command('snapshot')
    .description('make a list: a segment of those who are members now, which never changes by itself')
    .argument('<name>')
    .argument('[query]', 'a query, or the id or handle of a saved segment; without it the list is empty')
    .option('--description <text>')
    .option('--why <text>', 'for whoever asks later', '')
    .addHelpText(
      'after',
      examples(
        "clientele segment snapshot 'Black Friday 2026' big-spenders --why 'whom we wrote to'",
        "clientele segment snapshot 'Friends of the house'",
      ),
    )
    .action((name: string, query: string | undefined, options: { description?: string; why: string }) =>
      run(segmentSnapshot, { name, ...options, ...(query === undefined ? {} : { query }) }),
    );
  const deciding = (name: string, description: string, verb: typeof segmentAdd, example: string) =>
    segment
      .command(name)
      .description(description)
      .argument('<segment>', 'id or handle')
      .argument('[person...]', 'ids of profiles or customer records, e-mail addresses or telephone numbers')
      .option('--file <path>', 'people, one a line; at most 1,000,000')
      .option('--why <text>', 'for whoever asks later', '')
      .addHelpText(
        'after',
        `${examples(example, `clientele segment ${name} vip --file people.txt`)}
Who is not one person of the shop is told by place, and ends with 1; the others are ${name === 'unlist' ? 'taken off' : 'put on'} the list all the same.`,
      )
      .action((id: string, people: string[], { file, why }: { file?: string; why: string }) => {
        if (people.length === 0 && file === undefined) throw new CommandError(2, 'Name people, or a file with --file.');
        return run(verb, { segment: id, people, why, ...(file === undefined ? {} : { file: resolve(file) }) });
      });
  deciding(
    'add',
    'make people members by hand, whatever the query says',
    segmentAdd,
    "clientele segment add vip ann@example.com --why 'asked for it at the till'",
  );
  deciding(
    'exclude',
    'keep people out by hand, whatever the query says; outweighs an addition where profiles are joined',
    segmentExclude,
    "clientele segment exclude vip p_1kffchceqrb07v5c --why 'works here'",
  );
  deciding(
    'unlist',
    'take back what was decided about people by hand',
    segmentUnlist,
    'clientele segment unlist vip ann@example.com',
  );
  segment
    .command('listed')
    .description('who was added and excluded by hand: by whom, when and why')
    .argument('<segment>', 'id or handle')
    .option('--limit <n>', 'page size', atLeastOne, 50)
    .option('--after <cursor>', 'go on after a page')
    .addHelpText('after', examples('clientele segment listed vip'))
    .action((id: string, options: { limit: number; after?: string }) =>
      run(segmentListed, { segment: id, ...options }),
    );
}
