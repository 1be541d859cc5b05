import { segmentChanges as changesOf, type SegmentChange } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { instantAsked } from './instant-asked.js';
import { type Asked, type Verb, yes } from './verb.js';

const PAGE = 1_000;

export interface ChangesInput extends Asked {
  readonly segment?: string;
  readonly since?: string;
  /** At most so many; all without it. */
  readonly limit?: number;
  /** The cursor of the last change of the page before. */
  readonly after?: string;
}

export const segmentChanges: Verb<ChangesInput, readonly SegmentChange[]> = {
  name: 'segment changes',
  takesNow: true,
  async run(house, { shop: id, now, segment, since, limit, after }) {
    const shop = await house.shop(id);
    const [from, until] = [instantAsked(since, shop, '--since'), instantAsked(now, shop)];
    const changes: SegmentChange[] = [];
    let behind = after;
    for (;;) {
      const page = Math.min(PAGE, limit === undefined ? PAGE : limit - changes.length);
      const found = await changesOf(house, shop, {
        limit: page,
        ...(segment === undefined ? {} : { segment }),
        ...(from === undefined ? {} : { since: from }),
        ...(until === undefined ? {} : { until }),
        ...(behind === undefined ? {} : { after: behind }),
      });
      if (found.outcome === 'refused') throw new CommandError(2, found.message);
      changes.push(...found.changes);
      if (found.changes.length < page || changes.length === limit) return yes(changes);
      behind = found.changes.at(-1)?.cursor;
    }
  },
  print(changes, terminal, { limit }) {
    if (changes.length === 0) return terminal.line('Nobody entered or left.');
    terminal.table(
      ['at', 'segment', 'change', 'profile', 'cause'],
      changes.map(({ at, segment, change, profile, cause }) => [at, segment, change, profile, cause]),
    );
    const last = changes[changes.length - 1];
    if (last !== undefined && changes.length === limit) terminal.line(`More: --after ${last.cursor}`);
  },
};
