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
  writesJson: true,
  async run(house, { shop: id, now, segment, since, limit = Number.POSITIVE_INFINITY, after }, _report, write) {
    const shop = await house.shop(id);
    const [from, until] = [instantAsked(since, shop, '--since'), instantAsked(now, shop)];
    const changes: SegmentChange[] = [];
    let [behind, count] = [after, 0];
    for (;;) {
      const page = Math.min(PAGE, limit - count);
      const found = await changesOf(house, shop, {
        limit: page,
        ...(segment === undefined ? {} : { segment }),
        ...(from === undefined ? {} : { since: from }),
        ...(until === undefined ? {} : { until }),
        ...(behind === undefined ? {} : { after: behind }),
      });
      if (found.outcome === 'refused') throw new CommandError(2, found.message);
      if (write === undefined) changes.push(...found.changes);
      else
        await write(found.changes.map((change, index) => separator(count + index) + JSON.stringify(change)).join(''));
      count += found.changes.length;
      if (found.changes.length < page || count === limit) break;
      behind = found.changes.at(-1)?.cursor;
    }
    await write?.(count === 0 ? '[]\n' : '\n]\n');
    return yes(changes);
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

/** What stands before an element of a JSON list. */
const separator = (index: number) => (index === 0 ? '[\n' : ',\n');
