import type { Connector } from '@clientele/connector-kit';
import { z } from 'zod';
import { aPlatform, type PlatformSettings, platformConnector, SECRET } from '../pull/simulated-platform.fixture.js';

const tagged = z.object({ tags: z.array(z.string()) });
const wanted = z.object({ tag: z.string(), has: z.boolean() });

/** The connector of a platform whose customers have tags. */
export const taggingConnector: Connector<PlatformSettings> = {
  ...platformConnector,
  async write({ name: tag, customer, change }, { settings: { address }, ask }) {
    const url = `${address}/tags/${customer}`;
    const { status } = await ask({ url, method: 'POST', body: { tag, has: change === 'add' }, answers: [404] });
    return status === 404 ? 'gone' : 'written';
  },
  async holds({ name, customer }, { settings: { address }, ask }) {
    const { status, body } = await ask({ url: `${address}/tags/${customer}`, answers: [404] });
    return status === 404 ? 'gone' : tagged.parse(body).tags.includes(name);
  },
};

/** A platform whose customers have tags, and what was asked of them. */
export function aTaggedPlatform(seed: number) {
  const platform = aPlatform(seed);
  const tags = new Map<string, Set<string>>();
  /** Called after each writing, with how many there were. */
  const hooks = { after: (_writings: number) => {} };
  let writings = 0;
  const tagsOf = (id: string) => {
    const known = tags.get(id) ?? new Set<string>();
    tags.set(id, known);
    return known;
  };
  const fetch = async (request: Request): Promise<Response> => {
    const [, list, id = ''] = new URL(request.url).pathname.split('/');
    if (list !== 'tags') return platform.world.fetch(request);
    if (request.headers.get('authorization') !== SECRET) return Response.json({}, { status: 401 });
    const thing = platform.shop.read(id);
    if (thing?.kind !== 'customer') return Response.json({}, { status: 404 });
    if (request.method === 'GET') return Response.json({ tags: [...tagsOf(id)] });
    const { tag, has } = wanted.parse(await request.json());
    if (has) tagsOf(id).add(tag);
    else tagsOf(id).delete(tag);
    writings += 1;
    hooks.after(writings);
    return Response.json({});
  };
  return {
    ...platform,
    world: { ...platform.world, fetch },
    hooks,
    tagsOf,
    /** The customers that have a tag, by id. */
    tagged: (tag: string) => [...tags].flatMap(([id, some]) => (some.has(tag) ? [id] : [])).sort(),
    writings: () => writings,
  };
}
