import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { Shop, ShopId } from '@clientele/model';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import { admitCredential } from './auth/admit-credential.js';
import { addOwnPagesOnly, encryption } from './auth/own-pages.js';
import { shopOf } from './auth/shop-of.js';
import { type GatewayContext, RequestContext } from './context.js';
import type { GatewayDeps } from './deps.js';
import { addPreflight, allowOrigin } from './http/cors.js';
import { addErrorShape } from './http/error-shape.js';
import { addGraphiql } from './http/graphiql.js';
import { addHealth } from './http/health.js';
import { addHooks } from './http/hooks.js';
import { addMembersFile } from './http/members-file.js';
import { addMetrics } from './http/metrics.js';
import { addSecurityHeaders } from './http/security-headers.js';
import { addSignIn } from './http/sign-in.js';
import { addWidgetTokens } from './http/widget-tokens.js';
import { limitsPlugin } from './limits/limits-plugin.js';
import { maskErrors } from './limits/masked-error.js';
import { addRates, type Gate, RATES, type Rates } from './limits/rates.js';
import { type Loaders, loadersOf } from './loaders.js';
import { logFailure } from './log-failure.js';
import type { Metrics } from './metrics/metrics.js';
import { metricsPlugin } from './metrics/metrics-plugin.js';
import { gatewaySchema } from './schema/build-schema.js';

/** Where GraphQL is answered. */
export const GRAPHQL_PATH = '/graphql';

const MOST_BODY_BYTES = 100_000;
/** Who sends a byte now and then must not hold a connection for long. */
const PATIENCE_MS = 20_000;
const LOOKS_A_TIME = 4;
const MOST_TOKENS = 1_000;
/** Selections after fragments are followed, so that a few of them cannot stand for millions. */
const MOST_SELECTIONS = 5_000;

export interface GatewayOptions {
  readonly logger?: FastifyServerOptions['logger'];
  readonly rates?: Rates;
  /**
   * The proxies before the server, as addresses, networks (`10.0.0.0/8`) or `loopback`, with commas between: what they
   * say of a request's address and protocol is believed. Without it nobody is.
   */
  readonly trustProxy?: string | undefined;
  /**
   * The origin at which people reach the server, such as `https://clientele.example`, where that is not where it
   * listens. Its scheme says whether cookies are for encrypted connections only, and only its own pages speak for who is
   * signed in.
   */
  readonly publicUrl?: string | undefined;
  /** What opens `/metrics`; without it there are none. */
  readonly metricsKey?: string | undefined;
  /** How long a request may take to come in, in ms; 20,000 without. */
  readonly patienceMs?: number;
}

/**
 * The gateway as a Fastify instance that does not listen yet: GraphQL, GraphiQL, sign-in, tokens for widgets, files of
 * members, webhooks, health, metrics.
 * Whoever runs it may register more (the console's pages), and says where it listens. Closing it ends it, not the stores.
 */
export async function createGateway(deps: GatewayDeps, options: GatewayOptions = {}): Promise<FastifyInstance> {
  const patience = options.patienceMs ?? PATIENCE_MS;
  const app: FastifyInstance = fastify({
    bodyLimit: MOST_BODY_BYTES,
    requestTimeout: patience,
    http: { headersTimeout: patience, connectionsCheckingInterval: patience / LOOKS_A_TIME },
    genReqId: () => randomUUID(),
    logger: options.logger ?? false,
    trustProxy: options.trustProxy ?? false,
  });
  const rates = options.rates ?? RATES;
  const isEncrypted = encryption(options.publicUrl);
  addSecurityHeaders(app, isEncrypted);
  if (options.publicUrl !== undefined) addOwnPagesOnly(app, options.publicUrl);
  addErrorShape(app, GRAPHQL_PATH);
  const gate = await addRates(app, rates, deps.clock);
  const metrics = addMetrics(app, deps, options.metricsKey);
  addHealth(app, deps);
  addSignIn(app, deps, rates, isEncrypted);
  addWidgetTokens(app, deps, gate);
  addMembersFile(app, deps, gate);
  await addHooks(app, deps, gate, options.publicUrl);
  await addGraphiql(app, deps, rates);
  await addGraphql(app, deps, gate, metrics);
  return app;
}

async function addGraphql(app: FastifyInstance, deps: GatewayDeps, gate: Gate, metrics: Metrics): Promise<void> {
  const server = new ApolloServer<GatewayContext>({
    schema: await gatewaySchema(),
    // Who may ask for the schema is decided for each request, see checkOperation.
    introspection: true,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: true,
    maxRecursiveSelections: MOST_SELECTIONS,
    parseOptions: { maxTokens: MOST_TOKENS },
    persistedQueries: false,
    stopOnTerminationSignals: false,
    plugins: [metricsPlugin(metrics), limitsPlugin(), ApolloServerPluginCacheControlDisabled()],
    formatError: maskErrors(app.log),
  });
  await server.start();
  // Fastify has let running requests end by then.
  app.addHook('onClose', () => server.stop());
  addPreflight(app, deps, GRAPHQL_PATH);
  const context = (request: FastifyRequest, reply: FastifyReply) => contextOf(deps, gate, request, reply);
  app.post(GRAPHQL_PATH, fastifyApolloHandler(server, { context }));
}

async function contextOf(
  deps: GatewayDeps,
  gate: Gate,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<GatewayContext> {
  const { origin, authorization } = request.headers;
  // Also where it is refused: a page must be able to read that its token has expired.
  if (origin !== undefined && authorization !== undefined && (await deps.ledger.widgetOrigins.isKnown(origin))) {
    allowOrigin(reply, origin);
  }
  const { credential, allowance } = await admitCredential(deps, gate, request, reply);
  const chosen = request.headers['x-clientele-shop'];
  const shop = await shopOf(deps, credential, typeof chosen === 'string' ? chosen : undefined);
  const hungUp = new AbortController();
  reply.raw.once('close', () => hungUp.abort());
  const follow = (work: Promise<unknown>) => {
    work.catch((error: unknown) => logFailure(request.log, 'work behind an answer failed', request.id, error));
  };
  const loaders = new Map<ShopId, Loaders>();
  const loadersOfShop = (one: Shop) => {
    const known = loaders.get(one.id) ?? loadersOf(deps, one);
    loaders.set(one.id, known);
    return known;
  };
  return new RequestContext(deps, credential, allowance, shop, loadersOfShop, follow, hungUp.signal);
}
