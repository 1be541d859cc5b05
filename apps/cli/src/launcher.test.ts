import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';

const LAUNCHER = fileURLToPath(new URL('../bin/clientele.mjs', import.meta.url));
/** Makes the running Node say that it is an old one. */
const AS_NODE_20 = `--import=data:text/javascript,${encodeURIComponent(
  `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.19.0' } })`,
)}`;

let directory: string;
let launcher: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'clientele-launcher-'));
  launcher = join(directory, 'bin', 'clientele.mjs');
  cpSync(LAUNCHER, launcher);
});
afterEach(() => rmSync(directory, { recursive: true }));

/** The program that the launcher finds built beside it. */
function built(program: string): void {
  mkdirSync(join(directory, 'dist'));
  writeFileSync(join(directory, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(directory, 'dist', 'main.js'), program);
}

/** The Node that came with the install: a link to the one running this test. */
function withItsOwnNode(): void {
  const node = join(directory, 'node_modules', `node-${process.platform}-${process.arch}`);
  mkdirSync(join(node, 'bin'), { recursive: true });
  writeFileSync(join(node, 'package.json'), '{}');
  symlinkSync(process.execPath, join(node, 'bin', 'node'));
}

interface Ending {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly output: string;
  readonly error: string;
}

/** Starts the launcher; `meanwhile` is called with it once it has printed something. */
async function launch(
  nodeArguments: readonly string[],
  meanwhile: (child: ChildProcess) => void = () => {},
): Promise<Ending> {
  const child = spawn(process.execPath, [...nodeArguments, launcher, 'segment', 'count', "rfm_group = 'LOYAL'"], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.once('data', () => meanwhile(child));
  const [output, error, [status, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { status, signal, output, error };
}

const TELLS = `console.log(JSON.stringify({ arguments: process.argv.slice(2), node: process.versions.node })); process.exitCode = 3;`;

test.each([
  ['this Node when it is new enough', []],
  ['its own Node when this one is too old', [AS_NODE_20]],
])('runs the program on %s, with its arguments and exit status', async (_, nodeArguments) => {
  built(TELLS);
  withItsOwnNode();
  const { status, output } = await launch(nodeArguments);
  expect(JSON.parse(output)).toEqual({
    arguments: ['segment', 'count', "rfm_group = 'LOYAL'"],
    node: process.versions.node,
  });
  expect(status).toBe(3);
});

test('says that the program is not built', async () => {
  withItsOwnNode();
  expect(await launch([])).toMatchObject({ status: 2, error: 'clientele is not built yet. Run: npm run build\n' });
});

test('says which Node it needs where none came with the install', async () => {
  built(TELLS);
  const { status, error } = await launch([AS_NODE_20]);
  expect(status).toBe(2);
  expect(error).toMatch(/^clientele needs Node 22 or newer; this is v[\d.]+\. Install a newer Node, then repeat\.\n$/);
});

test('passes signals on, and waits for the program to end in its own way', async () => {
  built(
    `process.on('SIGTERM', () => { console.log('closing'); process.exit(7); }); setInterval(() => {}, 1000); console.log('up');`,
  );
  withItsOwnNode();
  const ending = await launch([AS_NODE_20], (child) => child.kill('SIGTERM'));
  expect(ending).toMatchObject({ status: 7, output: 'up\nclosing\n' });
});

test('ends by the signal that ended the program', async () => {
  built(`setInterval(() => {}, 1000); console.log('up');`);
  withItsOwnNode();
  expect(await launch([AS_NODE_20], (child) => child.kill('SIGINT'))).toMatchObject({ status: null, signal: 'SIGINT' });
});
