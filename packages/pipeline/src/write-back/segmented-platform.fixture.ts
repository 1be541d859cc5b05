import type { Connector } from '@clientele/connector-kit';
import { z } from 'zod';
import { aPlatform, type PlatformSettings, platformConnector } from '../pull/simulated-platform.fixture.js';

const segment = z.object({ id: z.string(), name: z.string(), query: z.string() });
type ThereSegment = z.output<typeof segment>;

/** The connector of a platform that keeps segments by their query. */
export const segmentingConnector: Connector<PlatformSettings> = {
  ...platformConnector,
  writes: ['segment'],
  write: async () => 'gone',
  refusesName: ({ name }) => (name.includes('!') ? 'is loud: choose a quieter one' : undefined),
  wholeSegments: {
    language: () => 'shopify',
    async read(id, { settings: { address }, ask }) {
      const { status, body } = await ask({ url: `${address}/segments/${id}`, answers: [404] });
      return status === 404 ? undefined : segment.parse(body);
    },
    async named(name, { settings: { address }, ask }) {
      const { body } = await ask({ url: `${address}/segments` });
      return z
        .array(segment)
        .parse(body)
        .find((one) => one.name === name);
    },
    async make(wanted, { settings: { address }, ask }) {
      const { body } = await ask({ url: `${address}/segments`, method: 'POST', body: { ...wanted }, once: true });
      return segment.parse(body);
    },
    async change({ id, query }, { settings: { address }, ask }) {
      const url = `${address}/segments/${id}`;
      const { status, body } = await ask({ url, method: 'PUT', body: { query }, answers: [404] });
      return status === 404 ? undefined : segment.parse(body);
    },
    async remove(id, { settings: { address }, ask }) {
      await ask({ url: `${address}/segments/${id}`, method: 'DELETE', answers: [404] });
    },
    async count(_query, { settings: { address }, ask }) {
      return z.number().parse((await ask({ url: `${address}/segments/count` })).body);
    },
  },
};

/** A platform that has segments, and what was asked about them. */
export function aSegmentedPlatform(seed: number) {
  const platform = aPlatform(seed);
  const segments = new Map<string, ThereSegment>();
  const asked: string[] = [];
  /** `lost` makes a request be done and not be answered. */
  const network = { lost: (_method: string) => false };
  let made = 0;
  const add = (name: string, query: string): ThereSegment => {
    made += 1;
    const one = { id: `s${made}`, name, query };
    segments.set(one.id, one);
    return one;
  };
  const serve = async (request: Request, id: string): Promise<Response> => {
    const { method } = request;
    if (id === 'count') return Response.json(7);
    if (method === 'POST') {
      const { name, query } = segment.omit({ id: true }).parse(await request.json());
      return Response.json(add(name, query));
    }
    if (id === '') return Response.json([...segments.values()]);
    const one = segments.get(id);
    if (one === undefined) return Response.json({}, { status: 404 });
    if (method === 'DELETE') segments.delete(id);
    if (method === 'PUT') Object.assign(one, segment.pick({ query: true }).parse(await request.json()));
    return Response.json(one);
  };
  const fetch = async (request: Request): Promise<Response> => {
    const [, list, id = ''] = new URL(request.url).pathname.split('/');
    if (list !== 'segments') return platform.world.fetch(request);
    asked.push(`${request.method} ${id}`.trim());
    const response = await serve(request, id);
    if (network.lost(request.method)) throw new Error('the network broke');
    return response;
  };
  return {
    ...platform,
    world: { ...platform.world, fetch },
    network,
    asked,
    add,
    segments,
    /** Name and query of all segments that there are. */
    there: () => [...segments.values()].map(({ name, query }) => [name, query]),
  };
}
