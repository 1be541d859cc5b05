import { type ShownProfile, searchShop, showProfile } from '@clientele/pipeline';
import { CommandError } from '../command-error.js';
import type { Terminal } from '../terminal/terminal.js';
import { instantAsked } from './instant-asked.js';
import { nextCommand } from './next-command.js';
import { type Asked, type Verb, yes } from './verb.js';

export interface ProfileShowInput extends Asked {
  readonly id: string;
}

export const profileShow: Verb<ProfileShowInput, ShownProfile> = {
  name: 'profile show',
  takesNow: true,
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const shown = await showProfile(house, shop, input.id, instantAsked(input.now, shop), true);
    if (shown === undefined) {
      throw new CommandError(
        2,
        `There is no profile '${input.id}' in the shop ${shop.id}; search with: ${nextCommand('profile find TEXT', input)}`,
      );
    }
    return yes(shown);
  },
  print: (profile, terminal) => print(profile, terminal),
};

export interface ProfileFindInput extends Asked {
  readonly text: string;
  readonly limit: number;
}

export const profileFind: Verb<ProfileFindInput, readonly ShownProfile[]> = {
  name: 'profile find',
  takesNow: true,
  async run(house, input) {
    const shop = await house.shop(input.shop);
    return yes(await searchShop(house, shop, input.text, input.limit, instantAsked(input.now, shop)));
  },
  print(profiles, terminal, { text }) {
    const [only] = profiles;
    if (only === undefined) terminal.line(`Nobody is found by '${text}'.`);
    else if (profiles.length === 1) print(only, terminal);
    else {
      terminal.table(
        ['profile', 'name', 'e-mail', 'orders', 'last order', 'records'],
        profiles.map(({ id, records, traits }) => [
          id,
          firstOf(records, 'name'),
          firstOf(records, 'email'),
          String(traits.number_of_orders ?? ''),
          String(traits.last_order_date ?? ''),
          records.map(keyText).join(' '),
        ]),
      );
    }
  },
};

type Records = ShownProfile['records'];

function firstOf(records: Records, what: 'name' | 'email'): string {
  return records.find((record) => record[what])?.[what] ?? '';
}

function keyText({ connection, externalId }: Records[number]): string {
  return `${connection}:${externalId}`;
}

function print({ id, records, traits, segments }: ShownProfile, terminal: Terminal): void {
  terminal.line(terminal.paint('bold', id));
  for (const [index, record] of records.entries()) {
    const said = [record.name, record.email].filter((text) => text != null && text !== record.externalId);
    terminal.line(`${index === 0 ? 'records ' : '        '}  ${[keyText(record), ...said].join(', ')}`);
  }
  terminal.line(`segments  ${segments.length === 0 ? 'none' : segments.join(' ')}`);
  terminal.table(
    ['trait', 'value'],
    Object.entries(traits).map(([name, value]) => [name, typeof value === 'string' ? value : value.join(', ')]),
  );
}
