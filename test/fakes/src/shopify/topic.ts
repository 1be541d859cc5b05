/** A topic of webhooks as their header names it, such as `orders/create`. */
export type Topic = string;

/** As GraphQL names it: `ORDERS_CREATE`. */
export function enumOfTopic(topic: Topic): string {
  return topic.replaceAll(/[/.]/g, '_').toUpperCase();
}
