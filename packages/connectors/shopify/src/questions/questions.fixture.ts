import { type ApiVersion, READABLE, type Readable } from '../settings.js';
import { BULK_STATE, RUN_BULK } from './bulk.js';
import { CHECKOUT } from './checkout.js';
import { customerQuestion } from './customer.js';
import { DEFINE_METAFIELD, DELETE_METAFIELDS, METAFIELD, METAFIELD_DEFINITIONS, SET_METAFIELDS } from './metafields.js';
import { orderQuestion, REFUND_LINES, REFUNDS, RETURN_LINES, RETURNS } from './order.js';
import { PRODUCT } from './product.js';
import { bulkQuestion, pageQuestion, type Question, restQuestion, skimQuestion, someQuestion } from './question.js';
import {
  CHANGE_SEGMENT,
  MAKE_SEGMENT,
  QUERY_MEMBERS,
  REMOVE_SEGMENT,
  SEGMENT,
  SEGMENT_MEMBERS,
  SEGMENTS,
} from './segments.js';
import { SHOP } from './shop.js';
import { ADD_TAGS, REMOVE_TAGS, TAGS } from './tags.js';

/** Every choice of what is read. */
export const CHOICES: readonly (readonly Readable[])[] = Array.from({ length: 2 ** READABLE.length }, (_, bits) =>
  READABLE.filter((_one, place) => (bits >> place) % 2 === 1),
);

export function kindsOf(apiVersion: ApiVersion, reads: readonly Readable[]): Question[] {
  const how = { apiVersion, reads: [...reads] };
  return [customerQuestion(how), orderQuestion(how), PRODUCT, CHECKOUT];
}

/** Every text that is sent to a shop, but those of bulk operations. */
export function askedOf(apiVersion: ApiVersion, reads: readonly Readable[]): string[] {
  const kinds = kindsOf(apiVersion, reads);
  const rest = kinds.flatMap(({ of, lists }) =>
    Object.entries(lists).map(([name, list]) => restQuestion(of, name, list)),
  );
  return [
    SHOP,
    SEGMENTS,
    SEGMENT_MEMBERS,
    SEGMENT,
    QUERY_MEMBERS,
    MAKE_SEGMENT,
    CHANGE_SEGMENT,
    REMOVE_SEGMENT,
    TAGS,
    ADD_TAGS,
    REMOVE_TAGS,
    METAFIELD,
    METAFIELD_DEFINITIONS,
    SET_METAFIELDS,
    DELETE_METAFIELDS,
    DEFINE_METAFIELD,
    REFUNDS,
    RETURNS,
    RUN_BULK,
    BULK_STATE,
    restQuestion('Refund', 'refundLineItems', REFUND_LINES),
    restQuestion('Return', 'returnLineItems', RETURN_LINES),
    ...kinds.flatMap((kind) => [pageQuestion(kind), skimQuestion(kind), someQuestion(kind)]),
    ...rest,
  ];
}

/** Every text that a bulk operation is given. */
export function bulkTexts(apiVersion: ApiVersion, reads: readonly Readable[]): string[] {
  return kindsOf(apiVersion, reads).flatMap((kind) => [
    bulkQuestion(kind),
    bulkQuestion(kind, "updated_at:>='2026-01-01T00:00:00Z'"),
  ]);
}
