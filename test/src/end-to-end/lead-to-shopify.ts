/** The Node options by which a process finds all shops of Shopify where the fake listens. */
export function leadToShopify(url: string): string {
  const code = `
    const outside = fetch;
    globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      const { hostname, pathname, search } = new URL(request.url);
      if (!hostname.endsWith('.myshopify.com')) return outside(input, init);
      const body = request.body === null ? undefined : await request.text();
      const { method, headers } = request;
      return outside('${url}' + pathname + search, { method, headers, body, redirect: 'manual' });
    };`;
  return `--import data:text/javascript,${encodeURIComponent(code)}`;
}
