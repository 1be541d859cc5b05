import type { Meta } from './order.js';
import { objectIn } from './route.js';
import type { Shop } from './shop.js';

/** Meta of a record with what a request says: changed where the key is there, else added. */
export function withMeta(own: readonly Meta[], said: unknown, { next }: Shop): readonly Meta[] {
  let meta = own;
  for (const { key, value } of Array.isArray(said) ? said.map(objectIn) : []) {
    if (typeof key !== 'string') continue;
    const former = meta.find((one) => one.key === key);
    meta =
      former === undefined
        ? [...meta, { id: next.meta++, key, value }]
        : meta.map((one) => (one === former ? { ...one, value } : one));
  }
  return meta;
}
