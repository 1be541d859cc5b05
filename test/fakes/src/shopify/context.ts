import type { GraphQLError, GraphQLResolveInfo } from 'graphql';
import type { App } from './app.js';
import type { BulkOperations } from './bulk.js';
import type { SearchWarning } from './search.js';
import type { Shop } from './shop.js';
import type { ApiVersion } from './version.js';
import type { Webhooks } from './webhooks.js';

/** What a field is answered from. */
export interface Context {
  readonly shop: Shop;
  readonly app: App;
  readonly version: ApiVersion;
  readonly bulk: BulkOperations;
  readonly webhooks: Webhooks;
  /** Scopes of the token that asks. */
  readonly scopes: ReadonlySet<string>;
  /** Errors beside the answer, of fields that are answered nevertheless. */
  readonly errors: GraphQLError[];
  readonly searches: {
    readonly path: readonly string[];
    readonly query: string;
    readonly warnings: readonly SearchWarning[];
  }[];
  /** Which rows of the connections at the top a bulk operation is at; it asks for no page, and gets all further down. */
  readonly window?: { readonly skip: number; readonly take: number; isMore: boolean };
}

export type Args = Readonly<Record<string, unknown>>;

/** Answers a field of a thing. */
export type Field<Source> = (source: Source, args: Args, context: Context, info: GraphQLResolveInfo) => unknown;

/** Answers the fields of a type that are not simply properties of the thing. */
export interface TypeFields {
  readonly type: string;
  readonly fields: Readonly<Record<string, Field<never>>>;
}

export function typeFields<Source>(type: string, fields: Readonly<Record<string, Field<Source>>>): TypeFields {
  return { type, fields };
}
