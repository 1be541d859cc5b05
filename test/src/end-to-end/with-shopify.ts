const ON_LOOPBACK = new URL('./shopify-on-loopback.ts', import.meta.url).href;

/** The environment of a process in whose network the shops of Shopify are a fake that listens at this address. */
export function withShopify(url: string): Readonly<Record<string, string>> {
  return { CLIENTELE_TEST_SHOPIFY: url, NODE_OPTIONS: `--import=${ON_LOOPBACK}` };
}
