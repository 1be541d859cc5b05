import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** As much of Vendure as gives a session away, and then fails at every question, repeating what it was sent. */
export interface TokenPlatform extends AsyncDisposable {
  readonly address: string;
}

export async function startTokenPlatform(token: string): Promise<TokenPlatform> {
  const server = createServer(async (request, response) => {
    const { query, variables } = JSON.parse(await text(request));
    const { authorization } = request.headers;
    response.setHeader('content-type', 'application/json');
    if (query.includes('login(')) response.setHeader('vendure-auth-token', token);
    const activeChannel = { code: 'shop', token: 'channel', defaultCurrencyCode: 'GBP' };
    const message = `${authorization} may not ask ${JSON.stringify(variables)}`;
    const fails = { errors: [{ message, extensions: { code: 'USER_INPUT_ERROR' } }], data: null };
    const answer = query.includes('login(')
      ? { data: { login: { id: '1' } } }
      : query.includes('Account')
        ? { data: { activeChannel } }
        : fails;
    response.end(JSON.stringify(answer));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin-api`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
