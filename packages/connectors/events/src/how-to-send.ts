import type { EventsSettings } from './settings.js';

/** A first call from a server and one from a page, to be copied. */
export function howToSend(address: string, { writeKeys, pageKeys }: EventsSettings): string {
  const [writeKey] = writeKeys;
  const [pageKey] = pageKeys;
  return [
    ...(writeKey === undefined ? [] : ['From a server, with its write key:', '', ...curl(address, writeKey), '']),
    ...(pageKey === undefined
      ? []
      : ['From a page, with its page key, which everybody may read:', '', ...script(address, pageKey)]),
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
