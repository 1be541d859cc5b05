import {
  advance,
  applySegmentFiles,
  type PlannedSegment,
  planSegmentFiles,
  type SegmentPlan,
} from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import { counted } from '../terminal/counted.js';
import type { Terminal } from '../terminal/terminal.js';
import { refusedEdit } from './refused-edit.js';
import { type FilesInput, faultLine, faultsOf } from './segment-check-files.js';
import type { Verb } from './verb.js';
import { writeDown } from './write-down.js';

interface ApplyInput extends FilesInput {
  /** Else it is only said what would change. */
  readonly carryOut: boolean;
  /** The plan that somebody has agreed to. */
  readonly seen?: string;
}

export interface ApplyOutput extends Omit<SegmentPlan, 'outcome'> {
  /** Whether it was carried out, or there was nothing to do. */
  readonly applied: boolean;
}

/** Makes segments what files say of them; the answer is no where something would change and was not carried out. */
export const segmentApply: Verb<ApplyInput, ApplyOutput> = {
  name: 'segment apply',
  async run(house, { shop: of, files, carryOut, seen }, report) {
    const shop = await house.shop(of);
    return house.inTurn(shop.id, async () => {
      const done = carryOut
        ? await applySegmentFiles(house, shop, files, 'command line', seen)
        : await planSegmentFiles(house, shop, files);
      if (done.outcome === 'invalid') {
        const errors = faultsOf(done.files, 'errors').map((fault) => `  ${faultLine(fault)}`);
        throw new CommandError(2, ['The segment files are not right, and nothing was done:', ...errors].join('\n'));
      }
      if (done.outcome === 'refused') throw refusedEdit(done);
      const applied = done.outcome === 'applied' ? done.applied : [];
      for (const { what, id } of applied) await writeDown(house, shop.id, what, id);
      if (applied.length > 0) {
        await advance(house, shop, ({ step, done, of }) => report({ label: `deriving ${step}`, done, of }));
      }
      const { outcome: _, ...plan } = done.outcome === 'applied' ? done.plan : done;
      const isAsSaid = carryOut || plan.segments.every(({ change }) => change === 'unchanged');
      return { output: { applied: isAsSaid, ...plan }, exit: isAsSaid ? 0 : 1 };
    });
  },
  print({ applied, segments, following, unmentioned }, terminal, { carryOut }) {
    const changed = segments.filter(({ change }) => change !== 'unchanged');
    // What was shown before it was agreed to is not shown again.
    if (!carryOut || changed.length === 0) show({ segments, following, unmentioned }, changed, terminal);
    if (changed.length === 0) return;
    // On a terminal it is asked.
    if (!applied && !terminal.isTerminal) terminal.line('Nothing was changed: add --yes to carry it out.');
    if (carryOut) terminal.line(`Done: ${changed.map(({ handle, change }) => `${handle} ${change}`).join(', ')}.`);
  },
};

function show(
  { segments, following, unmentioned }: Pick<SegmentPlan, 'segments' | 'following' | 'unmentioned'>,
  changed: readonly PlannedSegment[],
  terminal: Terminal,
): void {
  for (const segment of changed) {
    const { handle, name, change, renamedFrom, isDescribedAnew, queryBefore, query } = segment;
    if (change === 'created') {
      terminal.line(
        `${terminal.paint('green', 'new')} ${handle}: '${name}', with ${counted(segment.entering, 'member')}`,
      );
      terminal.line(terminal.paint('green', `    + ${query}`));
      continue;
    }
    terminal.line(`${terminal.paint('yellow', 'changed')} ${handle}: ${movesInWords(segment)}`);
    if (renamedFrom !== null) terminal.line(`    renamed: '${renamedFrom}' becomes '${name}'`);
    if (isDescribedAnew) terminal.line('    described anew');
    if (queryBefore === null) continue;
    terminal.line(terminal.paint('red', `    - ${queryBefore}`));
    terminal.line(terminal.paint('green', `    + ${query}`));
  }
  for (const moved of following) terminal.line(`follows ${moved.handle}, of no file: ${movesInWords(moved)}`);
  const same = segments.length - changed.length;
  if (same > 0) terminal.line(`${counted(same, 'segment')} as before.`);
  if (unmentioned.length > 0) terminal.line(`${counted(unmentioned.length, 'segment')} of no file, left alone.`);
}

function movesInWords({
  entering,
  leaving,
  staying,
}: Pick<PlannedSegment, 'entering' | 'leaving' | 'staying'>): string {
  if (entering + leaving + staying === 0) return 'the same members';
  const [comes, goes] = [entering.toLocaleString('en'), leaving.toLocaleString('en')];
  return `${comes} would enter, ${goes} would leave, ${staying.toLocaleString('en')} would stay`;
}
