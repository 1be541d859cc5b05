import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askedSettings, secret } from '@clientele/connector-kit';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { givenSettings } from './given-settings.js';

const asked = askedSettings(
  z.object({
    address: z.url(),
    tags: z.array(z.string()).default([]),
    apiKey: secret(),
    hooks: z.array(secret()).default([]),
  }),
);

function given(written: readonly string[], environment: NodeJS.ProcessEnv = {}, secrets?: string) {
  let secretsFile: string | undefined;
  if (secrets !== undefined) {
    const directory = mkdtempSync(join(tmpdir(), 'clientele-secrets-'));
    onTestFinished(() => rmSync(directory, { recursive: true }));
    secretsFile = join(directory, 'secrets.txt');
    writeFileSync(secretsFile, secrets);
  }
  return givenSettings({ kind: 'my-till', asked, written, secretsFile, environment });
}

test('settings are written behind the command, secrets come from the environment or a file, which comes first', async () => {
  const environment = { CLIENTELE_MY_TILL_API_KEY: 'k1', CLIENTELE_MY_TILL_HOOKS: 'h1' };
  const written = ['address=https://x.example/?a=b', 'tags=new', 'tags=till'];
  const open = { address: 'https://x.example/?a=b', tags: ['new', 'till'] };
  expect(await given(written, environment)).toEqual({ ...open, apiKey: 'k1', hooks: ['h1'] });
  const file = '# of the till\napiKey = k=2\r\n\nhooks=h2\nhooks=h3\n';
  expect(await given(written, environment, file)).toEqual({ ...open, apiKey: 'k=2', hooks: ['h2', 'h3'] });
  expect(await given([])).toEqual({});
});

test('which setting there is not is told by its place', async () => {
  const names = 'they are written name=value: address, tags, apiKey (secret), hooks (secret)';
  await expect(given(['tags=new', 'adress=https://x.example'])).rejects.toThrow(
    `Setting 2 on the command line is none of my-till; ${names}`,
  );
  await expect(given([], {}, '# the key\nkey=1')).rejects.toThrow('Setting 1 of --secrets is none of my-till');
});

test('a secret on the command line is refused, and not repeated', async () => {
  for (const written of ['apiKey=s3cret', 'hooks=s3cret', 's3cret', 's3cret=1']) {
    const error = await given([written]).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ exit: 2 });
    expect(String(error)).not.toContain('s3cret');
  }
});
