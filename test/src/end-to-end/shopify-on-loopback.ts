/**
 * Loaded into a server's process (`--import`): what goes to a shop of Shopify, or to where its bulk operations write, goes to a
 * fake at the address in CLIENTELE_TEST_SHOPIFY instead.
 */
const SHOPIFY = /\.myshopify\.com$|^storage\.example$/;
const fake = process.env.CLIENTELE_TEST_SHOPIFY ?? '';
const onTheNetwork = globalThis.fetch;

globalThis.fetch = (input, init) => {
  const request = new Request(input, init);
  const { hostname, pathname, search } = new URL(request.url);
  return onTheNetwork(SHOPIFY.test(hostname) ? new Request(new URL(`${pathname}${search}`, fake), request) : request);
};
