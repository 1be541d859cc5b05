import { html, type TemplateResult } from 'lit';

/** Each access scope of the app, in the words of whoever granted it: what is done with it, and why. */
const WHAT_IS_READ: readonly (readonly [scope: string, what: string, why: string])[] = [
  [
    'write_customers',
    'Customers, with their addresses, tags and consent',
    'to know which of them are the same person, and who may be written to. Written are only tags and segments, and only those that you ask for',
  ],
  ['read_customer_merge', 'Which customers you have merged', 'so that they are one person here, too'],
  [
    'read_orders',
    'Orders of the last 60 days, with refunds and payments',
    'to know who buys what, when, and for how much',
  ],
  ['read_all_orders', 'All orders before those', 'to know what people have spent in all, and when they began to buy'],
  ['read_products', 'Products, with their categories and tags', 'so that segments can ask what somebody bought'],
  ['read_locations', 'Places at which you sell', 'so that segments can ask where somebody bought'],
];

/** What is read of the shop, and why. */
export const whatIsRead: TemplateResult = html`<s-unordered-list>
    ${WHAT_IS_READ.map(
      ([scope, what, why]) =>
        html`<s-list-item data-scope=${scope}><s-text type="strong">${what}</s-text>: ${why}.</s-list-item>`,
    )}
  </s-unordered-list>
  <s-paragraph>What is read stays on this server.</s-paragraph>`;
