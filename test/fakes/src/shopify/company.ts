import type { Id } from './gid.js';
import type { Ms } from './time.js';

/** A business that buys, with its branches and the people who buy for it. */
export interface Company {
  readonly __typename: 'Company';
  readonly id: Id;
  readonly createdAt: Ms;
  updatedAt: Ms;
  name: string;
  externalId: string | null;
  note: string | null;
  branches: readonly Branch[];
  contacts: readonly Contact[];
}

export interface Branch {
  readonly __typename: 'CompanyLocation';
  readonly id: Id;
  readonly company: Id;
  readonly name: string;
  readonly createdAt: Ms;
  readonly updatedAt: Ms;
}

export interface Contact {
  readonly __typename: 'CompanyContact';
  readonly id: Id;
  readonly company: Id;
  readonly customer: Id;
  readonly title: string | null;
  readonly createdAt: Ms;
  readonly updatedAt: Ms;
}
