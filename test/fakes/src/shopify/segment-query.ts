/** The names that queries may start a condition with. Values and parameters are not checked: see FIDELITY.md. */
const FILTERS = new Set(
  `abandoned_checkout_date amount_spent anniversary companies company_contact_email created_by_app_id customer_account_status
  customer_added_date customer_cities customer_countries customer_email_domain customer_language customer_regions customer_tags
  customer_within_distance email_subscription_status first_order_date last_order_date number_of_orders orders_placed
  predicted_spend_tier product_subscription_status products_purchased rfm_group sms_subscription_status storefront_event
  store_credit_accounts shopify_email`.split(/\s+/),
);

const WORD = /[\w.]+|'[^']*'|"[^"]*"|[<>=!]+|[^\s\w]/g;
const JOINS = new Set(['AND', 'OR', 'NOT', '(', ')']);
const OPERATORS = new Set(['=', '!=', '<', '<=', '>', '>=', 'CONTAINS', 'NOT', 'IS', 'MATCHES', 'BETWEEN', 'IN', '(']);

/** What is wrong with a segment's query, as Shopify words it; columns count from 0, as it counts them. */
export function problemsOfQuery(query: string): readonly string[] {
  const words = [...query.matchAll(WORD)].map((match) => ({ text: match[0], column: match.index }));
  const first = words.findIndex(({ text }) => !JOINS.has(text.toUpperCase()));
  const [name, next] = first < 0 ? [] : words.slice(first);
  if (name === undefined) return ["Query Line 1 Column 0: Query can't be blank."];
  const problems: string[] = [];
  const isEnd = next !== undefined && !OPERATORS.has(next.text.toUpperCase());
  if (isEnd) problems.push(`Query Line 1 Column ${next.column}: '${next.text}' is unexpected.`);
  const isKnown = FILTERS.has(name.text.split('.')[0] ?? '') || /^(metafields|product|storefront)\./.test(name.text);
  if (!isKnown) problems.push(`Query Line 1 Column ${name.column}: '${name.text}' filter cannot be found.`);
  return problems;
}
