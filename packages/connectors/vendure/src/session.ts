import { type Context, Denied, type Token } from '@clientele/connector-kit';
import type { VendureSettings } from './settings.js';

const LOGIN = `mutation Login($username: String!, $password: String!) {
  login(username: $username, password: $password) {
    ... on CurrentUser { id }
    ... on ErrorResult { errorCode }
  }
}`;

/** A session of the administrator: it lasts as long as the shop says, and is asked for anew once it is refused. */
export async function obtain(_: unknown, { settings, ask }: Context<VendureSettings>): Promise<Token> {
  const { address, username, password } = settings;
  const body = { query: LOGIN, variables: { username, password } };
  const { headers } = await ask({ url: address, method: 'POST', body });
  const access = headers.get('vendure-auth-token');
  if (access === null) {
    throw new Denied("the shop gives no token: add 'bearer' to authOptions.tokenMethod in its configuration");
  }
  return { access };
}
