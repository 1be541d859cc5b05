/**
 * The canonical names of what people do, each with its name in the common analytics spec (Segment's e-commerce spec
 * v2 and its e-mail and review events, widely copied) and in Shopify (web pixel events and segment functions), where
 * they have one. A connector maps its own names onto these once; a name outside the table is kept as `custom`.
 */
export const EVENT_NAMES = {
  page_viewed: { analytics: 'Page Viewed', shopify: 'page_viewed' },
  product_viewed: { analytics: 'Product Viewed', shopify: 'product_viewed' },
  collection_viewed: { analytics: 'Product List Viewed', shopify: 'collection_viewed' },
  searched: { analytics: 'Products Searched', shopify: 'search_submitted' },
  product_added: { analytics: 'Product Added', shopify: 'product_added_to_cart' },
  product_removed: { analytics: 'Product Removed', shopify: 'product_removed_from_cart' },
  cart_viewed: { analytics: 'Cart Viewed', shopify: 'cart_viewed' },
  checkout_started: { analytics: 'Checkout Started', shopify: 'checkout_started' },
  checkout_abandoned: { analytics: null, shopify: 'abandoned_checkout' },
  wishlist_added: { analytics: 'Product Added to Wishlist', shopify: null },
  coupon_applied: { analytics: 'Coupon Applied', shopify: null },
  message_sent: { analytics: 'Email Sent', shopify: null },
  message_delivered: { analytics: 'Email Delivered', shopify: 'shopify_email.delivered' },
  message_opened: { analytics: 'Email Opened', shopify: 'shopify_email.opened' },
  message_clicked: { analytics: 'Email Link Clicked', shopify: 'shopify_email.clicked' },
  message_bounced: { analytics: 'Email Bounced', shopify: 'shopify_email.bounced' },
  message_marked_as_spam: { analytics: 'Email Marked as Spam', shopify: 'shopify_email.marked_as_spam' },
  unsubscribed: { analytics: 'Unsubscribed', shopify: 'shopify_email.unsubscribed' },
  exposure: { analytics: 'Experiment Viewed', shopify: null },
  review_submitted: { analytics: 'Product Reviewed', shopify: null },
  product_shared: { analytics: 'Product Shared', shopify: null },
  survey_answered: { analytics: null, shopify: null },
  store_visited: { analytics: null, shopify: null },
  app_opened: { analytics: 'Application Opened', shopify: null },
  signed_up: { analytics: 'Signed Up', shopify: null },
  signed_in: { analytics: 'Signed In', shopify: null },
  custom: { analytics: null, shopify: null },
} as const satisfies Record<string, { readonly analytics: string | null; readonly shopify: string | null }>;

export type EventName = keyof typeof EVENT_NAMES;
