import { API_SCOPES } from '@clientele/ledger';
import type { Command } from 'commander';
import { atLeastOne, examples, type Run } from './command-parts.js';
import { keyCreate, keyList, keyRevoke, sessionsEnd, signIn } from './verbs/access.js';
import { auditLog } from './verbs/audit-log.js';
import { widgetAllow, widgetList, widgetRemove } from './verbs/widgets.js';

/** Who may come in, by which door, and what they did: `clientele sign-in`, `sessions`, `key`, `widget` and `audit-log`. */
export function addAccessCommands(clientele: Command, run: Run): void {
  clientele
    .command('audit-log')
    .description('who did what in the shop, newest first: ids, no personal data')
    .option('--limit <n>', 'page size', atLeastOne, 50)
    .option('--before <n>', 'go on behind the entry of that number', atLeastOne)
    .addHelpText('after', examples('clientele audit-log --shop mine', 'clientele audit-log --before 120 --json'))
    .action((options: { limit: number; before?: number }) => run(auditLog, options));

  clientele
    .command('sessions')
    .description('people who are signed in')
    .command('end')
    .description('sign everybody out of the shop, and take back sign-in links that nobody has used')
    .addHelpText(
      'after',
      examples('clientele sessions end --shop mine', 'clientele sign-in   (a new link, for yourself)'),
    )
    .action(() => run(sessionsEnd, {}));

  clientele
    .command('sign-in')
    .description('a new link that signs a person in, where a server runs')
    .addHelpText('after', examples('clientele sign-in', 'clientele sign-in --shop mine   (leads to that shop)'))
    .action(() => run(signIn, { shopNamed: clientele.getOptionValueSource('shop') !== 'default' }));

  const key = clientele.command('key').description('API keys of the shop');
  key
    .command('create')
    .description('make a key; it is shown once')
    .argument('<name>', 'what it is for')
    .option('--scope <scope...>', `what it may do: ${API_SCOPES.join(', ')}`, ['read:profiles', 'read:segments'])
    .option('--expires <time>', 'a day or a time of the shop’s clock from which it opens nothing; never without')
    .addHelpText(
      'after',
      examples(
        "clientele key create 'CRM' --scope read:profiles widgets",
        "clientele key create 'Agency' --expires 2027-07-01",
      ),
    )
    .action((name: string, { scope, expires }: { scope: string[]; expires?: string }) =>
      run(keyCreate, { name, scopes: scope, ...(expires === undefined ? {} : { expires }) }),
    );
  key
    .command('list')
    .description('the shop’s keys')
    .action(() => run(keyList, {}));
  key
    .command('revoke')
    .description('end a key')
    .argument('<id>')
    .addHelpText('after', examples('clientele key revoke 3x7fd0a2'))
    .action((id: string) => run(keyRevoke, { id }));

  const widget = clientele.command('widget').description('widgets on other pages');
  widget
    .command('allow')
    .description('let a page of that origin show widgets of the shop')
    .argument('<origin>', 'such as https://crm.example.com')
    .addHelpText('after', examples('clientele widget allow https://crm.example.com'))
    .action((origin: string) => run(widgetAllow, { origin }));
  widget
    .command('list')
    .description('the origins that may')
    .action(() => run(widgetList, {}));
  widget
    .command('remove')
    .description('an origin may no longer; tokens made for it end at once')
    .argument('<origin>')
    .addHelpText('after', examples('clientele widget remove https://crm.example.com'))
    .action((origin: string) => run(widgetRemove, { origin }));
}
