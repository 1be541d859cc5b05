// Sums up one turbo run: prints `N passed, N failed` as its last line and exits 0 only if something passed and nothing
// failed. Usage: node sum-tests.mjs ROOT STATUS, with the exit status of the run. Runs on Node 20.
//
// It reads turbo's run summary (TURBO_RUN_SUMMARY=true), because only that says which tasks ran, were replayed from the
// cache or never started, and the `test-results.json` of each package, which turbo restores when it replays a task.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [root = '.', status = '1'] = process.argv.slice(2);

/** The tasks of the newest run; none where turbo wrote no summary. */
function tasksOfRun() {
  const runs = join(root, '.turbo', 'runs');
  const newest = (existsSync(runs) ? readdirSync(runs) : [])
    .filter((name) => name.endsWith('.json'))
    .map((name) => JSON.parse(readFileSync(join(runs, name), 'utf8')))
    .sort((a, b) => b.execution.startTime - a.execution.startTime)[0];
  return newest?.tasks ?? [];
}

/** What one package's tests came to; a run that left no readable results, or says less than its exit status, failed. */
function resultsOf(task) {
  try {
    const results = JSON.parse(readFileSync(join(root, task.directory, 'test-results.json'), 'utf8'));
    // A file that could not even be loaded has no test to count.
    const unloaded = results.testResults.filter((one) => one.status === 'failed' && one.assertionResults.length === 0);
    const failed = results.numFailedTests + unloaded.length;
    const wentWell = task.execution?.exitCode === 0 && results.success;
    return failed === 0 && !wentWell
      ? { passed: results.numPassedTests, failed: 1, remark: 'failed beside its tests' }
      : { passed: results.numPassedTests, failed, remark: 'tests failed' };
  } catch {
    return { passed: 0, failed: 1, remark: 'left no results' };
  }
}

let passed = 0;
let failed = 0;
for (const task of tasksOfRun()) {
  const succeeded = task.execution?.exitCode === 0;
  const outcome = task.task === 'test' ? resultsOf(task) : { passed: 0, failed: succeeded ? 0 : 1, remark: 'failed' };
  passed += outcome.passed;
  failed += outcome.failed;
  if (outcome.failed > 0) console.log(`${task.taskId}: ${outcome.remark} (${outcome.failed})`);
}
if (failed === 0 && status !== '0') {
  console.log(`the run ended with status ${status}`);
  failed = 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = passed > 0 && failed === 0 ? 0 : 1;
