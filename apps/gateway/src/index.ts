export type { PlatformSignIn, PlatformTokens, PlatformUser } from './auth/platform-tokens.js';
export type { GatewayDeps } from './deps.js';
export { createGateway, type GatewayOptions, GRAPHQL_PATH } from './gateway.js';
export type { NamedDoor, SharedHookAddress } from './http/shared-hook-address.js';
export { gatewaySchema } from './schema/build-schema.js';
