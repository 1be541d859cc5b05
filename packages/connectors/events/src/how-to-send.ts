import type { EventsSettings } from './settings.js';

/** Where a server listens unless it is told otherwise; for while none runs. */
const USUAL_ORIGIN = 'http://127.0.0.1:4000';

/** A first call from a server and one from a page, to be copied. */
export function howToSend(address: string, { writeKeys, pageKeys }: Partial<EventsSettings>): string {
  const whole = address.startsWith('/') ? `${USUAL_ORIGIN}${address}` : address;
  return [
    'From a server, with its write key:',
    '',
    ...curl(whole, writeKeys?.[0] ?? 'YOUR-WRITE-KEY'),
    '',
    'From a page, with its page key, which everybody may read:',
    '',
    ...script(whole, pageKeys?.[0] ?? 'YOUR-PAGE-KEY'),
  ].join('\n');
}

function curl(address: string, key: string): string[] {
  const call = { userId: 'u-1', event: 'Product Viewed', properties: { product_id: 'tea-1' } };
  return [
    `  curl ${address}/v1/track -u '${key}:' -H 'content-type: application/json' \\`,
    `    -d '${JSON.stringify(call)}'`,
  ];
}

/** Without a header that browsers would ask about first, so that it still goes out when the page is left. */
function script(address: string, key: string): string[] {
  return [
    '  <script type="module">',
    '    const device = (localStorage.clienteleDevice ??= crypto.randomUUID());',
    '    const call = {',
    `      writeKey: '${key}', anonymousId: device, messageId: crypto.randomUUID(),`,
    '      timestamp: new Date(), properties: { path: location.pathname },',
    '    };',
    `    navigator.sendBeacon('${address}/v1/page', JSON.stringify(call));`,
    '  </script>',
  ];
}
