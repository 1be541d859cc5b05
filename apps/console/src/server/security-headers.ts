/** Everything comes from here; nothing inline runs or styles. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

export const PAGE_HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
} as const;

/** Where App Bridge and the Polaris elements come from. */
const SHOPIFY_FILES = 'https://cdn.shopify.com';

/**
 * As `CONTENT_SECURITY_POLICY`, for the page within the admin of one shop: Shopify's two scripts run there, which bring
 * styles, fonts and pictures of theirs.
 *
 * @param domain of the shop, read already
 */
export function shopifyContentPolicy(domain: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${SHOPIFY_FILES}`,
    `style-src 'self' 'unsafe-inline' ${SHOPIFY_FILES}`,
    `font-src ${SHOPIFY_FILES}`,
    `img-src 'self' data: ${SHOPIFY_FILES}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    `frame-ancestors https://${domain} https://admin.shopify.com`,
  ].join('; ');
}
