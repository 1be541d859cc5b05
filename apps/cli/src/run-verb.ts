import { claimDirectory, hasLedger, LedgerError } from '@clientele/ledger';
import { EngineError, WarehouseError, WarehouseTooNewError } from '@clientele/warehouse';
import { CommandError, type ExitStatus } from './command-error.js';
import { type House, type HousePlace, openHouse } from './house.js';
import { askOwner } from './local-door/ask.js';
import { socketOf } from './local-door/socket.js';
import { placeFailure } from './place-failure.js';
import { ProgressBar } from './terminal/progress-bar.js';
import { Terminal } from './terminal/terminal.js';
import { TextOut } from './terminal/text-out.js';
import type { Answer, Asked, Report, Verb, Write } from './verbs/verb.js';

/** Runs a verb where the data directory is owned: in the server that runs on it, else here; prints what it answers. */
export async function runVerb<Input extends Asked, Output>(
  verb: Verb<Input, Output>,
  place: HousePlace,
  input: Input,
  { json, out }: { readonly json: boolean; readonly out?: string },
): Promise<0 | 1 | 3> {
  const bar = new ProgressBar(process.stderr);
  const report: Report = (progress) => bar.show(progress);
  // Standard output holds the JSON document or the verb's text, never both.
  const takesText = verb.writesJson ? json : !json || out !== undefined;
  const text = takesText ? new TextOut(out) : undefined;
  let wroteText = false;
  const write: Write | undefined =
    text &&
    ((piece) => {
      wroteText = true;
      return text.write(piece);
    });
  let answer: Answer<Output>;
  try {
    answer = await answerOf(verb, place, input, report, write);
    await text?.finish();
  } finally {
    bar.stop();
    await text?.close();
  }
  const { output, exit } = answer;
  if (json && verb.writesJson) return exit;
  if (json) process.stdout.write(`${JSON.stringify(output, null, process.stdout.isTTY ? 2 : undefined)}\n`);
  else verb.print(output, new Terminal(wroteText && out === undefined ? process.stderr : process.stdout), input);
  return exit;
}

async function answerOf<Input extends Asked, Output>(
  verb: Verb<Input, Output>,
  place: HousePlace,
  input: Input,
  report: Report,
  write: Write | undefined,
): Promise<Answer<Output>> {
  const hasStores = place.databaseUrl !== undefined || hasLedger(place.directory);
  if (!hasStores && verb.withoutStores !== 'made') {
    if (verb.withoutStores !== undefined) return verb.withoutStores(input);
    throw new CommandError(
      2,
      `There is no data here: ${place.directory} has never been imported into. Import a file or run clientele start ` +
        '--demo first, or name another directory with --data.',
    );
  }
  const claim = claimDirectory(place.directory, { pid: process.pid, socket: socketOf(place.directory) });
  if (claim.outcome === 'refused') {
    if (claim.owner === null) throw new CommandError(3, claim.message);
    // The owner runs the same release: its answer is this verb's output.
    const door = { socket: claim.owner.socket, owned: claim.message };
    return (await askOwner(door, { verb: verb.name, input }, report, write)) as Answer<Output>;
  }
  try {
    const house = await openHouse(place);
    try {
      await bringUpToDate(house, input.shop);
      return await verb.run(house, input, report, write);
    } finally {
      await house.close();
    }
  } finally {
    claim.release();
  }
}

/** What a crash left half done, or a new day in the shop's time zone, is taken in before anything is answered. */
async function bringUpToDate(house: House, id: string): Promise<void> {
  const shop = (await house.ledger.shops.list()).find((known) => known.id === id);
  if (shop !== undefined) await house.advanceShop(shop);
}

/** The exit status and the sentence for whatever went wrong. */
export function failureOf(error: unknown): { readonly exit: ExitStatus; readonly message: string } {
  if (error instanceof CommandError) return { exit: error.exit, message: error.message };
  const isStore =
    error instanceof LedgerError ||
    error instanceof WarehouseError ||
    error instanceof EngineError ||
    error instanceof WarehouseTooNewError;
  if (isStore) return { exit: 3, message: error.message };
  const place = placeFailure(error);
  if (place !== undefined) return place;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { exit: 3, message: `This is a bug in clientele, please report it: ${text}` };
}
