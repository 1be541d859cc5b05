import type { Context, Writing } from '@clientele/connector-kit';
import { at, type WooCommerceSettings } from './settings.js';

/** Customers of WooCommerce have neither tags nor groups: each is a field of an account's own, which plug-ins can read. */
export async function write(
  { what, name, customer, change }: Writing,
  { settings, ask }: Context<WooCommerceSettings>,
): Promise<'written' | 'gone'> {
  // A guest has no account to write to.
  if (!/^\d+$/.test(customer)) return 'gone';
  const field = { key: `clientele_${what}_${name}`, value: change === 'add' ? 'yes' : 'no' };
  const url = at(settings, `/wc/v3/customers/${customer}`);
  const { status } = await ask({ url, method: 'PUT', body: { meta_data: [field] }, answers: [404] });
  return status === 404 ? 'gone' : 'written';
}
