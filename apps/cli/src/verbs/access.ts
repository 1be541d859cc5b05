import { API_SCOPES, type ApiKey, type ApiScope } from '@clientele/ledger';
import { CommandError } from '../command-error.js';
import { signInLink } from '../sign-in-link.js';
import { type Asked, type Verb, yes } from './verb.js';

export const signIn: Verb<Asked, { readonly link: string }> = {
  name: 'sign-in',
  run: async (house) => yes({ link: await signInLink(house) }),
  print({ link }, terminal) {
    terminal.line(`${link} (this link signs you in once, within the hour)`);
  },
};

export interface KeyCreateInput extends Asked {
  readonly name: string;
  readonly scopes: readonly string[];
}

export const keyCreate: Verb<
  KeyCreateInput,
  { readonly id: string; readonly key: string; readonly scopes: readonly string[] }
> = {
  name: 'key create',
  async run(house, { shop: id, name, scopes }) {
    const shop = await house.shop(id);
    const unknown = scopes.find((scope) => !API_SCOPES.some((known) => known === scope));
    if (unknown !== undefined) {
      throw new CommandError(2, `There is no scope '${unknown}'; there are ${API_SCOPES.join(', ')}.`);
    }
    const draft = { name, scopes: scopes as readonly ApiScope[], expiresAt: null };
    const { key, text } = await house.ledger.apiKeys.create(shop.id, draft, house.clock());
    await house.ledger.auditLog.append(
      shop.id,
      { who: 'command line', what: 'api-key.created', subject: key.id },
      house.clock(),
    );
    return yes({ id: key.id, key: text, scopes: key.scopes });
  },
  print({ key, scopes }, terminal) {
    terminal.line(terminal.paint('bold', key));
    terminal.line(`may ${scopes.join(', ')}. It is shown only now: keep it where your server keeps its secrets.`);
  },
};

export const keyList: Verb<Asked, readonly ApiKey[]> = {
  name: 'key list',
  run: async (house, input) => yes(await house.ledger.apiKeys.list((await house.shop(input.shop)).id)),
  print(keys, terminal) {
    terminal.table(
      ['id', 'name', 'scopes', 'last used', 'state'],
      keys.map(({ id, name, scopes, lastUsedAt, revokedAt }) => [
        id,
        name,
        scopes.join(' '),
        lastUsedAt ?? 'never',
        revokedAt === null ? 'valid' : 'revoked',
      ]),
    );
  },
};

export interface KeyRevokeInput extends Asked {
  readonly id: string;
}

export const keyRevoke: Verb<KeyRevokeInput, { readonly revoked: boolean }> = {
  name: 'key revoke',
  async run(house, { shop: shopId, id }) {
    const shop = await house.shop(shopId);
    if (!(await house.ledger.apiKeys.revoke(shop.id, id, house.clock()))) {
      throw new CommandError(2, `The shop ${shop.id} has no valid key '${id}'.`);
    }
    await house.ledger.auditLog.append(
      shop.id,
      { who: 'command line', what: 'api-key.revoked', subject: id },
      house.clock(),
    );
    return yes({ revoked: true });
  },
  print(_, terminal, { id }) {
    terminal.line(`${id} is revoked.`);
  },
};

export interface WidgetAllowInput extends Asked {
  readonly origin: string;
}

export const widgetAllow: Verb<WidgetAllowInput, { readonly origins: readonly string[] }> = {
  name: 'widget allow',
  async run(house, { shop: id, origin }) {
    const shop = await house.shop(id);
    const added = await house.ledger.widgetOrigins.add(shop.id, origin, house.clock());
    if (added.outcome === 'refused') throw new CommandError(2, added.message);
    return yes({ origins: await house.ledger.widgetOrigins.list(shop.id) });
  },
  print({ origins }, terminal) {
    terminal.line(`Widgets may be shown on ${origins.join(', ')}.`);
  },
};
