import { CommandError } from '../command-error.js';
import type { Terminal } from '../terminal/terminal.js';
import { widgetSnippet } from '../widget-snippet.js';
import { nextCommand } from './next-command.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

export interface OriginInput extends Asked {
  readonly origin: string;
}

/** The pages that may show a shop's widgets. */
export interface AllowedOrigins {
  readonly origins: readonly string[];
}

/** With what such a page holds; null where no server runs. */
interface Allowed extends AllowedOrigins {
  readonly snippet: string | null;
}

export const widgetAllow: Verb<OriginInput, Allowed> = {
  name: 'widget allow',
  async run(house, { shop: id, origin }) {
    const shop = await house.shop(id);
    const added = await house.ledger.widgetOrigins.add(shop.id, origin, house.clock());
    if (added.outcome === 'refused') throw new CommandError(2, added.message);
    await writeDown(house, shop.id, 'widget-origin.allowed', origin);
    const address = house.address();
    return yes({
      origins: await house.ledger.widgetOrigins.list(shop.id),
      snippet: address === undefined ? null : widgetSnippet(address),
    });
  },
  print(allowed, terminal) {
    print(allowed, terminal);
    if (allowed.snippet !== null) terminal.line(`\nA page of it shows a profile with\n\n${allowed.snippet}`);
  },
};

export const widgetList: Verb<Asked, AllowedOrigins> = {
  name: 'widget list',
  async run(house, { shop: id }) {
    const shop = await house.shop(id);
    return yes({ origins: await house.ledger.widgetOrigins.list(shop.id) });
  },
  print,
};

export const widgetRemove: Verb<OriginInput, AllowedOrigins> = {
  name: 'widget remove',
  async run(house, { shop: id, origin }) {
    const shop = await house.shop(id);
    if (!(await house.ledger.widgetOrigins.remove(shop.id, origin))) {
      throw new CommandError(
        2,
        `The shop ${shop.id} does not allow '${origin}'; ${nextCommand('widget list', { shop: shop.id })} shows which it does.`,
      );
    }
    await writeDown(house, shop.id, 'widget-origin.removed', origin);
    return yes({ origins: await house.ledger.widgetOrigins.list(shop.id) });
  },
  print,
};

function print({ origins }: AllowedOrigins, terminal: Terminal): void {
  terminal.line(
    origins.length === 0 ? 'Widgets may be shown nowhere.' : `Widgets may be shown on ${origins.join(', ')}.`,
  );
}
