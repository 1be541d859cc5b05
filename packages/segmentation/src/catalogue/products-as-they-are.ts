import type { Scope } from '../compile/scope.js';
import type { RowField } from './attribute.js';

/**
 * What rows ask of their product. It is looked up when the question is asked, so that no profile changes with a product:
 * a product is as it is now, also for what was bought before it was so.
 *
 * @param key the array column that names the products of the rows: sipHash64 of connection and id, 0 where there is none
 */
export function productFields(key: string): Readonly<Record<'category' | 'vendor' | 'tag', RowField>> {
  return {
    category: { type: 'text', reading: { kind: 'text', value: (scope) => textOf('category', key, scope) } },
    vendor: { type: 'text', reading: { kind: 'text', value: (scope) => textOf('vendor', key, scope) } },
    tag: {
      type: 'several',
      reading: {
        kind: 'several',
        hasAny: (texts, scope) => {
          const some = `hasAny(tags, ${scope.param('Array(String)', texts)})`;
          return `${scope.read(key)} IN (SELECT ${PRODUCT_KEY} ${productsOf(scope)} AND ${some})`;
        },
        isThere: (scope) => `${scope.read(key)} IN (SELECT ${PRODUCT_KEY} ${productsOf(scope)} AND notEmpty(tags))`,
      },
    },
  };
}

/** SQL of what names a product for good, over a relation with its connection and id. */
export const PRODUCT_KEY = 'sipHash64(toString(connection), external_id)';

/** The text of each row's product: a table of all of them is one constant for the engine. */
function textOf(column: 'category' | 'vendor', key: string, scope: Scope): string {
  // It begins with the product that nobody has, since the engine takes no empty table.
  const table = scope.constant(
    `${column}_of_products`,
    `(SELECT (arrayPushFront(groupArray(${PRODUCT_KEY}), toUInt64(0)), ` +
      `arrayPushFront(groupArray(${column}), '')) ${productsOf(scope)} AND ${column} != '')`,
  );
  return `transform(${scope.read(key)}, tupleElement(${table}, 1), tupleElement(${table}, 2), '')`;
}

function productsOf(scope: Scope): string {
  return `FROM ${scope.context.products} WHERE shop = ${scope.param('String', scope.context.shop)}`;
}
