// Claims the directory given, says how that went, and stays.
// @ts-check
import { claimDirectory } from '@clientele/ledger';

const [directory = ''] = process.argv.slice(2);
const { outcome } = claimDirectory(directory, { pid: process.pid, socket: '/run/clientele.sock' });
process.stdout.write(`${outcome}\n`);
setInterval(() => {}, 60_000);
