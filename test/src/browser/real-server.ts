import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Server } from '../end-to-end/server.js';
import { PEOPLE, writeSmallShop } from './small-shop.js';

/** `clientele start` with some small shops: `yen` has one person, the others everybody; tests that save share none. */
export interface RealServer extends AsyncDisposable {
  readonly server: Server;
  readonly address: string;
  /** A fresh sign-in link. */
  readonly link: () => Promise<string>;
}

export async function startRealServer(): Promise<RealServer> {
  const directory = await mkdtemp(join(tmpdir(), 'clientele-pages-'));
  const server = await Server.start(join(directory, 'data'));
  const importShop = async (shop: string, people: typeof PEOPLE, currency: string, timezone: string) => {
    const file = join(directory, `${shop}.jsonl`);
    await writeSmallShop(file, people, currency);
    await server.ask('import', { shop, shopNamed: true, files: [file], connection: 'files', currency, timezone });
  };
  await importShop('pounds', PEOPLE, 'GBP', 'Europe/London');
  await importShop('yen', PEOPLE.slice(1, 2), 'JPY', 'Asia/Tokyo');
  for (const shop of ['tea', 'new', 'hands', 'elsewhere']) await importShop(shop, PEOPLE, 'GBP', 'Europe/London');
  const link = async () => (await server.ask<{ link: string }>('sign-in')).link;
  return {
    server,
    address: new URL(await link()).origin,
    link,
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
