import { open } from 'node:fs/promises';
import {
  advance,
  changeList,
  createList,
  type ListedPersonOf,
  listedPeople,
  listSegments,
  type NamedPerson,
  type UnknownPerson,
} from '@clientele/pipeline';
import type { Decided } from '@clientele/warehouse';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { counted } from '../terminal/counted.js';
import { instantAsked } from './instant-asked.js';
import { invalidQuery } from './query-errors.js';
import { refusedEdit } from './refused-edit.js';
import { type Answer, type Asked, type Report, type Verb, yes } from './verb.js';

export interface SnapshotInput extends Asked {
  readonly name: string;
  /** Whose members the list begins with; nobody without it. */
  readonly query?: string;
  readonly description?: string;
  readonly why: string;
}

interface SnapshotOutput {
  readonly id: string;
  readonly handle: string;
  readonly members: number;
}

export const segmentSnapshot: Verb<SnapshotInput, SnapshotOutput> = {
  name: 'segment snapshot',
  takesNow: true,
  async run(house, { shop: of, now, why: reason, query, ...draft }, report) {
    const shop = await house.shop(of);
    const asked = instantAsked(now, shop);
    return house.inTurn(shop.id, async () => {
      const wanted = { ...draft, reason, ...(query !== undefined && { query }), ...(asked !== undefined && { asked }) };
      const made = await createList(house, shop, wanted, 'command line');
      if (made.outcome === 'invalid') throw invalidQuery(made.errors, query ?? '');
      if (made.outcome === 'refused') throw refusedEdit(made);
      await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      const { id, handle } = made.segment;
      return yes({ id, handle, members: made.people });
    });
  },
  print({ handle, members }, terminal) {
    terminal.line(
      `${handle} is a list of ${counted(members, 'member')}. It changes by hand alone: segment add, unlist.`,
    );
  },
};

export interface DecideInput extends Asked {
  readonly segment: string;
  readonly people: readonly string[];
  /** Absolute path of a file that names one person a line. */
  readonly file?: string;
  readonly why: string;
}

interface DecideOutput {
  readonly id: string;
  readonly handle: string;
  /** How many people were decided about. */
  readonly people: number;
  /** How many were named who are not one person of the shop. */
  readonly unknown: number;
  /** The first of them. */
  readonly unknownPeople: readonly UnknownPerson[];
  /** Of the segment, afterwards. */
  readonly members: number;
}

export const segmentAdd = deciding('segment add', 'added', 'added to');
export const segmentExclude = deciding('segment exclude', 'excluded', 'excluded from');
export const segmentUnlist = deciding('segment unlist', 'none', 'neither added to nor excluded any more from');

function deciding(name: string, decided: Decided, done: string): Verb<DecideInput, DecideOutput> {
  return {
    name,
    run: (house, input, report) => decide(house, input, decided, report),
    print({ handle, people, unknown, unknownPeople, members }, terminal) {
      terminal.line(`${counted(people, 'person', 'people')} ${done} ${handle}: ${counted(members, 'member')}.`);
      for (const { place, reason } of unknownPeople) {
        terminal.line(
          `  ${place}: ${reason === 'several' ? 'several people have that, name one by profile' : 'nobody here has that'}`,
        );
      }
      if (unknown > unknownPeople.length) terminal.line(`  and ${counted(unknown - unknownPeople.length, 'other')}`);
    },
  };
}

async function decide(
  house: House,
  { shop: of, segment, people: named, file, why: reason }: DecideInput,
  decided: Decided,
  report: Report,
): Promise<Answer<DecideOutput>> {
  const shop = await house.shop(of);
  return house.inTurn(shop.id, async () => {
    const people = peopleOf(named, file);
    const changed = await changeList(house, shop, { segment, decided, people, reason }, 'command line');
    if (changed.outcome === 'refused') throw refusedEdit(changed);
    await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
    const { id, handle } = changed.segment;
    const members = (await listSegments(house, shop)).find((one) => one.id === id)?.members ?? 0;
    const { outcome: _, segment: __, ...counts } = changed;
    return { output: { id, handle, ...counts, members }, exit: changed.unknown === 0 ? 0 : 1 };
  });
}

/** Whom arguments and the lines of a file name; empty lines name nobody. */
async function* peopleOf(named: readonly string[], file: string | undefined): AsyncGenerator<NamedPerson> {
  for (const [index, text] of named.entries()) yield { place: `person ${index + 1}`, text };
  if (file === undefined) return;
  const opened = await open(file).catch((error: unknown) => {
    throw new CommandError(
      2,
      `The people in ${file} cannot be read: ${error instanceof Error ? error.message : error}.`,
    );
  });
  let line = 0;
  for await (const text of opened.readLines()) {
    line += 1;
    if (text.trim() !== '') yield { place: `line ${line}`, text };
  }
}

export interface ListedInput extends Asked {
  readonly segment: string;
  readonly limit: number;
  readonly after?: string;
}

interface ListedOutput {
  readonly people: readonly ListedPersonOf[];
  readonly after: string | null;
}

export const segmentListed: Verb<ListedInput, ListedOutput> = {
  name: 'segment listed',
  async run(house, { shop: of, segment, limit, after }) {
    const shop = await house.shop(of);
    const listed = await listedPeople(house, shop, segment, { limit, ...(after === undefined ? {} : { after }) });
    if (listed.outcome === 'refused') throw refusedEdit(listed);
    return yes({ people: listed.people, after: listed.after });
  },
  print({ people, after }, terminal) {
    if (people.length === 0) return terminal.line('Nobody was added or excluded by hand.');
    terminal.table(
      ['profile', 'decided', 'at', 'by', 'why'],
      people.map(({ profile, decided, at, by, reason }) => [profile, decided, at, by, reason]),
    );
    if (after !== null) terminal.line(`More: --after ${after}`);
  },
};
