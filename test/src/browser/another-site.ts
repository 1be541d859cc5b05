import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A site of another origin that shows one profile. */
export interface AnotherSite extends AsyncDisposable {
  readonly address: string;
  /** How often its page has asked it for a token. */
  readonly tokens: () => number;
  /** What its page shows from now on, and which token its server hands over. */
  show(profile: string, token: () => Promise<string>): void;
}

/** A page under a strict policy, with one tag (loaded twice, as happens) and a line of its own. */
export async function startSite(gateway: string): Promise<AnotherSite> {
  let [profile, token, tokens] = ['', async () => '', 0];
  const files: Readonly<Record<string, readonly [type: string, body: () => string | Promise<string>]>> = {
    '/': [
      'text/html',
      () => `<!doctype html><html lang="en-GB"><title>Another site</title>
        <script type="module" src="${gateway}/widgets/profile.js"></script>
        <script type="module" src="${gateway}/widgets/profile.js?again"></script>
        <script type="module" src="/own.js"></script>
        <main><clientele-profile endpoint="${gateway}/graphql" profile-id="${profile}"></clientele-profile></main>`,
    ],
    '/own.js': [
      'text/javascript',
      () => `document.querySelector('clientele-profile').getToken = async () => (await fetch('/token')).text();`,
    ],
    '/token': [
      'text/plain',
      () => {
        tokens += 1;
        return token();
      },
    ],
  };
  const server = createServer(async (request, response) => {
    const [type, body] = files[request.url ?? ''] ?? ['text/plain', () => ''];
    const policy = `default-src 'none'; script-src 'self' ${gateway}; style-src 'self'; connect-src 'self' ${gateway}`;
    const text = await body();
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(text);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://localhost:${port}`,
    tokens: () => tokens,
    show(id, tokenOf) {
      [profile, token, tokens] = [id, tokenOf, 0];
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}
