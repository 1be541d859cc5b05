/** The things that have an id of their own. */
export type IdType =
  | 'Shop'
  | 'Profile'
  | 'Segment'
  | 'Order'
  | 'Connection'
  | 'Refused'
  | 'WriteBack'
  | 'PrivacyRequest';

/** An id that says what it is of, to be taken as it is. */
export function globalId(type: IdType, id: string): string {
  return Buffer.from(`${type}/${id}`).toString('base64url');
}

/** The id within its type; undefined for an id of something else or for no id at all. */
export function localId(type: IdType, id: string): string | undefined {
  const text = Buffer.from(id, 'base64url').toString();
  const isCanonical = Buffer.from(text).toString('base64url') === id;
  return isCanonical && text.startsWith(`${type}/`) ? text.slice(type.length + 1) : undefined;
}

/** The id of a profile, given as here or plainly (`p_…`), as the command line and exports write it. */
export function profileIdOf(id: string): string | undefined {
  return id.startsWith('p_') ? id : localId('Profile', id);
}

/** The rest of an id that names its shop; undefined where that is another one. */
export function within(shop: string, local: string | undefined): string | undefined {
  return local?.startsWith(`${shop}/`) ? local.slice(shop.length + 1) : undefined;
}

/** The number of an id that names its shop; undefined where that is another one, or no number. */
export function numberWithin(shop: string, local: string | undefined): number | undefined {
  const number = within(shop, local);
  return number !== undefined && /^[1-9]\d{0,14}$/.test(number) ? Number(number) : undefined;
}
