import type { Id } from './gid.js';
import type { Ms } from './time.js';

export interface Metafield {
  readonly __typename: 'Metafield';
  readonly id: Id;
  readonly namespace: string;
  readonly key: string;
  type: string;
  value: string;
  readonly ownerType: 'CUSTOMER' | 'ORDER' | 'PRODUCT';
  readonly createdAt: Ms;
  updatedAt: Ms;
}

export interface MetafieldDefinition {
  readonly __typename: 'MetafieldDefinition';
  readonly id: Id;
  readonly name: string;
  readonly namespace: string;
  readonly key: string;
  readonly description: string | null;
  readonly type: string;
  readonly ownerType: Metafield['ownerType'];
}
