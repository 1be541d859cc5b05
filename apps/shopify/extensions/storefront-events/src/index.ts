import { actOf, type Call, HEARD_EVENTS, linkOf, numberOf } from './calls.ts';
import type { Pixel, PixelEvent } from './pixel.ts';

declare const shopify: { extend(point: 'WebPixel::Render', begin: (pixel: Pixel) => void): void };

/** Under it stands, as long as a visit lasts, which customer the device was said to be of. */
const LINKED = 'clientele-linked';

/** Tells the entrance for events what somebody does on a page of the online store. */
export function tell({ analytics, browser, init, settings }: Pixel): void {
  const signedIn = numberOf(init.data.customer?.id);

  async function hear(event: PixelEvent): Promise<void> {
    const customer = signedIn ?? numberOf(event.data?.checkout?.order?.customer?.id);
    const isNew = customer !== undefined && (await browser.sessionStorage.getItem(LINKED)) !== customer;
    const calls = [isNew ? linkOf(event, customer) : undefined, actOf(event, signedIn)].filter(
      (call) => call !== undefined,
    );
    if (calls.length > 0 && (await send(calls)) && isNew) await browser.sessionStorage.setItem(LINKED, customer);
  }

  /** Without a header that browsers would ask about first; it goes out although the page is left. */
  async function send(batch: readonly Call[]): Promise<boolean> {
    const body = JSON.stringify({ writeKey: settings.pageKey, sentAt: new Date().toISOString(), batch });
    const address = `${settings.address.replace(/\/$/, '')}/v1/batch`;
    try {
      return (await fetch(address, { method: 'POST', body, keepalive: true })).ok;
    } catch {
      // A visit that cannot be told of goes on as it would without us.
      return false;
    }
  }

  for (const name of HEARD_EVENTS) analytics.subscribe(name, hear);
}

shopify.extend('WebPixel::Render', tell);
