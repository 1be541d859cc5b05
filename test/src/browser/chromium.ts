import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The machine's own browser: `CHROMIUM_PATH`, else where Debian puts it; undefined where there is none. */
export const CHROMIUM = [process.env.CHROMIUM_PATH, ...PLACES].find((path) => path !== undefined && existsSync(path));

if (CHROMIUM === undefined) {
  console.warn('The tests of pages are skipped: there is no Chromium here. Install it or set CHROMIUM_PATH.');
}

/** A browser that asks nobody but the address it is told, with a new user directory. */
export async function launchChromium(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('there is no Chromium here; set CHROMIUM_PATH');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
