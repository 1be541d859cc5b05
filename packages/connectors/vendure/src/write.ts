import type { Context, Writing } from '@clientele/connector-kit';
import { z } from 'zod';
import { asked } from './asked.js';
import type { VendureSettings } from './settings.js';

const STATE = `query State($customer: ID!, $name: String!) {
  customer(id: $customer) { groups { id name } }
  customerGroups(options: { filter: { name: { eq: $name } }, take: 1 }) { items { id } }
}`;
const MAKE = 'mutation Make($name: String!) { group: createCustomerGroup(input: { name: $name }) { id } }';
const ADD = `mutation Add($group: ID!, $customer: ID!) {
  addCustomersToGroup(customerGroupId: $group, customerIds: [$customer]) { id }
}`;
const REMOVE = `mutation Remove($group: ID!, $customer: ID!) {
  removeCustomersFromGroup(customerGroupId: $group, customerIds: [$customer]) { id }
}`;

const group = z.object({ id: z.string() });
const state = z.object({
  data: z.object({
    customer: z.object({ groups: z.array(z.object({ id: z.string(), name: z.string() })) }).nullable(),
    customerGroups: z.object({ items: z.array(group) }),
  }),
});
const made = z.object({ data: z.object({ group }) });

/** Whether a customer is in the group already. */
export async function holds({ name, customer }: Writing, context: Context<VendureSettings>): Promise<boolean | 'gone'> {
  const { data } = state.parse(await asked(STATE, { customer, name }, context));
  return data.customer === null ? 'gone' : data.customer.groups.some((one) => one.name === name);
}

/** Tags, groups and segments are all groups of customers in Vendure, which has nothing else to put them into. */
export async function write(
  { name, customer, change }: Writing,
  context: Context<VendureSettings>,
): Promise<'written' | 'gone'> {
  const { data } = state.parse(await asked(STATE, { customer, name }, context));
  if (data.customer === null) return 'gone';
  const own = data.customer.groups.find((one) => one.name === name);
  if (change === 'remove') {
    if (own !== undefined) await asked(REMOVE, { group: own.id, customer }, context);
    return 'written';
  }
  if (own !== undefined) return 'written';
  const [first] = data.customerGroups.items;
  const into = first ?? made.parse(await asked(MAKE, { name }, context)).data.group;
  await asked(ADD, { group: into.id, customer }, context);
  return 'written';
}
