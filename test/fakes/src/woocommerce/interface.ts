import type { Answer } from '../wire/answer.js';
import type { WireRequest } from '../wire/wire.js';
import { type Problem, phpJson, problemBody } from './answer.js';
import { CUSTOMER_ROUTES } from './customer-routes.js';
import { ORDER_ROUTES } from './order-routes.js';
import { PRODUCT_ROUTES } from './product-routes.js';
import { type Behind, objectIn, type Refusal, type Reply, type Route } from './route.js';
import { SITE_ROUTES } from './site-routes.js';
import { WEBHOOK_ROUTES } from './webhook-routes.js';

/** Consumer key and secret, as an owner makes them for a program. */
export interface Credentials {
  readonly key: string;
  readonly secret: string;
}

const ROUTES: readonly Route[] = [
  ...ORDER_ROUTES,
  ...CUSTOMER_ROUTES,
  ...PRODUCT_ROUTES,
  ...WEBHOOK_ROUTES,
  ...SITE_ROUTES,
];
const JSON_TYPE = { 'content-type': 'application/json; charset=UTF-8' };
const ROOT = '/wp-json';

/** The REST interface, version 3: the answer to a request. */
export function answer(behind: Behind, { key, secret }: Credentials, request: WireRequest): Answer {
  const { site } = behind.shop;
  const { pathname, searchParams: query } = new URL(request.target, 'http://shop.invalid');
  const path = pathname.startsWith(`${ROOT}/`) ? pathname.slice(ROOT.length) : undefined;
  const link = { link: `<${site.url}${ROOT}/>; rel="https://api.w.org/"` };
  const refused = (problem: Problem, allow?: string): Answer => ({
    status: problem.status,
    headers: { ...JSON_TYPE, ...link, ...(allow !== undefined && { allow }) },
    body: phpJson(problemBody(problem)),
  });

  const route = path === undefined ? undefined : ROUTES.find((one) => one.path.test(path));
  const handler = route && handlerOf(route, request.method);
  if (route === undefined || handler === undefined) return refused(NO_ROUTE);
  if (route.open !== true && !isAuthorized(request, query, `${key}:${secret}`))
    return refused(notAllowed(route, request));
  const body = jsonIn(request.body);
  if (body === undefined) return refused(BAD_JSON);

  const ids = (route.path.exec(path ?? '') ?? []).slice(1).map(Number);
  const reply: Reply | Refusal = handler(behind, { query, body, ids });
  const allow = reply.allow === false ? undefined : route.takes;
  if ('problem' in reply) return refused(reply.problem, allow);
  return {
    status: reply.status ?? 200,
    headers: { ...JSON_TYPE, ...link, ...(allow !== undefined && { allow }), ...reply.headers },
    body: phpJson(withFields(reply.body, query.get('_fields'))),
  };
}

const NO_ROUTE: Problem = {
  status: 404,
  code: 'rest_no_route',
  message: 'No route was found matching the URL and request method.',
};
const BAD_JSON: Problem = { status: 400, code: 'rest_invalid_json', message: 'Invalid JSON body passed.' };

function handlerOf(route: Route, method: string): Route['get'] {
  if (method === 'GET') return route.get;
  if (method === 'DELETE') return route.delete;
  if (method === 'POST') return route.create ?? route.save;
  return method === 'PUT' || method === 'PATCH' ? route.save : undefined;
}

/** By Basic authorization, or by the query where a host drops that header. */
function isAuthorized(
  { headers: { authorization } }: WireRequest,
  query: URLSearchParams,
  credentials: string,
): boolean {
  if (authorization === undefined)
    return `${query.get('consumer_key')}:${query.get('consumer_secret')}` === credentials;
  const [scheme, encoded = ''] = authorization.split(' ');
  return scheme?.toLowerCase() === 'basic' && Buffer.from(encoded, 'base64').toString() === credentials;
}

function notAllowed({ path }: Route, { method }: WireRequest): Problem {
  if (method !== 'GET') {
    const message = 'Sorry, you are not allowed to edit this resource.';
    return { status: 401, code: 'woocommerce_rest_cannot_edit', message };
  }
  const what = path.source.endsWith('(\\d+)$') ? 'view this resource' : 'list resources';
  return { status: 401, code: 'woocommerce_rest_cannot_view', message: `Sorry, you cannot ${what}.` };
}

function jsonIn(text: string | undefined): Readonly<Record<string, unknown>> | undefined {
  if (text === undefined || text === '') return {};
  try {
    return objectIn(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Of each thing in a body the fields asked for, or all. */
function withFields(body: unknown, fields: string | null): unknown {
  if (fields === null) return body;
  const names = new Set(fields.split(',').map((name) => name.trim().split('.')[0]));
  const picked = (thing: unknown) =>
    Object.fromEntries(Object.entries(objectIn(thing)).filter(([name]) => names.has(name)));
  return Array.isArray(body) ? body.map(picked) : picked(body);
}
