import type { Segment, WholeSegment, WriteBack, WrittenPlace, WrittenState } from '@clientele/ledger';
import type { Shop } from '@clientele/model';
import type { PlannedWhole, PlannedWriteBack, RefusedWriteBack, WholeDone, WroteBack } from '@clientele/pipeline';
import { chosenSegments } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { House } from '../house.js';
import { counted } from '../terminal/counted.js';
import type { Terminal } from '../terminal/terminal.js';
import { nextCommand } from './next-command.js';
import { refusedEdit } from './refused-edit.js';
import { type Answer, type Asked, type Report, type Verb, yes } from './verb.js';

export interface WriteBackInput extends Asked {
  readonly segment: string;
  readonly to: string;
  readonly as: WrittenPlace['what'];
  /** The segment's handle without it. */
  readonly name?: string;
  readonly withoutHoldOut?: true;
  /** Says what would be done, and does nothing. */
  readonly dryRun?: true;
  /** Looks also whether what was written before is still there. */
  readonly check?: true;
}

interface Place extends WrittenPlace {
  readonly segment: string;
}

type WriteBackOutput =
  | ({ readonly place: Place; readonly planned: Omit<PlannedWriteBack, 'outcome'> } & { readonly number?: undefined })
  | ({ readonly place: Place; readonly number: number } & WroteBack);

/** Keeps a segment on a platform from now on, and writes it there. */
export const segmentWriteBack: Verb<WriteBackInput, WriteBackOutput> = {
  name: 'segment write-back',

  async run(house, input, report) {
    const { shop: id, segment: named, to: connection, as: what } = input;
    const shop = await house.shop(id);
    const segment = await segmentMeant(house, shop, named);
    const { name = segment.handle, withoutHoldOut = false, dryRun = false } = input;
    const draft = { segment: segment.id, connection, what, name, withoutHoldOut, by: 'command line' };
    const place = { segment: segment.handle, connection, what, name };
    if (dryRun) {
      const plan = await house.writtenSegments.plan(shop, draft);
      if (plan.outcome === 'refused') throw refusedWriteBack(plan);
      const { outcome: _, ...planned } = plan;
      return yes({ place, planned });
    }
    const made = await house.writtenSegments.create(shop, draft);
    if (made.outcome === 'refused') throw refusedWriteBack(made);
    const { number } = made.writeBack;
    return ranBack(await run(house, shop, number, place, report, input.check), { place, number });
  },

  print(output, terminal, asked) {
    const { place } = output;
    if (output.number === undefined) {
      if (output.planned.whole !== null)
        return printPlannedWhole(output.planned, output.planned.whole, place, terminal);
      const { members, customers, add, remove } = output.planned;
      const whom = `${counted(members, 'member')}, ${counted(customers, 'customer')} of them on ${place.connection}`;
      return terminal.line(
        `${whom}: ${counted(add, 'addition')} and ${counted(remove, 'removal')} to make. Nothing was written.`,
      );
    }
    printRun(output, terminal);
    terminal.line(
      `It is kept in step while a server runs. Take it back with: ${nextCommand(`segment take-back ${output.number}`, asked)}`,
    );
  },
};

interface TakeBackInput extends Asked {
  readonly number: number;
  /** Leaves there what was written. */
  readonly leave?: true;
}

type TakeBackOutput = { readonly number: number; readonly place: Place; readonly left: boolean } & WroteBack;

/** Takes a segment off a platform, and keeps it there no more. */
export const segmentTakeBack: Verb<TakeBackInput, TakeBackOutput> = {
  name: 'segment take-back',

  async run(house, { shop: id, number, leave }, report) {
    const shop = await house.shop(id);
    const left = leave === true;
    const taken = await house.writtenSegments.takeBack(shop, number, { leave: left, by: 'command line' });
    if (taken.outcome === 'refused') throw refusedWriteBack(taken);
    const { connection, what, name } = taken.writeBack;
    const place = { segment: await handleOf(house, shop, taken.writeBack), connection, what, name };
    const nothing = {
      outcome: 'done',
      sentence: null,
      added: 0,
      removed: 0,
      restored: 0,
      theirs: 0,
      gone: 0,
      whole: null,
    } as const;
    return ranBack(left ? nothing : await run(house, shop, number, place, report), { number, place, left });
  },

  print(output, terminal) {
    const { left, place, outcome } = output;
    if (left) terminal.line(`${placeText(place)} is not kept in step any more. What was written is there still.`);
    else {
      printRun(output, terminal);
      if (outcome === 'done') terminal.line(`${placeText(place)} is not kept any more.`);
    }
  },
};

interface ListedWriteBack extends Place, Pick<WriteBack, 'number' | 'isTakenBack' | 'end' | 'doneAt' | 'dueAt'> {
  /** Customers by how it stands with them. */
  readonly customers: Readonly<Record<WrittenState, number>>;
  /** What was written of a segment that the platform keeps by its query; null of others. */
  readonly whole: Pick<WholeSegment, 'id' | 'query' | 'state'> | null;
}

