// Claims the database at the URL given, says how that went, and stays.
// @ts-check
import { claimDatabase } from '@clientele/ledger';

const [url = ''] = process.argv.slice(2);
const { outcome } = await claimDatabase(url, `process ${process.pid} on there`, () => {});
process.stdout.write(`${outcome}\n`);
setInterval(() => {}, 60_000);
