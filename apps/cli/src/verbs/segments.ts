import {
  advance,
  type Difference,
  diffSegment,
  listSegments,
  type SegmentChange,
  type SegmentSummary,
  saveSegment,
  segmentChanges,
} from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { instantAsked } from './instant-asked.js';
import { invalidQuery } from './query-errors.js';
import { type Asked, type Verb, yes } from './verb.js';

export const segmentList: Verb<Asked, readonly SegmentSummary[]> = {
  name: 'segment list',
  run: async (house, input) => yes(await listSegments(house, await house.shop(input.shop))),
  print(segments, terminal) {
    if (segments.length === 0) {
      terminal.line("No segment is saved yet. Save one: clientele segment save 'Regulars' 'number_of_orders >= 5'");
      return;
    }
    terminal.table(
      ['handle', 'members', 'query'],
      segments.map(({ handle, members, query }) => [handle, members, query]),
    );
  },
};

export interface SaveInput extends Asked {
  readonly name: string;
  readonly query: string;
  readonly description?: string;
}

export interface SaveOutput {
  readonly outcome: 'created' | 'saved' | 'unchanged';
  readonly id: string;
  readonly handle: string;
  readonly version: number;
  readonly members: number;
}

export const segmentSave: Verb<SaveInput, SaveOutput> = {
  name: 'segment save',
  async run(house, input, report) {
    const shop = await house.shop(input.shop);
    const { name, query, description } = input;
    return house.inTurn(shop.id, async () => {
      const draft = { name, query, ...(description === undefined ? {} : { description }) };
      const saved = await saveSegment(house, shop, draft, 'command line');
      if (saved.outcome === 'invalid') throw invalidQuery(saved.errors);
      if (saved.outcome === 'refused') throw new CommandError(1, saved.message);
      await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      const { id, handle, version } = saved.segment;
      const members = (await listSegments(house, shop)).find((segment) => segment.id === id)?.members ?? 0;
      return yes({ outcome: saved.outcome, id, handle, version, members });
    });
  },
  print({ outcome, handle, version, members }, terminal) {
    terminal.line(`${handle} ${outcome}, version ${version}: ${members.toLocaleString('en')} members`);
  },
};

export interface DiffInput extends Asked {
  readonly segment: string;
  readonly query: string;
}
type DiffOutput = Omit<Difference, 'outcome'>;

export const segmentDiff: Verb<DiffInput, DiffOutput> = {
  name: 'segment diff',
  async run(house, input) {
    const compared = await diffSegment(house, await house.shop(input.shop), input.segment, input.query);
    if (compared.outcome === 'invalid') throw invalidQuery(compared.errors);
    const { outcome: _, ...output } = compared;
    return yes(output);
  },
  print({ entering, leaving, staying }, terminal) {
    terminal.line(`${entering} would enter, ${leaving} would leave, ${staying} would stay.`);
  },
};

export interface ChangesInput extends Asked {
  readonly segment?: string;
  readonly since?: string;
  readonly limit: number;
}

export const segmentChangesVerb: Verb<ChangesInput, readonly SegmentChange[]> = {
  name: 'segment changes',
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const since = instantAsked(input.since, shop, '--since');
    const changes = await segmentChanges(house, shop, {
      limit: input.limit,
      ...(input.segment === undefined ? {} : { segment: input.segment }),
      ...(since === undefined ? {} : { since }),
    });
    if (changes === undefined)
      throw new CommandError(2, `There is no segment '${input.segment}' in the shop ${shop.id}.`);
    return yes(changes);
  },
  print(changes, terminal) {
    terminal.table(
      ['at', 'segment', 'change', 'profile', 'cause'],
      changes.map(({ at, segment, change, profile, cause }) => [at, segment, change, profile, cause]),
    );
  },
};