/** The segments that are kept on platforms. */
export const segmentWriteBacks: Verb<Asked, readonly ListedWriteBack[]> = {
  name: 'segment write-backs',

  async run(house, { shop: id }) {
    const shop = await house.shop(id);
    const all = await house.ledger.writeBacks.list(shop.id);
    return yes(
      await Promise.all(
        all.map(async (writeBack) => {
          const { number, connection, what, name, isTakenBack, end, doneAt, dueAt } = writeBack;
          const segment = await handleOf(house, shop, writeBack);
          const customers = await house.ledger.writeBacks.counts(shop.id, number);
          const written = await house.ledger.writeBacks.whole(shop.id, number);
          const whole = written === undefined ? null : { id: written.id, query: written.query, state: written.state };
          return { number, segment, connection, what, name, isTakenBack, end, doneAt, dueAt, customers, whole };
        }),
      ),
    );
  },

  print(all, terminal) {
    if (all.length === 0)
      return terminal.line('No segment is kept on a platform: see clientele segment write-back --help.');
    terminal.table(
      ['no.', 'segment', 'on', 'as', 'state', 'done', 'customers'],
      all.map(({ number, segment, connection, what, name, isTakenBack, end, doneAt, customers, whole }) => [
        number,
        segment,
        connection,
        `${what} ${name}`,
        isTakenBack ? 'being taken back' : (end?.outcome ?? 'new'),
        doneAt ?? '–',
        whole === null ? customers.there + customers.theirs : WHOLE_STATES[whole.state],
      ]),
    );
    for (const { number, whole } of all) if (whole !== null) terminal.line(`${number}: ${whole.query}`);
    for (const { number, end } of all) if (end?.sentence != null) terminal.line(`${number}: ${end.sentence}`);
  },
};

async function run(
  house: House,
  shop: Shop,
  number: number,
  { connection, what, name }: Place,
  report: Report,
  looks: boolean = false,
): Promise<WroteBack> {
  const wrote = await house.writtenSegments.run(shop, number, {
    ...(looks && { looks }),
    onProgress: (done, of) => report({ label: `${connection}: ${what} ${name}`, done, of }),
  });
  if (wrote.outcome === 'refused') throw refusedWriteBack(wrote);
  return wrote;
}

/** What was written is kept, and the rest is out of reach where the run came to no end. */
function ranBack<About extends object>(wrote: WroteBack, about: About): Answer<About & WroteBack> {
  return { output: { ...about, ...wrote }, exit: wrote.outcome === 'done' ? 0 : 3 };
}

/** How it stands with a segment that the platform keeps by its query. */
const WHOLE_STATES: Readonly<Record<WholeSegment['state'], string>> = {
  making: 'being written',
  changing: 'being written',
  there: 'by its query',
  theirs: "the merchant's",
};

const WHOLE_ACTS: Readonly<Record<PlannedWhole['act'], string>> = {
  make: 'It would be made.',
  change: 'Its query would be changed.',
  nothing: 'It is there already.',
  theirs: 'It was changed or deleted there again after it had been put back, so it is left as it is.',
};

const WHOLE_DONE: Readonly<Record<WholeDone, string>> = {
  made: 'made. Who is in it is worked out there.',
  changed: 'its query was changed.',
  restored: 'somebody had changed or deleted it there. It was put back, and will not be again.',
  unchanged: 'nothing to change.',
  theirs: 'somebody changed or deleted it there again after it had been put back: that is left alone.',
  removed: 'removed.',
  left: 'somebody has changed it there: it was left as it is.',
};

function printPlannedWhole(
  { customers }: Pick<PlannedWriteBack, 'customers'>,
  { query, act, there, remarks }: PlannedWhole,
  { connection }: Place,
  terminal: Terminal,
): void {
  terminal.line(query);
  const theirs = there === null ? '' : `${counted(there, 'customer')} there; `;
  terminal.line(
    `${theirs}${counted(customers, 'customer')} of ${connection} here. ${WHOLE_ACTS[act]} Nothing was written.`,
  );
  for (const remark of remarks) terminal.line(remark);
}

function printRun({ place, ...wrote }: { readonly place: Place } & WroteBack, terminal: Terminal): void {
  const { added, removed, restored, theirs, gone, outcome, sentence, whole } = wrote;
  const each = `${counted(added, 'customer')} added, ${removed.toLocaleString('en')} taken off.`;
  const isNothing = outcome !== 'done' && added + removed === 0;
  terminal.line(
    `${placeText(place)}: ${whole !== null ? WHOLE_DONE[whole] : isNothing ? 'nothing was written.' : each}`,
  );
  if (restored > 0)
    terminal.line(
      `${counted(restored, 'customer')} of them had been taken off by somebody else, and will not be put back again.`,
    );
  if (theirs > 0) terminal.line(`${counted(theirs, 'customer')} had it already: that is left alone, also later.`);
  if (gone > 0)
    terminal.line(`${counted(gone, 'member')} ${gone === 1 ? 'is' : 'are'} no customer there (guests, or gone).`);
  if (outcome !== 'done')
    terminal.line(`It came to no end${sentence === null ? '' : `: ${sentence}`}. What was written is kept.`);
}

function placeText({ segment, connection, what, name }: Place): string {
  return `${segment} as the ${what} '${name}' on ${connection}`;
}

async function segmentMeant(house: House, shop: Shop, named: string): Promise<Segment> {
  const chosen = await chosenSegments(house, shop, [named]);
  if (chosen.outcome === 'refused') throw refusedEdit(chosen);
  const [segment] = chosen.segments;
  if (segment === undefined) throw new Error('a segment was chosen, and is not there');
  return segment;
}

/** The handle of its segment; its id where that was deleted. */
async function handleOf(house: House, shop: Shop, { segment }: WriteBack): Promise<string> {
  return (await house.ledger.segments.list(shop.id)).find(({ id }) => id === segment)?.handle ?? segment;
}

function refusedWriteBack({ code, message }: RefusedWriteBack): CommandError {
  const sentence = `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return new CommandError(code === 'write-back.taken' ? 1 : 2, sentence);
}
