import { connection } from '../connection.js';
import { type Field, typeFields } from '../context.js';
import { gid } from '../gid.js';
import type { Metafield, MetafieldDefinition } from '../metafield.js';

interface Owner {
  readonly metafields: readonly Metafield[];
}

/** What every thing with metafields answers about them. */
export const METAFIELDS: { readonly metafield: Field<Owner>; readonly metafields: Field<Owner> } = {
  metafield: ({ metafields }, { namespace, key }) =>
    metafields.find((one) => one.namespace === namespace && one.key === key) ?? null,
  metafields: ({ metafields }, args, context, info) => {
    const { namespace } = args;
    const where = typeof namespace === 'string' ? (one: Metafield) => one.namespace === namespace : undefined;
    return connection(metafields, { where }, args, context, info);
  },
};

export const METAFIELD = typeFields<Metafield>('Metafield', {
  id: ({ id }) => gid('Metafield', id),
  legacyResourceId: ({ id }) => id,
  jsonValue: ({ type, value }) => (isJson(type) ? JSON.parse(value) : value),
  definition: ({ namespace, key, ownerType }, _, { shop }) =>
    [...shop.definitions.values()].find(
      (one) => one.namespace === namespace && one.key === key && one.ownerType === ownerType,
    ) ?? null,
});

export const METAFIELD_DEFINITION = typeFields<MetafieldDefinition>('MetafieldDefinition', {
  id: ({ id }) => gid('MetafieldDefinition', id),
  type: ({ type: name }) => ({ name, category: CATEGORIES[name.replace(/^list\./, '')] ?? 'TEXT' }),
});

const CATEGORIES: Readonly<Record<string, string>> = {
  boolean: 'TRUE_FALSE',
  number_integer: 'NUMBER',
  number_decimal: 'NUMBER',
  date: 'DATE_TIME',
  date_time: 'DATE_TIME',
  json: 'JSON',
};

function isJson(type: string): boolean {
  return type.startsWith('list.') || ['boolean', 'json', 'number_integer', 'number_decimal'].includes(type);
}
