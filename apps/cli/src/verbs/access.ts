import { API_SCOPES, type ApiKey, type ApiScope } from '@clientele/ledger';
import type { Instant } from '@clientele/model';
import { CommandError } from '../command-error.js';
import { signInLink } from '../sign-in-link.js';
import { counted } from '../terminal/counted.js';
import { instantAsked } from './instant-asked.js';
import { type Asked, type Verb, yes } from './verb.js';
import { writeDown } from './write-down.js';

export interface SignInInput extends Asked {
  /** Whether the shop was named, and is to be shown. */
  readonly shopNamed?: boolean;
}

export const signIn: Verb<SignInInput, { readonly link: string }> = {
  name: 'sign-in',
  async run(house, { shop, shopNamed }) {
    return yes({ link: await signInLink(house, shopNamed === true ? (await house.shop(shop)).id : undefined) });
  },
  print({ link }, terminal) {
    terminal.line(`${link} (this link signs you in once, within the hour)`);
  },
};

export const sessionsEnd: Verb<Asked, { readonly ended: number }> = {
  name: 'sessions end',
  async run(house, { shop: id }) {
    const shop = await house.shop(id);
    const ended = await house.ledger.sessions.endOf(shop.id);
    await writeDown(house, shop.id, 'sessions.ended', shop.id);
    return yes({ ended });
  },
  print({ ended }, terminal, { shop }) {
    terminal.line(
      `${counted(ended, 'session')} ended: nobody is signed in to the shop ${shop}, and no sign-in link to it works.`,
    );
  },
};

export interface KeyCreateInput extends Asked {
  readonly name: string;
  readonly scopes: readonly string[];
  /** A day or a time of the shop's clock from which the key opens nothing; never without it. */
  readonly expires?: string;
}

export const keyCreate: Verb<
  KeyCreateInput,
  {
    readonly id: string;
    readonly key: string;
    readonly scopes: readonly string[];
    readonly expiresAt: Instant | null;
  }
> = {
  name: 'key create',
  async run(house, { shop: id, name, scopes, expires }) {
    const shop = await house.shop(id);
    const unknown = scopes.find((scope) => !API_SCOPES.some((known) => known === scope));
    if (unknown !== undefined) {
      throw new CommandError(2, `There is no scope '${unknown}'; there are ${API_SCOPES.join(', ')}.`);
    }
    const expiresAt = instantAsked(expires, shop, '--expires') ?? null;
    if (expiresAt !== null && expiresAt <= house.clock()) {
      throw new CommandError(2, `--expires '${expires}' has passed: name a day or a time to come.`);
    }
    const draft = { name, scopes: scopes as readonly ApiScope[], expiresAt };
    const { key, text } = await house.ledger.apiKeys.create(shop.id, draft, house.clock());
    await writeDown(house, shop.id, 'api-key.created', key.id);
    return yes({ id: key.id, key: text, scopes: key.scopes, expiresAt });
  },
  print({ key, scopes, expiresAt }, terminal) {
    terminal.line(terminal.paint('bold', key));
    const until = expiresAt === null ? '' : ` until ${expiresAt}`;
    terminal.line(
      `May ${scopes.join(', ')}${until}. It is shown only now: keep it where your server keeps its secrets.`,
    );
  },
};

type KeyState = 'valid' | 'expired' | 'revoked';

export const keyList: Verb<Asked, readonly (ApiKey & { readonly state: KeyState })[]> = {
  name: 'key list',
  async run(house, input) {
    const shop = await house.shop(input.shop);
    const keys = await house.ledger.apiKeys.list(shop.id);
    return yes(keys.map((key) => ({ ...key, state: stateOf(key, house.clock()) })));
  },
  print(keys, terminal) {
    terminal.table(
      ['id', 'name', 'scopes', 'last used', 'expires', 'state'],
      keys.map(({ id, name, scopes, lastUsedAt, expiresAt, state }) => [
        id,
        name,
        scopes.join(' '),
        lastUsedAt ?? 'never',
        expiresAt ?? 'never',
        state,
      ]),
    );
  },
};

function stateOf({ revokedAt, expiresAt }: ApiKey, now: Instant): KeyState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'valid';
}

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
    await writeDown(house, shop.id, 'api-key.revoked', id);
    return yes({ revoked: true });
  },
  print(_, terminal, { id }) {
    terminal.line(`${id} is revoked.`);
  },
};
