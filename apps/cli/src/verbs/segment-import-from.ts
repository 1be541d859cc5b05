import { advance, type ComparedSegment, platformSegments } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { counted } from '../terminal/counted.js';
import { nextCommand } from './next-command.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface ImportFromInput extends Asked {
  readonly connection: string;
  readonly save?: true;
}

/** Shows the segments that a merchant has on a platform beside what they are here; saves them where that is asked. */
export const segmentImportFrom: Verb<ImportFromInput, readonly ComparedSegment[]> = {
  name: 'segment import-from',

  async run(house, { shop: id, connection, save = false }, report) {
    const shop = await house.shop(id);
    return house.inTurn(shop.id, async () => {
      const read = await platformSegments(house, house.connections, shop, connection, { save, by: 'command line' });
      if (read.outcome !== 'read') throw new CommandError(read.outcome === 'unusable' ? 2 : 3, `${read.sentence}.`);
      if (save) await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      return yes(read.segments);
    });
  },

  print(segments, terminal, asked) {
    if (segments.length === 0) return terminal.line(`There are no segments on ${asked.connection}.`);
    terminal.table(
      ['segment', 'customers there', 'people here', 'here'],
      segments.map((segment) => [segment.name, segment.theirs ?? '–', segment.ours ?? '–', stateOf(segment)]),
    );
    for (const { name, faults, reason } of segments) {
      for (const { line, column, message } of faults) terminal.line(`${name}: ${line}:${column} ${message}`);
      if (reason !== null) terminal.line(`${name}: ${reason}`);
    }
    const open = segments.filter(({ saved, canonical }) => saved === 'not' && canonical !== null).length;
    if (open > 0 && asked.save === undefined) {
      const save = nextCommand(`segment import-from ${asked.connection} --save`, asked);
      terminal.line(`Nothing was saved. Save ${counted(open, 'segment')} with: ${save}`);
    }
  },
};

function stateOf({ saved, handle, canonical }: ComparedSegment): string {
  if (canonical === null) return 'cannot be asked';
  return saved === 'not' ? 'not saved' : `${saved === 'made' ? 'saved as' : 'there as'} ${handle}`;
}
