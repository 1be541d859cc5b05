import type { Problem } from './answer.js';
import type { Shop } from './shop.js';
import type { Webhooks } from './webhooks.js';

/** A request as a route sees it. */
export interface Asked {
  readonly query: URLSearchParams;
  /** What the body says, as an object; empty without one. */
  readonly body: Readonly<Record<string, unknown>>;
  /** The ids in the path, in their order. */
  readonly ids: readonly number[];
}

export interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** False where the server forgets to say which methods the path takes. */
  readonly allow?: boolean;
}

export interface Refusal {
  readonly problem: Problem;
  readonly allow?: boolean;
}

export interface Behind {
  readonly shop: Shop;
  readonly webhooks: Webhooks;
}

type Handler = (behind: Behind, asked: Asked) => Reply | Refusal;

export interface Route {
  readonly path: RegExp;
  /** The methods that it says it takes. Not all are here: orders, customers and products are made by whoever drives the shop. */
  readonly takes: string;
  readonly get?: Handler;
  /** POST to a list. */
  readonly create?: Handler;
  /** POST, PUT or PATCH to a thing. */
  readonly save?: Handler;
  readonly delete?: Handler;
  /** Anybody may ask. */
  readonly open?: boolean;
}

export function notFound(code: string, message: string): Refusal {
  return { problem: { status: 404, code, message } };
}

export const LIST_METHODS = 'GET, POST';
export const ITEM_METHODS = 'GET, POST, PUT, PATCH, DELETE';

/** An object of a body; empty where there is something else. */
export function objectIn(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The texts of an object by name, as far as they are texts. */
export function textsIn(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(objectIn(value)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
