import { expect, test, vi } from 'vitest';
import { startChild } from '../testing/child.js';
import { runOn } from '../testing/postgres-server.js';
import { onPostgres } from '../testing/stores.js';
import { claimDatabase } from './claim-database.js';
import type { LedgerPlace } from './database.js';

function urlOf(place: LedgerPlace): string {
  if (!('url' in place)) throw new Error('this place is no PostgreSQL');
  return place.url;
}

async function claimed(url: string, onLost = () => {}) {
  const claim = await claimDatabase(url, 'process 1 on here', onLost);
  if (claim.outcome === 'refused') throw new Error(claim.message);
  return claim;
}

onPostgres('a claim', (store) => {
  test('is refused while another process has the database, until that one is killed', async () => {
    const url = urlOf(await store.place());
    const child = startChild('claim-database-until-killed.mjs', url);
    expect((await child.lines.next()).value).toBe('owned');
    const refused = await claimDatabase(url, 'process 2 on here', () => {});
    expect(refused).toMatchObject({
      outcome: 'refused',
      code: 'database.owned',
      message: expect.stringContaining(`belongs to process ${child.pid} on there: stop that one`),
    });
    expect('message' in refused && refused.message).not.toContain('postgres@');
    await child.kill();
    // The server notices the end of the connection by itself, a moment later.
    const claim = await vi.waitFor(() => claimed(url), { timeout: 20_000 });
    await claim.release();
  });

  test('is of one schema, and ends when it is let go', async () => {
    const [one, other] = [urlOf(await store.place()), urlOf(await store.place())];
    const lost = vi.fn();
    const [first, second] = [await claimed(one, lost), await claimed(other, lost)];
    await first.release();
    const again = await claimed(one, lost);
    await again.release();
    await second.release();
    expect(lost).not.toHaveBeenCalled();
  });

  test('says when it is lost', async () => {
    const url = urlOf(await store.place());
    let lost = 0;
    const isLost = new Promise<void>((resolve) => {
      claimed(url, () => {
        lost += 1;
        resolve();
      }).then(() =>
        runOn(
          url,
          `select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'
             and (classid::bigint << 32) | objid::bigint = hashtextextended('clientele ' || current_schema(), 0)`,
        ),
      );
    });
    await isLost;
    await (await vi.waitFor(() => claimed(url))).release();
    expect(lost).toBe(1);
  });
});

test('of a place that is no PostgreSQL is an error', async () => {
  await expect(claimDatabase('mysql://localhost/x', 'me', () => {})).rejects.toMatchObject({
    code: 'ledger.url-invalid',
  });
  const url = 'postgres://ann:s3cret@127.0.0.1:1/clientele';
  const error = await claimDatabase(url, 'me', () => {}).catch((reason: unknown) => reason);
  expect(error).toMatchObject({ code: 'ledger.unreachable' });
  expect(String(error)).not.toContain('s3cret');
});
