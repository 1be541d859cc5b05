import type { Command } from 'commander';
import { atLeastOne, examples, type Run } from './command-parts.js';
import { erase } from './verbs/erase.js';
import { profileExport } from './verbs/profile-export.js';
import { requestAnswer, requests } from './verbs/requests.js';
import { shopErase } from './verbs/shop-erase.js';

const PERSON = 'a profile or a customer record by its id, an e-mail address or a telephone number';

/** What the law lets people ask for: `clientele erase`, `requests`, `profile export` and `shop erase`. */
export function addPrivacyCommands(clientele: Command, profile: Command, shop: Command, run: Run): void {
  clientele
    .command('erase')
    .description('take a person out of the stores, and keep them out; their orders stay, as sales to nobody')
    .argument('<person>', PERSON)
    .option('--yes', 'erase; without it, say what would go')
    .addHelpText('after', examples('clientele erase ann@example.com', 'clientele erase p_1kffchceqrb07v5c --yes'))
    .action((person: string, options: { yes?: true }) => run(erase, { person, ...options }));

  const asked = clientele
    .command('requests')
    .description('what platforms and people asked for by law, by when, and whether it is done')
    .addHelpText('after', examples('clientele requests --shop mine'))
    .action(() => run(requests, {}));
  asked
    .command('answer')
    .description('what is kept of the person who asked for it, as JSON; the request is done with it')
    .argument('<number>', 'as `clientele requests` shows it', atLeastOne)
    .addHelpText('after', examples('clientele requests answer 3 > answer.json'))
    .action((number: number) => run(requestAnswer, { number }));

  profile
    .command('export')
    .description('everything that is kept of a person, as JSON, for them to have')
    .argument('<person>', PERSON)
    .addHelpText('after', examples('clientele profile export ann@example.com > ann.json'))
    .action((person: string) => run(profileExport, { person }));

  shop
    .command('erase')
    .description('take everything of the shop out of the stores')
    .option('--yes', 'erase; without it, say what would go')
    .addHelpText('after', examples('clientele shop erase --shop mine', 'clientele shop erase --shop mine --yes'))
    .action((options: { yes?: true }) => run(shopErase, { ...options }));
}
