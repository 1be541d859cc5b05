import type { ApiScope } from '@clientele/ledger';
import type { GraphQLField } from 'graphql';
import { Extensions } from 'type-graphql';

/** What the schema itself says about a field; read once for each operation, before anything runs. */
export interface FieldRules {
  /** What a key must be allowed to do; `any` is open to every key. Fields without one follow the field they are under. */
  readonly scope?: ApiScope | 'any';
  /** Open to widget tokens; everything else is closed to them. */
  readonly widget?: true;
  /** What it costs beside what is selected under it; 1 where it says nothing. */
  readonly weight?: number;
  /** How long a list is whose length no page sets, by its arguments. */
  readonly length?: (given: Readonly<Record<string, unknown>>) => number;
}

/** A field for keys with a scope. */
export function Needs(scope: ApiScope | 'any'): MethodDecorator & PropertyDecorator {
  return Extensions({ scope } satisfies FieldRules);
}

/** A field that a widget on another page may read, of the one profile of its token. */
export function ForWidgets(): MethodDecorator & PropertyDecorator {
  return Extensions({ widget: true } satisfies FieldRules);
}

/** A field that reads the whole shop each time it is asked, or has its members worked out anew. */
export function ReadsWholeShop(): MethodDecorator & PropertyDecorator {
  return Extensions({ weight: 100 } satisfies FieldRules);
}

/** A field that asks the ledger several things of each connection. */
export function ReadsConnections(): MethodDecorator & PropertyDecorator {
  return Extensions({ weight: 10 } satisfies FieldRules);
}

/** What walking through all members of a query costs, with the addresses of each. */
export const EXPORT_COST = 5_000;

/** A field that walks through all members of a query. */
export function WalksMembers(): MethodDecorator & PropertyDecorator {
  return Extensions({ weight: EXPORT_COST } satisfies FieldRules);
}

/** A list that is counted in full. */
export function Long(length: Required<FieldRules>['length']): MethodDecorator & PropertyDecorator {
  return Extensions({ length } satisfies FieldRules);
}

export function rulesOf(field: GraphQLField<unknown, unknown>): FieldRules {
  return field.extensions as FieldRules;
}
