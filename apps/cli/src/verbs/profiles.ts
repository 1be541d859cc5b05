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
    const shown = await showProfile(house, shop, input.id, instantAsked(input.now, shop));
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
    if (profiles.length === 0) terminal.line(`Nobody is found by '${text}'.`);
    for (const profile of profiles) print(profile, terminal);
  },
};

function print({ id, records, traits, segments }: ShownProfile, terminal: Terminal): void {
  terminal.line(terminal.paint('bold', id));
  terminal.line(`records   ${records.map(({ connection, externalId }) => `${connection}:${externalId}`).join(' ')}`);
  terminal.line(`segments  ${segments.length === 0 ? 'none' : segments.join(' ')}`);
  terminal.table(
    ['trait', 'value'],
    Object.entries(traits).map(([name, value]) => [name, typeof value === 'string' ? value : value.join(', ')]),
  );
}
