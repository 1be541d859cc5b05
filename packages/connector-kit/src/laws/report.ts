import type { Facts } from '../connector.js';
import type { LawReport, LawResult } from './check-laws.js';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** The report as Markdown, for a README: the laws, what is declared missed and what sweeps it, and each finding. */
export function lawReport({ connector, world, seed, runs, laws, facts }: LawReport): string {
  const broken = laws.filter(({ outcome }) => outcome === 'broken');
  return [
    `The laws for \`${connector}\` on ${world}: ${runs} schedules each, seed ${seed}.`,
    '',
    '| law | says | outcome |',
    '| --- | --- | --- |',
    ...laws.map(
      ({ number, says, outcome, reason }) => `| ${number} | ${says} | ${outcome}${reason ? `: ${reason}` : ''} |`,
    ),
    ...factsTable(facts),
    ...broken.flatMap((result) => ['', ...findingLines(result)]),
    '',
  ].join('\n');
}

/** A broken law: what went wrong, the smallest schedule that shows it, the records, and what helps. */
export function findingLines({ number, says, finding, mend }: LawResult): string[] {
  if (finding === undefined) return [];
  return [
    `Law ${number} ${finding.unfinished === undefined ? 'is broken' : 'cannot be tried'} (${says}): ${finding.sentence}.`,
    ...finding.schedule.map((line) => `  ${line}`),
    ...finding.records.map((record) => `  - ${record}`),
    ...(mend === undefined ? [] : [`What helps: ${mend}`]),
  ];
}

/** Of who is only told there are none. */
function factsTable(facts: LawReport['facts']): string[] {
  const rows = Object.entries(facts).map(([name, one]) => factsRow(name, one));
  if (rows.length === 0) return [];
  return [
    '',
    '| stream | clock grain | settles in | changes asked for | changes it does not see | swept |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
}

function factsRow(name: string, { grainMs, settlesMs, misses, sweeps, everyMs }: Facts): string {
  const swept = sweeps.map(
    ({ everyMs, backMs }) => `${backMs === undefined ? 'everything' : span(backMs)} every ${span(everyMs)}`,
  );
  const asked = everyMs === undefined ? 'at each sync' : `every ${span(everyMs)}`;
  return `| ${name} | ${span(grainMs)} | ${span(settlesMs)} | ${asked} | ${misses.join(', ') || 'none'} | ${swept.join(', ') || 'never'} |`;
}

function span(ms: number): string {
  if (ms >= DAY_MS && ms % DAY_MS === 0) return `${ms / DAY_MS} d`;
  if (ms >= HOUR_MS && ms % HOUR_MS === 0) return `${ms / HOUR_MS} h`;
  return ms >= 1000 && ms % 1000 === 0 ? `${ms / 1000} s` : `${ms} ms`;
}
