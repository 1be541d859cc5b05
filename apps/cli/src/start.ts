import { once } from 'node:events';
import { claimDirectory } from '@clientele/ledger';
import { CommandError } from './command-error.js';
import { prepareDemo } from './demo/prepare-demo.js';
import { type HousePlace, openHouse } from './house.js';
import { serveLocalDoor } from './local-door/serve.js';
import { socketOf } from './local-door/socket.js';
import { ProgressBar } from './terminal/progress-bar.js';

export interface StartOptions {
  readonly port: number;
  readonly host: string;
  readonly demo: boolean;
}

/** Runs the server until it is told to stop; ready when it prints its address. */
export async function start(place: HousePlace, options: StartOptions): Promise<void> {
  const socket = socketOf(place.directory);
  const claim = claimDirectory(place.directory, { pid: process.pid, socket });
  if (claim.outcome === 'refused') throw new CommandError(3, claim.message);
  const house = await openHouse(place);
  const door = await serveLocalDoor(house, socket);
  const bar = new ProgressBar(process.stderr);
  if (options.demo) await prepareDemo(house, (progress) => bar.show(progress));
  bar.stop();
  process.stdout.write(`clientele is ready (${options.host}:${options.port} follows)\n`);
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  door.close();
  await house.close();
  claim.release();
}
