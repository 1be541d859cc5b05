import type { Segment, SegmentVersion } from '@clientele/ledger';
import type { Instant, Shop } from '@clientele/model';
import { advance, reviseSegment } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { invalidQuery } from './query-errors.js';
import { shownQuery } from './shown-query.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

interface ShownVersion {
  readonly version: number;
  readonly query: string;
  readonly savedAt: Instant;
  readonly savedBy: string;
}

/** What a segment has asked, newest first. */
export const segmentVersions: Verb<Asked & { readonly segment: string }, readonly ShownVersion[]> = {
  name: 'segment versions',
  async run(house, { shop: of, segment }) {
    const { versions } = await versionsOf(house, await house.shop(of), segment);
    return yes(
      versions.map(({ version, query, createdAt, createdBy }) => ({
        version,
        query,
        savedAt: createdAt,
        savedBy: createdBy,
      })),
    );
  },
  print(versions, terminal) {
    terminal.table(
      ['version', 'saved at', 'by', 'query'],
      versions.map(({ version, savedAt, savedBy, query }) => [version, savedAt, savedBy, shownQuery(query)]),
    );
  },
};

interface RestoreInput extends Asked {
  readonly segment: string;
  readonly version: number;
}

interface RestoredSegment {
  readonly outcome: 'saved' | 'unchanged';
  readonly id: string;
  readonly handle: string;
  readonly version: number;
  /** Whether it is a list now, which asks nothing. */
  readonly isList: boolean;
}

/** Saves the query of an older version as a new one; the versions between stay. */
export const segmentRestore: Verb<RestoreInput, RestoredSegment> = {
  name: 'segment restore',
  async run(house, { shop: of, segment: named, version }, report) {
    const shop = await house.shop(of);
    return house.inTurn(shop.id, async () => {
      const { segment, versions } = await versionsOf(house, shop, named);
      const query = versions.find((one) => one.version === version)?.query;
      if (query === undefined) {
        throw new CommandError(2, `${segment.handle} has the versions 1 to ${segment.version}, not ${version}.`);
      }
      // A version without a query is that of a list.
      const asked = query === '' ? null : query;
      const saved = await reviseSegment(house, shop, segment.id, { query: asked }, 'command line');
      if (saved.outcome === 'invalid') throw invalidQuery(saved.errors, query);
      if (saved.outcome === 'refused') throw new CommandError(1, saved.message);
      const { id, handle } = segment;
      if (saved.outcome === 'saved') {
        await writeDown(house, shop.id, 'segment.revised', id);
        await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      }
      return yes({ outcome: saved.outcome, id, handle, version: saved.segment.version, isList: query === '' });
    });
  },
  print({ outcome, handle, version, isList }, terminal, { version: restored }) {
    if (isList)
      return terminal.line(`${handle} is ${outcome === 'saved' ? 'a list again' : 'a list'}, in version ${version}.`);
    terminal.line(
      outcome === 'saved'
        ? `${handle} asks as in version ${restored} again: that is version ${version} now.`
        : `${handle} asks that already, in version ${version}.`,
    );
  },
};

async function versionsOf(
  { ledger }: House,
  { id: shop }: Shop,
  idOrHandle: string,
): Promise<{ readonly segment: Segment; readonly versions: readonly SegmentVersion[] }> {
  const segment = await ledger.segments.find(shop, idOrHandle);
  if (segment === undefined) throw new CommandError(2, `There is no segment with the id or handle '${idOrHandle}'.`);
  return { segment, versions: (await ledger.segments.versions(shop, [segment.id])).get(segment.id) ?? [] };
}
