import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { claimDirectory, loadKey, openLedger } from '@clientele/ledger';
import { day, instant, shopId, timeZone } from '@clientele/model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ran, runHere } from './run-here.fixture.js';

const LAUNCHER = fileURLToPath(new URL('../bin/clientele.mjs', import.meta.url));

let directory: string;
let server: ChildProcess;
/** Where the server listens; people reach it at `PUBLIC_URL`. */
let listens: string;
const PUBLIC_URL = 'https://tea.example';
/** The first import opens the stores itself; everything later goes to the server, which is quicker. */
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'clientele-command-line-'));
  await writeFile(join(directory, 'orders.csv'), ORDERS);
  await runAlone('import', join(directory, 'orders.csv'), '--shop', 'tea');
  server = spawn(process.execPath, [
    LAUNCHER,
    '--data',
    join(directory, 'data'),
    'start',
    '--port',
    '0',
    '--public-url',
    PUBLIC_URL,
  ]);
  for await (const chunk of server.stdout ?? []) {
    listens = /it listens on (\S+)/.exec(String(chunk))?.[1] ?? '';
    if (listens !== '') break;
  }
}, 120_000);
afterAll(async () => {
  server.kill();
  await once(server, 'close');
  await rm(directory, { recursive: true, force: true });
});

/** A shop with the same orders for a test that saves segments. */
async function shopOf(id: string): Promise<string> {
  expect(await run('import', join(directory, 'orders.csv'), '--shop', id)).toMatchObject({ status: 0 });
  return id;
}

/** Three buyers and a guest; one row cannot be read. */
const ORDERS = `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
1001,22423,CAKE STAND,2,2011-03-27 09:30:00,12.75,501,United Kingdom
1001,POST,POSTAGE,1,2011-03-27 09:30:00,18.005,501,United Kingdom
1002,22423,CAKE STAND,1,2011-06-01 10:00:00,12.75,502,EIRE
1003,84879,BIRD ORNAMENT,8,2011-06-02 10:00:00,1.69,502,EIRE
1004,84879,BIRD ORNAMENT,many,2011-06-03 10:00:00,1.69,503,France
1005,84879,BIRD ORNAMENT,10,2011-06-04 10:00:00,1.69,503,France
1006,84879,BIRD ORNAMENT,1,2011-06-05 10:00:00,1.69,,France
C1007,84879,BIRD ORNAMENT,-2,2011-06-06 10:00:00,1.69,503,France
`;

/** Asks the server. */
const run = (...args: readonly string[]): Promise<Ran> => runHere(['--data', join(directory, 'data'), ...args]);

/** In a process of its own, which opens the stores where no other has them open. */
async function runAlone(...args: readonly string[]): Promise<Ran> {
  const child = spawn(process.execPath, [LAUNCHER, '--data', join(directory, 'data'), ...args]);
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, out, err };
}

async function json(...args: readonly string[]): Promise<{ status: number | null; document: unknown }> {
  const ran = await run(...args, ...(args.includes('--shop') ? [] : ['--shop', 'tea']), '--json');
  expect(ran.err).toBe('');
  return { status: ran.status, document: JSON.parse(ran.out) };
}

