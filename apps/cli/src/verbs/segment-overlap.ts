import {
  type Family,
  type HealthFinding,
  type OverlappingPair,
  overlapSegments,
  segmentFamily,
  segmentHealth,
} from '@clientele/pipeline';
import { counted } from '../terminal/counted.js';
import type { Terminal } from '../terminal/terminal.js';
import { refusedEdit } from './refused-edit.js';
import { type Asked, type Verb, yes } from './verb.js';

/** Segments by their handles. */
interface Pair extends Omit<OverlappingPair, 'one' | 'other'> {
  readonly one: string;
  readonly other: string;
}

interface OverlapInput extends Asked {
  readonly segments: readonly string[];
  readonly limit: number;
}

interface OverlapOutput {
  readonly segments: readonly { readonly segment: string; readonly members: number }[];
  readonly pairs: readonly Pair[];
}

export const segmentOverlap: Verb<OverlapInput, OverlapOutput> = {
  name: 'segment overlap',
  async run(house, { shop: of, segments }) {
    const shop = await house.shop(of);
    const found = await overlapSegments(house, shop, segments.length === 0 ? undefined : segments);
    if (found.outcome === 'refused') throw refusedEdit(found);
    return yes({
      segments: found.segments.map(({ segment, members }) => ({ segment: segment.handle, members })),
      pairs: found.pairs.map(withHandles),
    });
  },
  print({ segments, pairs }, terminal, { limit }) {
    if (pairs.length === 0) {
      terminal.line(`No two of ${counted(segments.length, 'segment')} have a member in common.`);
      return;
    }
    printPairs(pairs.slice(0, limit), terminal);
    if (pairs.length > limit) terminal.line(`${counted(pairs.length - limit, 'more pair')}: --limit ${pairs.length}`);
  },
};

interface FamilyInput extends Asked {
  readonly segments: readonly string[];
}
type FamilyOutput = Omit<Family, 'outcome' | 'pairs'> & { readonly pairs: readonly Pair[] };

export const segmentFamilyOf: Verb<FamilyInput, FamilyOutput> = {
  name: 'segment family',
  async run(house, { shop: of, segments }) {
    const shop = await house.shop(of);
    const found = await segmentFamily(house, shop, segments);
    if (found.outcome === 'refused') throw refusedEdit(found);
    const { outcome: _, ...family } = found;
    return { output: { ...family, pairs: found.pairs.map(withHandles) }, exit: found.divides ? 0 : 1 };
  },
  print({ divides, of, inNone, inOne, inMore, pairs }, terminal) {
    if (divides) {
      terminal.line(terminal.paint('green', `Each of ${counted(of, 'profile')} is in exactly one of them.`));
      return;
    }
    terminal.line(
      `Of ${counted(of, 'profile')}, ${n(inOne)} in exactly one, ${n(inNone)} in none, ${n(inMore)} in more.`,
    );
    if (pairs.length > 0) printPairs(pairs, terminal);
  },
};

interface Finding extends Omit<HealthFinding, 'segment' | 'other'> {
  /** Handles. */
  readonly segment: string | null;
  readonly other: string | null;
}

export const segmentHealthOf: Verb<Asked, readonly Finding[]> = {
  name: 'segment health',
  async run(house, { shop: of }) {
    const findings = await segmentHealth(house, await house.shop(of));
    return yes(
      findings.map(({ segment, other, ...finding }) => ({
        ...finding,
        segment: segment?.handle ?? null,
        other: other?.handle ?? null,
      })),
    );
  },
  print(findings, terminal) {
    if (findings.length === 0) terminal.line('Nothing about the segments is worth a look.');
    for (const { code, message } of findings) terminal.line(`${terminal.paint('yellow', code)}: ${message}`);
  },
};

function withHandles({ one, other, ...pair }: OverlappingPair): Pair {
  return { one: one.handle, other: other.handle, ...pair };
}

function printPairs(pairs: readonly Pair[], terminal: Terminal): void {
  terminal.table(
    ['one', 'other', 'both', 'of either', 'of one', 'of other'],
    pairs.map(({ one, other, both, jaccard, ofOne, ofOther }) => [
      one,
      other,
      both,
      percent(jaccard),
      percent(ofOne),
      percent(ofOther),
    ]),
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function n(profiles: number): string {
  return `${profiles.toLocaleString('en')} ${profiles === 1 ? 'is' : 'are'}`;
}
