import fastify, { type FastifyInstance, type FastifyPluginAsync } from 'fastify';
import { RecordedGateway } from './recorded-gateway.js';

/** The built console and a recorded gateway behind one address, as `clientele start` serves them. */
export interface PageServer extends AsyncDisposable {
  readonly address: string;
  readonly gateway: RecordedGateway;
}

interface GraphqlBody {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

export async function startPageServer(): Promise<PageServer> {
  const server = fastify();
  const gateway = new RecordedGateway();
  await server.register(await consolePlugin());
  openDoor(server, gateway);
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  return { address, gateway, [Symbol.asyncDispose]: () => server.close() };
}

/** Apps may be imported by the command line only; a test takes the built file, as the program on disk. */
async function consolePlugin(): Promise<FastifyPluginAsync> {
  const built: { readonly consolePlugin: FastifyPluginAsync } = await import(
    new URL('../../../apps/console/dist/index.js', import.meta.url).href
  );
  return built.consolePlugin;
}

function openDoor(server: FastifyInstance, gateway: RecordedGateway): void {
  server.post('/members.csv', async (request, reply) => {
    gateway.files.push(request.body);
    return reply.type('text/csv').send('profile,email,phone,name\np_1,ann@home.example,,Ann\n');
  });
  server.post<{ Body: GraphqlBody }>('/graphql', async (request, reply) => {
    const shop = request.headers['x-clientele-shop'];
    const answer = await gateway.answer({
      operation: /^(?:query|mutation) (\w+)/.exec(request.body.query)?.[1] ?? '',
      query: request.body.query,
      variables: request.body.variables,
      shop: typeof shop === 'string' ? shop : undefined,
    });
    // Silence lasts until the client gives up or the server closes.
    if (answer === undefined) return reply.hijack();
    return reply.code(answer.status).send(answer.body);
  });
}
