/**
 * The rows of `purchases_by_product`, its `shop` first and then the columns of the relation, from rows like those of
 * `profiles`.
 *
 * @param profiles SQL of a relation with the columns of `profiles`
 * @param shop SQL of the shop's id
 */
export function purchasesByProductQuery(profiles: string, shop: string): string {
  return (
    `SELECT ${shop} AS shop, product AS purchase_product_key, profile_no, orders_stamp, line, day AS purchase_day, ` +
    `quantity AS purchase_quantity FROM ${profiles} ARRAY JOIN purchase_product_key AS product, purchase_day AS day, ` +
    'purchase_quantity AS quantity, arrayEnumerate(purchase_product_key) AS line WHERE product != 0'
  );
}
