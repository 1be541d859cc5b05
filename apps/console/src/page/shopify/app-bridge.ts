/** What is used of App Bridge. */
interface AppBridge {
  /** A session token of whoever works in the admin; it is good for a minute. */
  idToken(): Promise<string>;
}

declare global {
  interface Window {
    /** App Bridge, which Shopify's script puts on the page. */
    readonly shopify?: AppBridge;
  }
}

/**
 * A session token for the next request.
 *
 * @throws Error where App Bridge is not there
 */
export async function idToken(): Promise<string> {
  const { shopify } = window;
  if (shopify === undefined) throw new Error("App Bridge is not there: Shopify's script could not be loaded");
  return shopify.idToken();
}
