export type { GatewayDeps } from './deps.js';
export { createGateway, type GatewayOptions, GRAPHQL_PATH } from './gateway.js';
export { gatewaySchema } from './schema/build-schema.js';