describe('the command line', { timeout: 120_000 }, () => {
  it.each(['everybody', '10.0.0.0/64'])('trusts no proxy that it cannot place: %s', async (proxy) => {
    const { status, err } = await run('start', '--trust-proxy', proxy);
    expect([status, err]).toEqual([2, expect.stringContaining('is no proxy: write an address')]);
  });

  it('is reached at no public address that is none', async () => {
    const { status, err } = await run('start', '--public-url', 'clientele.example');
    expect([status, err]).toEqual([2, expect.stringContaining("'clientele.example' is no address")]);
  });

  it('imports again without changing anything, and says what was refused', async () => {
    const { document } = await json('import', join(directory, 'orders.csv'));
    expect(document).toMatchObject({ accepted: 0, unchanged: 7, refused: 1, orders: 5, customers: 3 });
    expect((await json('refused')).document).toEqual([
      {
        connection: 'files',
        source: join(directory, 'orders.csv'),
        place: 'line 6',
        reason: expect.stringContaining('many'),
        tries: 2,
        triedAt: expect.any(String),
      },
    ]);
    expect((await run('refused', '--shop', 'tea')).out).toContain('orders.csv, line 6, for files: ');
  });

  it('takes the currency and time zone of a new shop from flags, else from the file', async () => {
    const [dollars, euros] = [join(directory, 'cdnow.csv'), join(directory, 'euros.jsonl')];
    await writeFile(dollars, 'customer_id,date,quantity,dollars\n1,1997-01-01,1,11.77\n');
    const [version, channel] = [{ updatedAt: '2024-05-02T10:00:00Z' }, { id: 'web', kind: 'online_store' }];
    const order = { placedAt: '2024-05-02T10:00:00Z', channel, currency: 'EUR', lines: [] };
    await writeFile(
      euros,
      `${JSON.stringify({ kind: 'customer', externalId: 'c', version })}\n${JSON.stringify({ kind: 'order', externalId: 'o', version, ...order })}\n`,
    );
    const made = async (...args: string[]) => ((await json('import', ...args)).document as { made: unknown }).made;
    const [as, london] = [['--as', 'cdnow'], 'Europe/London'];
    const newYork = { shop: 'cds', currency: 'USD', timeZone: 'America/New_York' };
    expect(await made(dollars, ...as, '--shop', 'cds')).toEqual(newYork);
    expect((await json('status', '--shop', 'cds')).document).toMatchObject({
      revenue: { gross: '11.77', currency: 'USD', ordersWithoutRate: 0 },
    });
    expect(await made(euros, '--shop', 'euros')).toEqual({ shop: 'euros', currency: 'EUR', timeZone: london });
    const yen = ['--currency', 'JPY', '--timezone', 'Asia/Tokyo', '--shop', 'yen'];
    expect(await made(dollars, ...yen)).toEqual({ shop: 'yen', currency: 'JPY', timeZone: 'Asia/Tokyo' });
    // Dollars stay dollars in a shop that counts in pounds.
    expect(await made(dollars, ...as, '--shop', await shopOf('pounds'))).toBe(null);
    expect((await json('status', '--shop', 'pounds')).document).toMatchObject({
      revenue: { currency: 'GBP', ordersWithoutRate: 1 },
    });
  });

  it('makes no shop for a file that is not there, and contradicts none that is', async () => {
    const orders = join(directory, 'orders.csv');
    const mistyped = ['import', orders, '/no/such/file.csv', '--as', 'online-retail', '--shop', 'mistyped'];
    expect(await run(...mistyped)).toMatchObject({ status: 2, err: expect.stringContaining('/no/such/file.csv') });
    const status = await run('status', '--shop', 'mistyped');
    expect(status).toMatchObject({ status: 2, err: expect.stringContaining("no shop 'mistyped'") });
    const [file, map] = [join(directory, 'bons.csv'), join(directory, 'bons.json')];
    const columns = { order: 'bon', placedAt: 'day', total: 'total', currency: 'money' };
    const mapping = { rows: 'orders', columns, currency: 'EUR', timeZone: 'Europe/Berlin' };
    await writeFile(file, 'bon,day,total,money\n1,31.12.2024,5.00,\n');
    await writeFile(map, JSON.stringify(mapping));
    const unread = await run('import', file, '--map', map, '--shop', 'mistyped');
    expect(unread).toMatchObject({
      status: 2,
      err: expect.stringContaining("bons.csv, line 2: placedAt (column 'day')"),
    });
    expect(await run('status', '--shop', 'mistyped')).toMatchObject({ status: 2 });
    await writeFile(map, JSON.stringify({ ...mapping, dates: 'day-first' }));
    const { made } = (await json('import', file, '--map', map, '--shop', 'mistyped')).document as { made: unknown };
    expect(made).toEqual({ shop: 'mistyped', currency: 'EUR', timeZone: 'Europe/Berlin' });
    for (const flag of [
      ['--currency', 'EUR'],
      ['--timezone', 'Europe/Berlin'],
    ]) {
      const ran = await run('import', orders, '--shop', 'tea', ...flag);
      expect(ran).toMatchObject({ status: 2, err: expect.stringContaining(flag.join(' ')) });
    }
  });

  it.each([
    [['--as', 'online-retail', '--map', 'm.json'], 'Give either --as or --map'],
    [['--connection', ' '], "A connection's name has 1 to 100 characters"],
    [['--currency', 'GPB'], "--currency 'GPB' is no currency code"],
  ])('imports nothing that was asked for unclearly: %j', async (options, sentence) => {
    const ran = await run('import', join(directory, 'orders.csv'), '--shop', 'unclear', ...options);
    expect([ran.status, ran.err]).toEqual([2, expect.stringContaining(sentence)]);
    expect((await run('status', '--shop', 'unclear')).status).toBe(2);
  });

  it('takes the files before one that cannot be read all the way', async () => {
    const shop = await shopOf('half-way');
    const [good, bad] = [join(directory, 'one-more.csv'), join(directory, 'no-orders.csv')];
    await writeFile(good, ORDERS.replaceAll('100', '200'));
    await writeFile(bad, 'a,b\n1,2\n');
    const ran = await run('import', good, bad, '--as', 'online-retail', '--shop', shop);
    expect([ran.status, ran.err]).toEqual([2, expect.stringContaining('no-orders.csv is not online-retail')]);
    const { document } = await json('status', '--shop', shop);
    expect(document).toMatchObject({ records: { orders: 10 }, pendingBatches: 0 });
  });

  it('puts no order in the place of another system’s of the same number', async () => {
    const [shop, map] = [['--shop', await shopOf('two-systems')], join(directory, 'till.json')];
    const columns = { order: 'bon', placedAt: 'day', total: 'total', customer: 'card' };
    await writeFile(map, JSON.stringify({ rows: 'orders', channel: { id: 'till', kind: 'till' }, columns }));
    const till = join(directory, 'till.csv');
    await writeFile(till, 'bon,day,total,card\n1001,2024-01-01,5.00,501\n');
    const imported = async (...args: string[]) => (await json('import', ...args, ...shop)).document;
    expect(await imported(till, '--map', map)).toMatchObject({ accepted: 1, connections: ['till'] });
    expect((await json('status', ...shop)).document).toMatchObject({ records: { orders: 6, customers: 4 } });
    // Files of the first system stay where they are, and whoever names a connection is believed.
    expect(await imported(join(directory, 'orders.csv'))).toMatchObject({ accepted: 0, connections: ['files'] });
    expect(await imported(till, '--map', map)).toMatchObject({ accepted: 0, connections: ['till'] });
    expect(await imported(till, '--map', map, '--connection', 'files')).toMatchObject({ connections: ['files'] });
    expect((await run('import', till, '--map', map, ...shop)).out).toContain('one named till');
  });

  it('puts no orders into a demonstration that was not named', async () => {
    const data = join(directory, 'data');
    const ledger = await openLedger({ directory: data }, { key: await loadKey(data) });
    const shop = { id: shopId('demo'), name: 'Demo', currency: 'GBP', timeZone: timeZone('Europe/London') };
    const createdAt = instant('2026-01-01T00:00:00Z');
    await ledger.shops.create({ ...shop, clock: day('2011-12-10'), generated: false, createdAt });
    await ledger.close();
    const orders = ['import', join(directory, 'orders.csv')];
    expect(await run(...orders)).toMatchObject({ status: 2, err: expect.stringContaining('--shop mine') });
    expect(await run(...orders, '--shop', 'demo')).toMatchObject({ status: 0 });
  });

  it('says which process has the data where that is another command, which answers nobody', async () => {
    const data = join(directory, 'busy');
    const ledger = await openLedger({ directory: data }, { key: await loadKey(data) });
    await ledger.close();
    const claim = claimDirectory(data, { pid: process.pid, socket: join(data, 'door.sock') });
    const ran = await runAlone('status', '--data', data);
    expect(ran).toMatchObject({ status: 3, err: expect.stringContaining(`belongs to process ${process.pid}: stop`) });
    if (claim.outcome === 'owned') claim.release();
  });

  it('lists all refused rows and all changes, however many, unless a limit is given', async () => {
    const file = join(directory, 'broken.csv');
    const rows = Array.from({ length: 1_001 }, (_, row) => `${row},never\n${row},2024-01-01\n`);
    await writeFile(file, `id,seen\n${rows.join('')}`);
    const shop = ['--shop', 'broken'];
    const mapping = join(directory, 'broken.json');
    const columns = { customer: 'id', updatedAt: 'seen' };
    await writeFile(mapping, JSON.stringify({ rows: 'customers', columns }));
    await json('import', file, '--map', mapping, ...shop);
    expect((await json('refused', ...shop)).document).toHaveLength(1_001);
    expect((await json('refused', '--limit', '2', ...shop)).document).toHaveLength(2);
    await json('segment', 'save', 'Everybody', 'number_of_orders >= 0', ...shop);
    // More than one page, handed over as it is read.
    const { document: changes } = await json('segment', 'changes', ...shop);
    expect(new Set((changes as { profile: string }[]).map(({ profile }) => profile)).size).toBe(1_001);
    expect((await json('segment', 'changes', '--limit', '1000', ...shop)).document).toHaveLength(1_000);
  });

  it('forgets the refused rows of a file that was mended', async () => {
    const [broken, other] = [join(directory, 'to-mend.csv'), join(directory, 'never-mended.csv')];
    for (const file of [broken, other]) await writeFile(file, ORDERS.replaceAll('100', file === other ? '200' : '300'));
    const shop = ['--shop', 'mended'];
    await json('import', broken, other, ...shop);
    const left = [{ source: other, place: 'line 6' }];
    expect((await json('refused', '--discard', broken, ...shop)).document).toMatchObject(left);
    expect((await json('status', ...shop)).document).toMatchObject({ refused: 1 });
    expect((await json('audit-log', ...shop)).document).toMatchObject([{ what: 'refused.discarded' }]);
    const again = await run('refused', '--discard', broken, ...shop);
    expect(again).toMatchObject({ status: 2, err: expect.stringContaining('to-mend.csv') });
  });

  it('shows in the help of each command what all of them take', async () => {
    for (const verb of [['status'], ['segment', 'count']]) {
      const { out } = await run(...verb, '--help');
      for (const option of ['--data <dir>', '--shop <id>', '--now <time>', '--json']) expect(out).toContain(option);
    }
  });

  it('asks nothing where there is no data, and makes none', async () => {
    const nowhere = join(directory, 'nothing-here');
    const ran = await run('status', '--data', nowhere);
    expect(ran).toMatchObject({ status: 2, out: '', err: expect.stringContaining('There is no data here') });
    expect(existsSync(nowhere)).toBe(false);
  });

  it('says its version, and refuses a port that is none', async () => {
    expect(await runAlone('--version')).toMatchObject({ status: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
    process.env.PORT = 'abc';
    const ran = await run('start');
    delete process.env.PORT;
    expect(ran).toMatchObject({ status: 2, err: expect.stringContaining("'abc'") });
  });

  it('finds that a port is taken before it makes the demonstration', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const port = String((taken.address() as AddressInfo).port);
    const data = join(directory, 'no-port');
    const ran = await runAlone('start', '--demo', '--port', port, '--data', data);
    expect(ran).toMatchObject({ status: 3, err: expect.stringContaining(`Port ${port}`) });
    const ledger = await openLedger({ directory: data }, { key: await loadKey(data) });
    expect(await ledger.shops.list()).toEqual([]);
    await ledger.close();
    taken.close();
  });

  it('tries refused rows again with the mapping that they were read with', async () => {
    const [file, map] = [join(directory, 'people.csv'), join(directory, 'people.json')];
    const columns = { customer: 'id', email: 'mail', updatedAt: 'seen' };
    await writeFile(map, JSON.stringify({ rows: 'customers', columns, dates: 'day-first' }));
    await writeFile(file, 'id,mail,seen\n1,ann@home.test,31.12.2024\n2,bob@home.test,never\n');
    const shop = ['--shop', 'mapped'];
    const imported = await json('import', file, '--map', map, ...shop);
    expect(imported.document).toMatchObject({ accepted: 1, refused: 1, customers: 1 });
    const refused = { connection: 'files', source: file, place: 'line 3', reason: expect.stringContaining('seen') };
    const still = [{ ...refused, tries: 2, triedAt: expect.any(String) }];
    expect((await json('refused', '--retry', ...shop)).document).toEqual(still);
    // As if a release that reads more had taken over.
    const data = join(directory, 'data');
    const ledger = await openLedger({ directory: data }, { key: await loadKey(data) });
    const [kept] = await ledger.refused.list(shopId('mapped'), { limit: 1 });
    if (kept === undefined) throw new Error('nothing was kept');
    const mended = { ...kept, body: kept.body.replace('never', '30.12.2024') };
    await ledger.refused.add(shopId('mapped'), [mended], instant('2026-01-01T00:00:00Z'));
    await ledger.close();
    expect((await json('refused', '--retry', ...shop)).document).toEqual([]);
    expect((await json('profile', 'find', 'bob@home.test', ...shop)).document).toMatchObject([
      { records: [{ externalId: '2' }] },
    ]);
  });

  it('ends quietly when nobody reads on', async () => {
    const child = spawn(process.execPath, [LAUNCHER, '--help']);
    child.stdout.destroy();
    const [err, [status]] = await Promise.all([text(child.stderr), once(child, 'close')]);
    expect([status, err]).toEqual([0, '']);
  });

  it('counts the shop exactly', async () => {
    const { status, out, err } = await runAlone('status', '--shop', 'tea', '--json');
    expect([status, err]).toEqual([0, '']);
    expect(JSON.parse(out)).toMatchObject({
      records: { orders: 5, customers: 3, refunds: 1, events: 0 },
      profiles: 3,
      revenue: { gross: '88.365', net: '84.985', currency: 'GBP', ordersWithoutRate: 0 },
    });
  });

  it('renames and deletes a segment, but none that another refers to', async () => {
    const shop = ['--shop', await shopOf('editing')];
    const names = async () => {
      const { document } = await json('segment', 'list', ...shop);
      return (document as { handle: string; name: string }[]).map(({ handle, name }) => [handle, name]);
    };
    await json('segment', 'save', 'Buyers', 'number_of_orders >= 1', ...shop);
    await json('segment', 'save', 'Users', "in_segment('buyers')", ...shop);
    const renamed = await json('segment', 'rename', 'buyers', 'Who bought', ...shop);
    expect(renamed.document).toMatchObject({ handle: 'buyers', name: 'Who bought' });
    expect((await json('segment', 'rename', 'buyers', 'Who bought', ...shop)).status).toBe(0);
    const { document: log } = await json('audit-log', ...shop);
    expect((log as { what: string }[]).filter(({ what }) => what === 'segment.revised')).toHaveLength(1);
    const taken = await runAlone('segment', 'rename', 'buyers', 'Users', ...shop);
    expect(taken).toMatchObject({ status: 1, err: expect.stringContaining('segment of that name already') });
    const used = await run('segment', 'delete', 'buyers', ...shop);
    expect(used).toMatchObject({ status: 1, err: expect.stringContaining("The segment 'Users' refers to it") });
    expect((await json('segment', 'delete', 'users', ...shop)).document).toMatchObject({
      segments: [{ name: 'Users', left: 3 }],
    });
    expect(await names()).toEqual([['buyers', 'Who bought']]);
    expect((await json('segment', 'changes', ...shop)).document).toHaveLength(9);
    expect(await run('segment', 'delete', 'users', ...shop)).toMatchObject({ status: 2 });
    expect(await run('segment', 'rename', 'users', 'Anything', ...shop)).toMatchObject({ status: 2 });
  });

  it('shows what a segment has asked, and lets it ask an older question again', async () => {
    const shop = ['--shop', await shopOf('versions')];
    await json('segment', 'save', 'Buyers', 'number_of_orders >= 1', ...shop);
    await json('segment', 'save', 'Buyers', 'number_of_orders >= 2', ...shop);
    const restored = await json('segment', 'restore', 'buyers', '1', ...shop);
    expect(restored.document).toMatchObject({ outcome: 'saved', handle: 'buyers', version: 3 });
    const by = { savedAt: expect.any(String), savedBy: 'command line' };
    expect((await json('segment', 'versions', 'buyers', ...shop)).document).toEqual([
      { version: 3, query: 'number_of_orders >= 1', ...by },
      { version: 2, query: 'number_of_orders >= 2', ...by },
      { version: 1, query: 'number_of_orders >= 1', ...by },
    ]);
    expect((await json('segment', 'list', ...shop)).document).toMatchObject([{ version: 3, members: 3 }]);
    expect((await json('segment', 'restore', 'buyers', '3', ...shop)).document).toMatchObject({ outcome: 'unchanged' });
    const none = await run('segment', 'restore', 'buyers', '4', ...shop);
    expect(none).toMatchObject({ status: 2, err: expect.stringContaining('has the versions 1 to 3, not 4') });
    expect(await run('segment', 'versions', 'nobody', ...shop)).toMatchObject({ status: 2 });

    // A list that was given a query can be one again, with the people that it had.
    await json('segment', 'snapshot', 'Guests', 'number_of_orders >= 1', ...shop);
    await json('segment', 'save', 'Guests', 'number_of_orders >= 99', ...shop);
    expect((await json('segment', 'restore', 'guests', '1', ...shop)).document).toMatchObject({
      outcome: 'saved',
      version: 3,
      isList: true,
    });
    expect((await run('segment', 'versions', 'guests', ...shop)).out).toMatch(
      /3 .*\(a list\)\n.*2 .*>= 99\n.*1 .*\(a list\)/,
    );
    expect((await json('segment', 'list', ...shop)).document).toContainEqual(
      expect.objectContaining({ handle: 'guests', query: '', members: 3 }),
    );
  });

  it('offers templates with what each would hold, and saves the chosen ones or all', async () => {
    const shop = ['--shop', await shopOf('templates')];
    const templates = async (...args: string[]) => {
      const { document } = await json('segment', 'templates', ...args, ...shop);
      return document as { handle: string; query: string; count: number; saved: boolean }[];
    };
    const offered = await templates();
    expect(offered.filter(({ saved }) => saved)).toEqual([]);
    const lapsed = offered.find(({ handle }) => handle === 'lapsed');
    expect(lapsed).toMatchObject({ query: 'last_order_date < -1y', count: 3 });
    expect(await run('segment', 'templates', '--save', 'hermits', ...shop)).toMatchObject({
      status: 2,
      err: expect.stringContaining("no template 'hermits'; there are: champions"),
    });
    const some = await templates('--save', 'lapsed', 'champions');
    expect(some.filter(({ saved }) => saved).map(({ handle }) => handle)).toEqual(['champions', 'lapsed']);
    expect((await templates('--save-all')).every(({ saved }) => saved)).toBe(true);
    const { document: segments } = await json('segment', 'list', ...shop);
    expect(segments).toHaveLength(offered.length);
    expect(segments).toContainEqual(expect.objectContaining({ handle: 'lapsed', members: 3, state: 'fresh' }));
    const files = fileURLToPath(new URL('../../../packages/segmentation/templates', import.meta.url));
    expect(await json('segment', 'apply', files, ...shop)).toMatchObject({ status: 0, document: { unmentioned: [] } });
  });

  it('counts, lists, saves and explains segments', async () => {
    const shop = ['--shop', await shopOf('saving')];
    const query = 'number_of_orders >= 2';
    expect((await json('segment', 'count', query)).document).toMatchObject({ count: 1, of: 3 });
    const { document: page } = await json('segment', 'members', query, ...shop);
    expect(page).toEqual({
      members: [{ profile: expect.stringMatching(/^p_/), records: [{ connection: 'files', externalId: '502' }] }],
      after: null,
      stale: [],
    });
    const { document: saved } = await json('segment', 'save', 'Twice', query, ...shop);
    expect(saved).toMatchObject({ outcome: 'created', handle: 'twice', version: 1, members: 1 });
    expect((await json('segment', 'list', ...shop)).document).toMatchObject([{ handle: 'twice', query, members: 1 }]);
    const [member] = (page as { members: { profile: string }[] }).members;
    const explained = await json('segment', 'explain', 'twice', '--profile', member?.profile ?? '', ...shop);
    expect(explained.document).toMatchObject({ member: true, conditions: [{ text: query, holds: true, value: '2' }] });
    const { out: told } = await run('segment', 'explain', 'twice', '--profile', member?.profile ?? '', ...shop);
    expect(told).toMatch(/ {2}✓ number_of_orders >= 2\n {4}found: 2 orders\n {4}orders \S+, \S+\n$/);
    const { document: changes } = await json('segment', 'changes', 'twice', ...shop);
    expect(changes).toMatchObject([{ segment: 'twice', change: 'entered' }]);
    const [{ at = '' } = {}] = changes as { at: string }[];
    const { profile = '' } = member ?? {};
    expect((await json('segment', 'members', 'twice', '--at', at, ...shop)).document).toMatchObject({
      at,
      definition: { version: 1, query },
      count: 1,
      members: [{ profile, now: profile, since: at }],
      after: null,
    });
    expect(await run('segment', 'members', 'twice', '--at', '2999-01-01', ...shop)).toMatchObject({ status: 2 });
    const dayBefore = new Date(Date.parse(at) - 86_400_000).toISOString();
    expect((await json('segment', 'members', 'twice', '--at', dayBefore, ...shop)).document).toMatchObject({
      ...{ reconstructed: true, count: 1, members: [{ profile }] },
    });
    const { document: history } = await json('segment', 'history', 'twice', '--profile', profile, ...shop);
    const { knownFrom } = history as { knownFrom: string };
    expect(Math.floor((Date.parse(at) - Date.parse(knownFrom)) / 86_400_000)).toBe(365);
    expect(history).toMatchObject({
      periods: [
        { segment: 'twice', profile, reconstructed: true, leftAt: at },
        { segment: 'twice', profile, enteredAt: at, enteredBy: 'definition', leftAt: null },
      ],
    });
    expect((await json('segment', 'diff', 'twice', 'number_of_orders >= 1', ...shop)).document).toMatchObject({
      entering: 2,
      leaving: 0,
      staying: 1,
      revenue: { entering: expect.stringMatching(/^\d/), leaving: '0', currency: 'GBP' },
      sample: { entering: [expect.stringMatching(/^p_/), expect.stringMatching(/^p_/)], leaving: [] },
    });
    await json('segment', 'save', 'Once', 'NOT number_of_orders >= 2', ...shop);
    await json('segment', 'save', 'All', 'number_of_orders >= 0', ...shop);
    const overlap = await json('segment', 'overlap', 'all', 'once', ...shop);
    expect(overlap.document).toMatchObject({
      segments: [
        { segment: 'all', members: 3 },
        { segment: 'once', members: 2 },
      ],
      pairs: [{ one: 'all', other: 'once', both: 2, ofOther: 1 }],
    });
    expect(await json('segment', 'family', 'twice', 'once', ...shop)).toMatchObject({
      status: 0,
      document: { divides: true, of: 3, inOne: 3 },
    });
    expect(await json('segment', 'family', 'twice', 'all', ...shop)).toMatchObject({
      status: 1,
      document: { divides: false, inNone: 0, inMore: 1, pairs: [{ both: 1 }] },
    });
    expect((await json('segment', 'health', ...shop)).document).toMatchObject([{ code: 'too-large', segment: 'all' }]);
    expect(await json('audit', ...shop)).toMatchObject({
      status: 0,
      document: { segments: 3, profiles: 3, mismatches: 0 },
    });
  });

  it('finds and shows one person', async () => {
    const { document: found } = await json('profile', 'find', '502');
    expect(found).toMatchObject([{ records: [{ connection: 'files', externalId: '502' }] }]);
    const [{ id }] = found as [{ id: string }];
    expect((await json('profile', 'find', '1003')).document).toEqual(found);
    expect((await json('profile', 'show', id)).document).toMatchObject({
      id,
      traits: {
        number_of_orders: '2',
        amount_spent: '26.27',
        last_order_date: '2011-06-02',
        customer_countries: ['IE'],
      },
    });
    expect((await json('profile', 'find', 'nobody')).document).toEqual([]);
  });

  it('erases a person, and a whole shop, once that is meant; what was sold stays sold', async () => {
    const shop = ['--shop', await shopOf('forgetful')];
    const { revenue } = (await json('status', ...shop)).document as { revenue: object };
    const exported = (await json('profile', 'export', '502', ...shop)).document;
    expect(exported).toMatchObject({ profiles: [{ records: { orders: [{ customer: '502' }, {}] } }] });
    const asked = await run('erase', '502', ...shop);
    expect(asked.out).toContain('2 orders and 0 refunds stay, as sales to nobody');
    expect(asked.out).toContain(
      'Nothing was erased yet. It cannot be undone: clientele erase 502 --yes --shop forgetful',
    );
    expect((await json('requests', ...shop)).document).toEqual([]);

    const records = { customers: 1, orders: 2, refunds: 0, consents: 0, events: 0 };
    expect((await json('erase', '502', '--yes', ...shop)).document).toEqual({ erased: true, records });
    expect((await json('requests', ...shop)).document).toMatchObject([{ what: 'erase-person', failure: null }]);
    const entry = { who: 'command line', what: 'person.erased' };
    expect((await json('audit-log', ...shop)).document).toMatchObject([entry, { what: 'person.exported' }]);
    expect((await json('import', join(directory, 'orders.csv'), ...shop)).document).toMatchObject({ accepted: 0 });
    expect((await json('status', ...shop)).document).toMatchObject({ revenue: { gross: Object(revenue).gross } });
    expect(await run('erase', '502', '--yes', ...shop)).toMatchObject({
      status: 2,
      err: expect.stringContaining('Nobody of the shop forgetful has that'),
    });

    expect((await run('shop', 'erase', ...shop)).out).toContain('clientele shop erase --yes --shop forgetful');
    expect((await json('shop', 'erase', '--yes', ...shop)).document).toEqual({ erased: true });
    expect(await run('status', ...shop)).toMatchObject({ status: 2 });
    expect((await json('status')).status).toBe(0);
  });

  it('asks as of another time without storing anything', async () => {
    const query = 'last_order_date >= -30d';
    expect((await json('segment', 'count', query, '--now', '2011-06-10')).document).toMatchObject({ count: 2 });
    expect((await json('segment', 'count', query)).document).toMatchObject({ count: 0 });
    expect(await json('audit', '--now', '2011-06-10')).toMatchObject({ status: 0 });
  });

  it('answers every question as of the time asked for', async () => {
    const shop = ['--shop', await shopOf('asked')];
    const then = [...shop, '--now', '2011-06-10'];
    await json('segment', 'save', 'Lately', 'last_order_date >= -30d', ...shop);
    const sizes = async (...args: string[]) =>
      ((await json('segment', 'list', ...args)).document as { members: number }[]).map(({ members }) => members);
    expect(await sizes(...then)).toEqual([2]);
    expect(await sizes(...shop)).toEqual([0]);
    expect((await json('status', ...then)).document).toMatchObject({
      asOf: '2011-06-09T23:00:00.000Z',
      records: { orders: 5 },
    });
    const diff = await json('segment', 'diff', 'lately', 'number_of_orders > 0', ...then);
    expect(diff.document).toMatchObject({ entering: 1, leaving: 0 });
    expect((await json('profile', 'find', '502', ...then)).document).toMatchObject([
      { segments: ['lately'], traits: { days_since_last_order: '8' } },
    ]);
    expect((await json('segment', 'changes', ...then)).document).toEqual([]);
  });

  it('adds people by hand, excludes them, takes it back, and makes lists of members', async () => {
    const shop = ['--shop', await shopOf('handmade')];
    await json('segment', 'save', 'Often', 'number_of_orders >= 2', ...shop);
    const people = join(directory, 'people.txt');
    await writeFile(people, '501\n\n nobody \n503\n');
    const added = await json('segment', 'add', 'often', '--file', people, '--why', 'a friend', ...shop);
    expect(added).toMatchObject({
      status: 1,
      document: {
        handle: 'often',
        people: 2,
        unknown: 1,
        unknownPeople: [{ place: 'line 3', reason: 'nobody' }],
        members: 3,
      },
    });
    expect((await json('segment', 'exclude', 'often', '502', ...shop)).document).toMatchObject({
      people: 1,
      members: 2,
    });
    expect(await run('segment', 'unlist', 'often', '503', ...shop)).toMatchObject({
      status: 0,
      out: '1 person neither added to nor excluded any more from often: 1 member.\n',
    });
    expect((await json('segment', 'listed', 'often', ...shop)).document).toMatchObject({
      people: [
        { decided: 'added', by: 'command line', reason: 'a friend' },
        { decided: 'excluded', by: 'command line', reason: '' },
      ],
      after: null,
    });
    const made = await json('segment', 'snapshot', 'Then', 'last_order_date >= -30d', ...shop, '--now', '2011-06-20');
    expect(made.document).toMatchObject({ handle: 'then', members: 2 });
    expect((await json('segment', 'list', ...shop)).document).toMatchObject([
      {
        ...{ handle: 'often', members: 1, query: 'number_of_orders >= 2' },
        freshness: { words: 'Changes with records and decisions by hand.', state: 'current', owed: [] },
      },
      { handle: 'then', members: 2, query: '' },
    ]);
    expect(await json('audit', ...shop)).toMatchObject({ status: 0, document: { segments: 2, mismatches: 0 } });
    expect(await run('segment', 'add', 'gone', '501', ...shop)).toMatchObject({ status: 2 });
    expect(await run('segment', 'add', 'often', ...shop)).toMatchObject({
      status: 2,
      err: expect.stringContaining('Name people'),
    });
    expect(await run('segment', 'add', 'often', '--file', 'no-such.txt', ...shop)).toMatchObject({ status: 2 });
  });

  it('holds out a share of the shop, and leaves it out of members and files', async () => {
    const shop = ['--shop', await shopOf('measured')];
    expect((await json('shop', 'hold-out', ...shop)).document).toEqual({
      percent: '0',
      profiles: 0,
      of: 3,
      shares: [],
    });
    const set = await json('shop', 'hold-out', '100', '--why', 'to measure', ...shop);
    expect(set.document).toMatchObject({
      percent: '100',
      profiles: 3,
      shares: [{ percent: '100', why: 'to measure' }],
    });
    expect(await run('shop', 'hold-out', '101', ...shop)).toMatchObject({ status: 2 });
    const [members, others] = [['segment', 'members', 'number_of_orders >= 1', ...shop], '--without-hold-out'];
    expect((await json(...members)).document).toMatchObject({ members: [{}, {}, {}] });
    expect((await json(...members, others)).document).toMatchObject({ members: [] });
    expect((await json('segment', 'export', 'number_of_orders >= 1', ...shop, others)).document).toMatchObject({
      exported: 0,
      excluded: { heldOut: 3 },
    });
  });

  it('exports members to a file or standard output, and only counts where nobody takes them', async () => {
    const out = join(directory, 'members.csv');
    const query = ['segment', 'export', 'number_of_orders >= 1'];
    const nobody = { exported: 0, excluded: { noAddress: 3, noConsent: 0 } };
    expect((await json(...query, '--for', 'email')).document).toMatchObject(nobody);
    expect((await json(...query, '--out', out)).document).toMatchObject({ exported: 3, excluded: { noAddress: 0 } });
    const csv = await readFile(out, 'utf8');
    expect(csv.split('\n')).toEqual([
      'profile,email,phone,name',
      ...Array(3).fill(expect.stringMatching(/^p_\w+,,,$/)),
      '',
    ]);
    expect((await stat(out)).mode & 0o777).toBe(0o600);
    expect(await run(...query, '--for', 'email', '--columns', 'email,name', '--shop', 'tea')).toMatchObject({
      out: 'email,name\n',
    });
    expect(await run(...query, '--for', 'email', '--columns', 'phone', '--shop', 'tea')).toMatchObject({
      status: 2,
      err: expect.stringContaining("'phone' is no column of a file for email"),
    });
    const lines = await run(...query, '--as', 'jsonl', '--shop', 'tea');
    expect(lines).toMatchObject({ status: 0, err: '3 members exported.\n' });
    expect(
      lines.out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line).profile),
    ).toEqual(
      csv
        .split('\n')
        .slice(1, 4)
        .map((line) => line.split(',')[0]),
    );
  });

  it('shows and sets how RFM is scored', async () => {
    const shop = ['--shop', await shopOf('scored')];
    const documented = (await json('shop', 'rfm', ...shop)).document as { traits: object; grid: string[][] };
    expect(documented).toMatchObject({ traits: { frequency: 'number_of_orders' } });
    const set = await json('shop', 'rfm', '--frequency', 'units_purchased', ...shop);
    expect(set.document).toEqual({ ...documented, traits: { ...documented.traits, frequency: 'units_purchased' } });
    expect((await json('shop', 'rfm', ...shop)).document).toEqual(set.document);
    await writeFile(join(directory, 'rfm.json'), JSON.stringify({ ...documented, grid: documented.grid.slice(1) }));
    const refused = await run('shop', 'rfm', '--file', join(directory, 'rfm.json'), ...shop);
    expect(refused).toMatchObject({ status: 2, err: expect.stringContaining('grid must be five rows') });
    expect((await json('shop', 'rfm', '--default', ...shop)).document).toEqual(documented);
    expect((await run('shop', 'rfm', ...shop)).out).toContain('CHAMPIONS');
  });

  it('compares RFM groups with those that a platform states', async () => {
    const shop = ['--shop', await shopOf('agreement')];
    expect(await run('shop', 'rfm-agreement', ...shop)).toMatchObject({
      status: 2,
      err: expect.stringContaining('No customer record states attributes.shopify_rfm_group'),
    });
    const record = (externalId: string, group: string) =>
      JSON.stringify({
        ...{ kind: 'customer', externalId, version: { updatedAt: '2024-05-01T00:00:00Z' } },
        attributes: { shopify_rfm_group: group },
      });
    const file = join(directory, 'groups.jsonl');
    await writeFile(
      file,
      [
        ['ann', 'PROSPECTS'],
        ['bob', 'NEW'],
        ['cyd', 'NEW'],
      ]
        .map(([a, b]) => record(a!, b!))
        .join('\n'),
    );
    expect(await run('import', file, '--as', 'clientele', '--connection', 'crm', ...shop)).toMatchObject({ status: 0 });
    expect((await json('shop', 'rfm-agreement', ...shop)).document).toMatchObject({
      ...{ compared: 3, same: 1, share: 1 / 3 },
      pairs: [
        { here: 'PROSPECTS', there: 'NEW', profiles: 2 },
        { here: 'PROSPECTS', there: 'PROSPECTS', profiles: 1 },
      ],
    });
    const { out } = await run('shop', 'rfm-agreement', ...shop);
    expect(out).toContain('1 of 3 people are in the same group there (33.3 %).');
    expect(out).toMatch(/PROSPECTS +3 +1 +NEW 2/);
  });

  it('shows custom attributes and declares what they are', async () => {
    const shop = ['--shop', await shopOf('attributes')];
    const record = (externalId: string, size: unknown) =>
      JSON.stringify({
        kind: 'customer',
        externalId,
        version: { updatedAt: '2024-05-01T00:00:00Z' },
        attributes: { 'Shoe size': size },
      });
    const file = join(directory, 'people.jsonl');
    await writeFile(file, `${record('ann', '44')}\n${record('bob', '39')}\n`);
    expect(await run('import', file, '--as', 'clientele', '--connection', 'crm', ...shop)).toMatchObject({ status: 0 });
    expect((await json('shop', 'attributes', ...shop)).document).toEqual([
      { name: "attributes.'Shoe size'", type: 'text' },
    ]);
    const declared = await json('shop', 'attributes', '--type', "attributes.'Shoe size'=number", ...shop);
    expect(declared.document).toEqual([{ name: "attributes.'Shoe size'", type: 'number' }]);
    const counted = await json('segment', 'count', "attributes.'Shoe size' > 40", ...shop);
    expect(counted.document).toMatchObject({ count: 1 });
    const wrong = await run('shop', 'attributes', '--type', "attributes.'Shoe size'=size", ...shop);
    expect(wrong).toMatchObject({ status: 2, err: expect.stringContaining('text, number, date, boolean, list') });
  });

  it('makes keys and origins, takes them back, and writes down who did what', async () => {
    const shop = ['--shop', await shopOf('doors')];
    const saved = (await json('segment', 'save', 'Twice', 'number_of_orders >= 2', ...shop)).document as { id: string };
    const made = (await json('key', 'create', 'CRM', '--expires', '2099-07-01', ...shop)).document as { id: string };
    expect(made).toMatchObject({ expiresAt: '2099-06-30T23:00:00.000Z' });
    expect((await json('key', 'revoke', made.id, ...shop)).document).toEqual({ revoked: true });
    expect((await json('key', 'list', ...shop)).document).toMatchObject([{ id: made.id, state: 'revoked' }]);
    const past = await run('key', 'create', 'Old', '--expires', '2001-01-01', ...shop);
    expect(past).toMatchObject({ status: 2, err: expect.stringContaining("--expires '2001-01-01'") });

    const origin = 'https://crm.example';
    expect((await json('widget', 'allow', origin, ...shop)).document).toEqual({
      origins: [origin],
      snippet: expect.stringContaining(`<clientele-profile endpoint="${PUBLIC_URL}/graphql"`),
    });
    expect((await json('widget', 'remove', origin, ...shop)).document).toEqual({ origins: [] });
    expect((await json('widget', 'list', ...shop)).document).toEqual({ origins: [] });
    const again = await run('widget', 'remove', origin, ...shop);
    expect(again).toMatchObject({ status: 2, err: expect.stringContaining(`does not allow '${origin}'`) });

    const who = 'command line';
    const page = (await json('audit-log', '--limit', '3', ...shop)).document as { number: number }[];
    expect(page).toMatchObject([
      { who, what: 'widget-origin.removed', subject: origin },
      { who, what: 'widget-origin.allowed', subject: origin },
      { who, what: 'api-key.revoked', subject: made.id },
    ]);
    const before = String(page[2]?.number);
    expect((await json('audit-log', '--before', before, ...shop)).document).toMatchObject([
      { who, what: 'api-key.created', subject: made.id },
      { who, what: 'segment.created', subject: saved.id },
    ]);
  });

  it('signs everybody out of a shop', async () => {
    expect(await run('sign-in', '--shop', 'nobody')).toMatchObject({
      status: 2,
      err: expect.stringContaining("There is no shop 'nobody'; there are: "),
    });
    const { link } = (await json('sign-in')).document as { link: string };
    expect(new URL(link).searchParams.get('shop')).toBe('tea');
    expect(link.startsWith(`${PUBLIC_URL}/sign-in?code=`)).toBe(true);
    const cookie =
      (await fetch(link.replace(PUBLIC_URL, listens), { redirect: 'manual' })).headers
        .get('set-cookie')
        ?.split(';')[0] ?? '';
    const ask = () =>
      fetch(`${listens}/graphql`, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: '{"query":"{ shops { id } }"}',
      });
    expect((await ask()).status).toBe(200);
    expect((await json('sessions', 'end')).document).toEqual({ ended: 1 });
    expect((await ask()).status).toBe(401);
  });

  it('gives a shop the name that people read', async () => {
    const shop = ['--shop', await shopOf('named')];
    expect((await json('shop', 'set', '--name', ' Tea & Co ', ...shop)).document).toEqual({
      shop: 'named',
      name: 'Tea & Co',
    });
    expect(await run('shop', 'set', '--name', ' ', ...shop)).toMatchObject({
      status: 2,
      err: expect.stringContaining("A shop's name has 1 to 200 characters; this one has 0."),
    });
    expect((await json('audit-log', '--limit', '1', ...shop)).document).toMatchObject([{ what: 'shop.renamed' }]);
  });

  it('counts one thing as one, and groups thousands', async () => {
    const file = join(directory, 'one.csv');
    await writeFile(file, `${ORDERS.split('\n', 1)[0]}\n1,A,TEA,1,2011-03-27 09:30:00,1234567.125,501,France\n`);
    const shop = ['--shop', 'one'];
    expect((await run('import', file, ...shop)).out).toMatch(
      /^1 row accepted, 0 unchanged, 0 refused in \S+ s: 1 order, 1 customer row, 0 events\.$/m,
    );
    expect((await run('status', ...shop)).out).toMatch(/^Revenue 1,234,567\.125 GBP gross, 1,234,567\.125 net/m);
    expect((await run('segment', 'count', 'number_of_orders = 1', ...shop)).out).toContain('1 of 1 profile (');
    await run('segment', 'save', 'Buyers', 'number_of_orders = 1', ...shop);
    expect((await run('segment', 'diff', 'buyers', 'number_of_orders > 1', ...shop)).out).toMatch(
      /^0 would enter \(spent 0\.00 GBP\)\n1 would leave \(spent 1,234,567\.125 GBP\): /,
    );
    expect((await run('segment', 'export', 'number_of_orders = 1', ...shop)).err).toBe('1 member exported.\n');
  });

  it('says what to type next about the shop that was asked about', async () => {
    const shop = ['--shop', 'begun'];
    const { out } = await run('import', join(directory, 'orders.csv'), ...shop);
    expect(out).toMatch(/^Look at the refused rows with: clientele refused --shop begun$/m);
    expect((await run('status', ...shop)).out).toContain('to begin with: clientele segment templates --shop begun\n');
    expect((await run('segment', 'list', ...shop)).out).toMatch(/'number_of_orders >= 5' --shop begun\n$/);
    const unsaved = await run('segment', 'templates', ...shop);
    expect(unsaved.out).toContain('clientele segment templates --save champions --shop begun; all: --save-all\n');
    const { err } = await run('profile', 'show', 'p_x', ...shop);
    expect(err).toContain('search with: clientele profile find TEXT --shop begun\n');
  });

  it('keeps what a file of customers says, whichever of it and a file of later orders comes first', async () => {
    const write = async (name: string, text: string) => {
      await writeFile(join(directory, name), text);
      return join(directory, name);
    };
    const people = await write('people.csv', 'id,made,first,mail\nK9,2023-02-01,Ada,ada@home.test\n');
    const columns = { customer: 'id', createdAt: 'made', firstName: 'first', email: 'mail' };
    const asPeople = await write('people.json', JSON.stringify({ rows: 'customers', columns }));
    const sold = await write('sold.csv', 'no,day,sum,card\n7,2024-12-31,9.90,K9\n');
    const asSold = await write(
      'sold.json',
      JSON.stringify({ rows: 'orders', columns: { order: 'no', placedAt: 'day', total: 'sum', customer: 'card' } }),
    );
    for (const shop of ['people-first', 'orders-first']) {
      const files: [string, string][] = [
        [people, asPeople],
        [sold, asSold],
      ];
      for (const [file, map] of shop === 'people-first' ? files : files.toReversed()) {
        await json('import', file, '--map', map, '--shop', shop);
      }
      expect((await json('profile', 'find', 'K9', '--shop', shop)).document).toMatchObject([
        { records: [{ externalId: 'K9', name: 'Ada', email: 'ada@home.test' }], traits: { number_of_orders: '1' } },
      ]);
    }
  });

  it('lists what was refused line by line, though orders wait for their rows', async () => {
    const file = join(directory, 'disorder.csv');
    const rows = [
      '1,A,TEA,1,2011-03-27 09:30:00,many,501,France',
      '2,A,TEA,1,2011-03-27 09:30:00,1,501,France,too many values',
      '3,A,TEA,1,2011-03-27 09:30:00,many,501,France',
      '4,A,TEA,1,2011-03-27 09:30:00,1.5,501,France',
    ];
    await writeFile(file, `${[ORDERS.split('\n', 1)[0], ...rows].join('\n')}\n`);
    const shop = ['--shop', 'disorder'];
    await json('import', file, ...shop);
    const places = ((await json('refused', ...shop)).document as { place: string }[]).map(({ place }) => place);
    expect(places).toEqual(['line 2', 'line 3', 'line 4']);
    const first = (await json('refused', '--limit', '1', ...shop)).document;
    expect(first).toMatchObject([{ place: 'line 2' }]);
  });

  it('says once which file is not there, and which columns it does not know', async () => {
    const none = join(directory, 'none.csv');
    expect((await run('import', none, '--shop', 'tea')).err).toBe(`${none} cannot be opened: there is no such file\n`);
    expect((await run('import', none, '--map', none, '--shop', 'tea')).err).toContain(
      `The mapping ${none} cannot be read: there is no such file.`,
    );
    const strange = join(directory, 'strange.csv');
    await writeFile(strange, 'Bon;Datum\n1;2\n');
    const { err } = await run('import', strange, '--shop', 'tea');
    expect(err).toContain("see docs/import.md. Its columns are 'Bon', 'Datum'.");
  });

  it('lists changes page by page', async () => {
    const shop = ['--shop', await shopOf('pages')];
    await json('segment', 'save', 'Everybody', 'number_of_orders >= 0', ...shop);
    const page = async (...args: string[]) =>
      (await json('segment', 'changes', 'everybody', '--limit', '2', ...shop, ...args)).document as {
        cursor: string;
      }[];
    const first = await page();
    expect(first).toHaveLength(2);
    const rest = await page('--after', first[1]?.cursor ?? '');
    expect(rest).toHaveLength(1);
    expect(first).not.toContainEqual(rest[0]);
    const shown = await run('segment', 'changes', 'everybody', '--limit', '2', ...shop);
    expect(shown.out).toContain(`More: --after ${first[1]?.cursor}`);
  });

  it('checks a query: 0 and its canonical form, or 1 with the place and a hint', async () => {
    const good = await json('segment', 'check', 'Number_Of_orders>1 or amount_spent in top 10%'.toLowerCase());
    expect(good).toMatchObject({
      status: 0,
      document: { valid: true, canonical: 'number_of_orders > 1 OR amount_spent IN TOP 10%' },
    });
    const bad = await json('segment', 'check', 'amount_spend > 10');
    expect(bad).toMatchObject({
      status: 1,
      document: { valid: false, errors: [{ line: 1, column: 1, hint: expect.stringContaining('amount_spent') }] },
    });
  });

  it('checks a query from a file, and where there is no shop, which it does not make', async () => {
    await writeFile(join(directory, 'query.segment'), "number_of_orders > 1\nAND in_segment('vip')\n");
    const nowhere = join(directory, 'nowhere');
    const asked = ['segment', 'check', '--file', join(directory, 'query.segment')];
    const trusted = {
      valid: true,
      canonical: "number_of_orders > 1 AND in_segment('vip')",
      warnings: [{ line: 2, column: 16, code: 'unknown-segment' }],
    };
    expect(await json(...asked, '--data', nowhere)).toMatchObject({ status: 0, document: trusted });
    expect(existsSync(nowhere)).toBe(false);
    expect(await json(...asked, '--shop', 'nobody')).toMatchObject({ status: 0, document: trusted });
    expect(await json(...asked)).toMatchObject({ status: 1, document: { errors: [{ line: 2, column: 16 }] } });
    expect(await json('segment', 'check', 'amount_spend > 1', '--data', nowhere)).toMatchObject({ status: 1 });
  });

  it('checks a query as JSON, with where in it something is wrong, and gives the JSON of any', async () => {
    const nowhere = ['--data', join(directory, 'nowhere')];
    const file = join(directory, 'condition.json');
    const { document } = await json('segment', 'check', 'number_of_orders>=2 OR gift_orders>0', ...nowhere);
    const canonical = 'number_of_orders >= 2 OR gift_orders > 0';
    expect(document).toMatchObject({ canonical, condition: { version: 1, condition: { kind: 'or' } } });
    const { condition } = document as { readonly condition: unknown };
    for (const where of [[], nowhere]) {
      await writeFile(file, JSON.stringify(condition));
      expect(await json('segment', 'check', '--file', file, ...where)).toMatchObject({
        status: 0,
        document: { valid: true, canonical, condition },
      });
      expect(await json('segment', 'check', '--file', file, '--target', 'shopify', ...where)).toMatchObject({
        status: 1,
        document: { canonical, errors: [{ path: 'condition.conditions[1].amount' }] },
      });
      await writeFile(file, JSON.stringify(condition).replace('gift_orders', 'gifts'));
      expect(await run('segment', 'check', '--file', file, ...where)).toMatchObject({
        status: 1,
        out: expect.stringMatching(/^condition\.conditions\[1\]\.amount: There is no attribute 'gifts'/),
      });
    }
    for (const [text, error] of [
      ['{"version": 2}', 'version: is not 1, the only version there is\n'],
      ['{"version": ', 'This is no JSON'],
    ] as const) {
      const out = expect.stringContaining(error);
      expect(await run('segment', 'check', text, ...nowhere)).toMatchObject({ status: 1, out });
    }
  });

  it('checks segment files with their examples, one or a directory, with a shop or without', async () => {
    const folder = join(directory, 'checked');
    await mkdir(join(folder, 'more'), { recursive: true });
    const examples = 'on: 2024-06-15\n\nin: twice\n  order -20d -10d\n\nout: once\n  order -10d\n';
    const [twice, vip] = [join(folder, 'twice.segment'), join(folder, 'more', 'vip.segment')];
    await writeFile(twice, `name: Twice\nhandle: twice\nquery:\n  number_of_orders >= 2\n\n${examples}`);
    await writeFile(vip, `name: Vip\nhandle: vip\nquery:\n  in_segment('twice') AND amount_spent >= 20\n\n${examples}`);
    const nowhere = ['--data', join(directory, 'nowhere')];
    for (const where of [[], nowhere]) {
      expect(await json('segment', 'check', '--file', folder, ...where)).toMatchObject({
        status: 0,
        document: {
          valid: true,
          errors: [],
          files: [
            { handle: 'vip', examples: 2 },
            { handle: 'twice', examples: 2 },
          ],
        },
      });
    }
    expect(await run('segment', 'check', '--file', folder, ...nowhere)).toMatchObject({
      out: '2 files, 4 examples: all as they say.\n',
    });
    expect(await json('segment', 'check', '--file', vip)).toMatchObject({
      status: 1,
      document: { valid: false, errors: [{ file: vip, code: 'unknown-segment', line: 4, column: 14 }] },
    });
    expect(await json('segment', 'check', '--file', twice, '--target', 'shopify-2026-07')).toMatchObject({
      document: { valid: true, printed: 'number_of_orders >= 2' },
    });
    await writeFile(twice, `name: Twice\nhandle: twice\nquery:\n  number_of_orders >= 3\n\n${examples}`);
    expect(await run('segment', 'check', '--file', twice, ...nowhere)).toMatchObject({
      status: 1,
      out: expect.stringContaining(
        `${twice}:8:1 The query leaves out who should be in: twice. number_of_orders >= 3 does not hold`,
      ),
    });
  });

  it('applies segment files: shows what would change, carries it out, and then finds nothing to do', async () => {
    const shop = ['--shop', await shopOf('applying')];
    const folder = join(directory, 'applied');
    await json('segment', 'save', 'Buyers', 'number_of_orders >= 1', ...shop);
    await json('segment', 'save', 'Others', 'number_of_orders = 0', ...shop);
    await json('segment', 'snapshot', 'Guests', ...shop);
    expect(await json('segment', 'write', folder, ...shop)).toMatchObject({
      status: 0,
      document: { written: ['buyers', 'others'], unchanged: [], kept: [], unwritable: [], lists: ['guests'] },
    });
    await json('segment', 'delete', 'guests', ...shop);
    const buyers = join(folder, 'buyers.segment');
    await rm(join(folder, 'others.segment'));
    await writeFile(buyers, (await readFile(buyers, 'utf8')).replace('>= 1', '>= 2').replace('Buyers', 'Back again'));
    await writeFile(join(folder, 'a.segment'), "name: All\nhandle: all-who-came-back\nquery: in_segment('buyers')\n");

    const planned = await run('segment', 'apply', folder, ...shop);
    expect(planned.status).toBe(1);
    expect(planned.out).toBe(
      [
        "new all-who-came-back: 'All', with 1 member",
        "    + in_segment('buyers')",
        'changed buyers: 0 would enter, 2 would leave, 1 would stay',
        "    renamed: 'Buyers' becomes 'Back again'",
        '    - number_of_orders >= 1',
        '    + number_of_orders >= 2',
        '1 segment of no file, left alone.',
        'Nothing was changed: add --yes to carry it out.',
        '',
      ].join('\n'),
    );
    expect(await json('segment', 'apply', folder, buyers, '--yes', ...shop)).toMatchObject({
      status: 0,
      document: { applied: true, segments: [{ change: 'created' }, { change: 'changed' }] },
    });
    expect((await json('segment', 'list', ...shop)).document).toMatchObject([
      { handle: 'all-who-came-back', members: 1 },
      { handle: 'buyers', name: 'Back again', members: 1, version: 2 },
      { handle: 'others', name: 'Others', version: 1 },
    ]);
    expect(await json('segment', 'apply', folder, ...shop)).toMatchObject({ status: 0, document: { applied: true } });
    await writeFile(buyers, (await readFile(buyers, 'utf8')).replace('>= 2', '>= many'));
    expect(await run('segment', 'apply', folder, '--yes', ...shop)).toMatchObject({
      status: 2,
      err: expect.stringContaining(`${buyers}:5:23 `),
    });
    expect(await json('segment', 'write', folder, ...shop)).toMatchObject({
      status: 1,
      document: { written: ['all-who-came-back', 'others'], kept: ['buyers'] },
    });
    expect(await readdir(folder)).toHaveLength(4);
  });

  it('says what is odd about a query, in the shop where there is one', async () => {
    const query = "number_of_orders > 1 AND number_of_orders > 0 AND customer_language = 'xx'";
    const codes = async (...more: readonly string[]) => {
      const { status, document } = await json('segment', 'check', query, ...more);
      expect(status).toBe(0);
      return (document as { warnings: { code: string }[] }).warnings.map(({ code }) => code);
    };
    expect(await codes()).toEqual(['implied', 'matches-nobody']);
    expect(await codes('--shop', 'nobody')).toEqual(['implied']);
  });

  it('writes a segment of another system as a query, and saves it only where nothing was left out', async () => {
    const shop = ['--shop', await shopOf('imported')];
    const [file, names] = [join(directory, 'vip.json'), join(directory, 'names.json')];
    const placed = (metric: string, value: number) => ({
      type: 'profile-metric',
      metric_id: metric,
      measurement: 'count',
      measurement_filter: { type: 'numeric', operator: 'equals', value },
      timeframe_filter: { type: 'date', operator: 'after', date: '2011-05-31T23:00:00+00:00' },
    });
    const groups = [{ conditions: [placed('Ab12', 1)] }, { conditions: [placed('Cd34', 0)] }];
    await writeFile(file, JSON.stringify({ name: 'Once', definition: { condition_groups: groups } }));
    await writeFile(names, JSON.stringify({ events: { Ab12: 'Placed Order' } }));
    const imported = (...args: string[]) => json('segment', 'import', file, '--from', 'klaviyo', ...args, ...shop);

    const left = { carried: 'not', path: 'definition.condition_groups[1].conditions[0].metric_id', effect: 'wider' };
    expect(await imported('--names', names, '--save')).toMatchObject({
      status: 1,
      document: { name: 'Once', complete: false, query: null, saved: null, report: [{ carried: 'exactly' }, left] },
    });
    expect((await json('segment', 'list', ...shop)).document).toEqual([]);
    // The day begins in London, an hour before UTC's.
    const once = 'orders_placed MATCHES (date >= 2011-06-01, count = 1)';
    expect(await imported('--names', names, '--partial')).toMatchObject({
      status: 1,
      document: { query: once, saved: null },
    });
    const shown = await run('segment', 'import', file, '--from', 'klaviyo', '--names', names, ...shop);
    expect([shown.status, shown.out]).toEqual([1, expect.stringContaining('Without it the segment is wider.')]);

    await writeFile(names, JSON.stringify({ events: { Ab12: 'Placed Order', Cd34: 'Checkout Started' } }));
    expect(await imported('--names', names, '--save')).toMatchObject({
      status: 0,
      document: {
        complete: true,
        query: `${once} AND events.checkout_started NOT MATCHES (date >= 2011-06-01)`,
        saved: { outcome: 'created', handle: 'once', members: 1 },
      },
    });

    await writeFile(file, '{"definition": {"condition_groups": [{"conditions": [{}]}]}}');
    const refused = await run('segment', 'import', file, '--from', 'klaviyo', ...shop);
    expect(refused).toMatchObject({ status: 2, out: '' });
    expect(refused.err).toContain('definition.condition_groups[0].conditions[0].type');
    await writeFile(file, 'vip');
    expect((await run('segment', 'import', file, '--from', 'hubspot')).err).toContain('cannot be read as JSON');
  });

  it('completes a query, with what the shop has where there is one', async () => {
    const nowhere = ['--data', join(directory, 'nowhere')];
    expect(await json('segment', 'complete', "rfm_group = 'at", ...nowhere)).toMatchObject({
      status: 0,
      document: { from: 12, to: 15, completions: [{ insert: "'AT_RISK'", profiles: null }, {}] },
    });
    expect(await json('segment', 'complete', 'rfm_group = ', '--at', '12')).toMatchObject({
      document: { completions: expect.arrayContaining([expect.objectContaining({ profiles: expect.any(Number) })]) },
    });
  });

  it("checks what Shopify's language can say", async () => {
    const nowhere = ['--data', join(directory, 'nowhere')];
    const query = "products_purchased MATCHES (id = 5, date >= -30d) AND rfm_group IN ('NEW', 'LOYAL')";
    const older = "products_purchased(id: 5, since: -30d) = true AND (rfm_group = 'NEW' OR rfm_group = 'LOYAL')";
    expect(await json('segment', 'check', query, '--target', 'shopify-2026-07', ...nowhere)).toMatchObject({
      status: 0,
      document: { valid: true, printed: older },
    });
    expect(await json('segment', 'check', 'amount_spent IN TOP 5%', '--target', 'shopify')).toMatchObject({
      status: 1,
      document: { valid: false, canonical: 'amount_spent IN TOP 5%', errors: [{ code: 'not-in-shopify', column: 14 }] },
    });
  });

  it.each([
    [['segment', 'check'], '--file'],
    [['segment', 'check', '--file', '/no/such/query'], '/no/such/query'],
    [['segment', 'count', 'amount_spend > 10'], '1:1 '],
    [['segment', 'count', 'nobody'], "There is no segment 'nobody' either"],
    [['segment', 'diff', 'nobody', 'number_of_orders > 1'], "There is no segment 'nobody' either"],
    [['segment', 'save', '', 'number_of_orders > 1'], '1 to 200 characters'],
    [['segment', 'count', 'number_of_orders > 1', '--now', 'noon'], '--now'],
    [['import', '/no/such/file.csv'], '/no/such/file.csv'],
    [['status', '--shop', 'nobody'], 'tea'],
    [['segment', 'explain', 'number_of_orders > 1', '--profile', 'p_nobody'], 'p_nobody'],
    [['segment', 'overlap', 'gone'], "no segment 'gone'"],
    [['import', '/no/such/file.csv', '--now', '2011-06-10'], '--now'],
    [['segment', 'save', 'Twice', 'number_of_orders > 1', '--now', '2011-06-10'], '--now'],
    [['refused', '--now', '2011-06-10'], '--now'],
    [['shop', 'rfm', '--now', '2011-06-10'], '--now'],
    [['refused', '--limit', '0'], 'at least 1'],
    [['start', '--port', '65536'], 'no port'],
    [['segment', 'count'], "missing required argument 'query'"],
    [['sing'], 'unknown command'],
  ])('ends with 2 and says how to mend %j', async (args, expected) => {
    const ran = await run(...args, ...(args.includes('--shop') ? [] : ['--shop', 'tea']));
    expect(ran).toMatchObject({ status: 2, out: '' });
    expect(ran.err).toContain(expected);
  });
});
