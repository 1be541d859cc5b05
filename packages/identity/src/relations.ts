/**
 * The relations that identity needs; the warehouse provides them and every one carries the shop. Nothing of a customer
 * record itself is in them, so joining and parting people never touches a record.
 *
 * A resolution is stored in this order, so that a crash in between is mended by resolving the same records again:
 * new profiles, redirects and the marks of dirty profiles; the map; the shared values; last, the marks of the touched
 * records are cleared. A profile lives while the map has records of it: a crash may leave one that never had any.
 */
export interface RelationColumn {
  readonly type: string;
  readonly meaning: string;
}
export type Relation = Readonly<Record<string, RelationColumn>>;

const CUSTOMER_NO: RelationColumn = { type: 'UInt32', meaning: 'dense number of the customer record, never reused' };
const PROFILE_NO: RelationColumn = { type: 'UInt32', meaning: 'dense number of the profile, never reused' };
const KEY: RelationColumn = { type: 'String', meaning: 'kind:value, as identifierKey writes it' };

/** One row a customer record that was ever written. */
export const IDENTITY_CUSTOMERS = {
  customer_no: CUSTOMER_NO,
  connection: { type: 'String', meaning: 'the connection that says it' },
  external_id: { type: 'String', meaning: "the record's id there" },
  gone: { type: 'Bool', meaning: 'the source deleted it' },
} as const satisfies Relation;

/** One row a value and a customer record that carries or carried it; read by either. */
export const IDENTIFIERS = {
  key: KEY,
  customer_no: CUSTOMER_NO,
  name_key: { type: 'String', meaning: "the record's nameKeyOf; empty without a name" },
  current: { type: 'Bool', meaning: 'false once the record no longer carries it' },
} as const satisfies Relation;

/** Values that more than six distinct names carry, as of the latest resolution that looked at them. */
export const SHARED_VALUES = {
  key: KEY,
} as const satisfies Relation;

/** The identity map, one row a customer record; read by either. */
export const IDENTITY_MAP = {
  customer_no: CUSTOMER_NO,
  profile_no: PROFILE_NO,
} as const satisfies Relation;

/** One row a profile that ever was. */
export const PROFILE_IDS = {
  profile_no: PROFILE_NO,
  profile_id: { type: 'String', meaning: 'the random public id' },
  into_no: {
    type: 'Nullable(UInt32)',
    meaning: 'the profile that took over its records; kept to one hop: redirects to it move on when that one is merged',
  },
} as const satisfies Relation;
