import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../../.ci/sum-tests.mjs', import.meta.url));

interface Task {
  readonly id: string;
  /** Undefined for a task that never started. */
  readonly exitCode?: number;
  readonly cached?: boolean;
  /** What vitest left behind; text is written as it is. */
  readonly results?: object | string;
}

/** What vitest's JSON reporter writes. */
function results(passed: number, failed = 0, more: object = {}): object {
  return {
    numPassedTests: passed,
    numFailedTests: failed,
    success: failed === 0,
    testResults: [{ status: failed === 0 ? 'passed' : 'failed', assertionResults: [{}] }],
    ...more,
  };
}

/** Lays out what turbo and vitest leave behind, sums it up, and gives the lines printed and the exit status. */
function sumOf(tasks: readonly Task[], runStatus = 0, olderTasks: readonly Task[] = []) {
  const root = mkdtempSync(join(tmpdir(), 'clientele-sum-'));
  const summary = (startTime: number, of: readonly Task[]) => ({
    execution: { startTime },
    tasks: of.map(({ id, exitCode, cached }) => ({
      taskId: id,
      task: id.split('#')[1],
      directory: id.split('#')[0],
      cache: { status: cached ? 'HIT' : 'MISS' },
      ...(exitCode === undefined ? {} : { execution: { exitCode } }),
    })),
  });
  try {
    const runs = join(root, '.turbo', 'runs');
    mkdirSync(runs, { recursive: true });
    if (olderTasks.length > 0) writeFileSync(join(runs, 'z-older.json'), JSON.stringify(summary(1, olderTasks)));
    if (tasks.length > 0) writeFileSync(join(runs, 'a-newer.json'), JSON.stringify(summary(2, tasks)));
    for (const { id, results } of tasks) {
      const directory = join(root, id.split('#')[0] ?? '');
      mkdirSync(directory, { recursive: true });
      const text = typeof results === 'object' ? JSON.stringify(results) : results;
      if (text !== undefined) writeFileSync(join(directory, 'test-results.json'), text);
    }
    const { status, stdout } = spawnSync(process.execPath, [SCRIPT, root, String(runStatus)], { encoding: 'utf8' });
    return { status, lines: stdout.trimEnd().split('\n') };
  } finally {
    rmSync(root, { recursive: true });
  }
}

test('sums over packages, replayed from the cache or not', () => {
  const tasks = [
    { id: 'model#build', exitCode: 0 },
    { id: 'model#test', exitCode: 0, results: results(12) },
    { id: 'ledger#test', exitCode: 0, cached: true, results: results(30) },
  ];
  expect(sumOf(tasks)).toEqual({ status: 0, lines: ['42 passed, 0 failed'] });
});

test('a failing test fails the run', () => {
  const tasks = [
    { id: 'model#test', exitCode: 1, results: results(10, 2) },
    { id: 'ledger#test', exitCode: 0, results: results(30) },
  ];
  expect(sumOf(tasks, 1)).toEqual({ status: 1, lines: ['model#test: tests failed (2)', '40 passed, 2 failed'] });
});

test.each([
  ['no results', undefined],
  ['half a file', '{"numPassedTests": 3'],
  ['another form', '{}'],
])('a package that crashed and left %s counts as failed', (_, left) => {
  const tasks = [
    { id: 'model#test', exitCode: 0, results: results(10) },
    { id: 'ledger#test', exitCode: 134, ...(left === undefined ? {} : { results: left }) },
  ];
  expect(sumOf(tasks, 1).lines.at(-1)).toBe('10 passed, 1 failed');
});

test('results that say less than the exit status count as failed', () => {
  expect(sumOf([{ id: 'model#test', exitCode: 1, results: results(10) }], 1).lines.at(-1)).toBe('10 passed, 1 failed');
  const unloaded = { success: false, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(sumOf([{ id: 'model#test', exitCode: 1, results: results(10, 0, unloaded) }], 1).lines.at(-1)).toBe(
    '10 passed, 1 failed',
  );
});

test('lint, types and builds count when they fail, and what never started because of them', () => {
  const tasks = [
    { id: '//#lint', exitCode: 1 },
    { id: 'model#typecheck', exitCode: 2 },
    { id: 'model#test', exitCode: 0, results: results(10) },
    { id: 'ledger#build', exitCode: 2 },
    { id: 'ledger#test' },
  ];
  expect(sumOf(tasks, 1)).toEqual({
    status: 1,
    lines: [
      '//#lint: failed (1)',
      'model#typecheck: failed (1)',
      'ledger#build: failed (1)',
      'ledger#test: left no results (1)',
      '10 passed, 4 failed',
    ],
  });
});

test('a run that ran nothing, or whose failure no task explains, fails', () => {
  expect(sumOf([])).toEqual({ status: 1, lines: ['0 passed, 0 failed'] });
  expect(sumOf([], 1).lines.at(-1)).toBe('0 passed, 1 failed');
  expect(sumOf([{ id: 'model#test', exitCode: 0, results: results(0) }]).status).toBe(1);
  expect(sumOf([{ id: 'model#test', exitCode: 0, results: results(10) }], 1).lines.at(-1)).toBe('10 passed, 1 failed');
});

test('only the newest run counts', () => {
  const tasks = [{ id: 'model#test', exitCode: 0, results: results(10) }];
  expect(sumOf(tasks, 0, [{ id: 'model#lint', exitCode: 1 }])).toEqual({ status: 0, lines: ['10 passed, 0 failed'] });
});
