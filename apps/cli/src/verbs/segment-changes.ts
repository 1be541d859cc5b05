import { segmentChanges as changesOf, type SegmentChange } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { instantAsked } from './instant-asked.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface ChangesInput extends Asked {
  readonly segment?: string;
  readonly since?: string;
  readonly limit: number;
  /** The cursor of the last change of the page before. */
  readonly after?: string;
}

export const segmentChanges: Verb<ChangesInput, readonly SegmentChange[]> = {
  name: 'segment changes',
  async run(house, { shop: id, now, segment, since, limit, after }) {
    const shop = await house.shop(id);
    const [from, until] = [instantAsked(since, shop, '--since'), instantAsked(now, shop)];
    const found = await changesOf(house, shop, {
      limit,
      ...(segment === undefined ? {} : { segment }),
      ...(from === undefined ? {} : { since: from }),
      ...(until === undefined ? {} : { until }),
      ...(after === undefined ? {} : { after }),
    });
    if (found.outcome === 'refused') throw new CommandError(2, found.message);
    return yes(found.changes);
  },
  print(changes, terminal, { limit }) {
    terminal.table(
      ['at', 'segment', 'change', 'profile', 'cause'],
      changes.map(({ at, segment, change, profile, cause }) => [at, segment, change, profile, cause]),
    );
    const last = changes[changes.length - 1];
    if (last !== undefined && changes.length === limit) terminal.line(`More: --after ${last.cursor}`);
  },
};
