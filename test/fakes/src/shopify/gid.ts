/** A number of Shopify's as text: past 2^53 no JavaScript number holds it. */
export type Id = string;

export function gid(type: string, id: Id): string {
  return `gid://shopify/${type}/${id}`;
}

/** Type and number of a global id; undefined where it is none. */
export function readGid(text: string): { readonly type: string; readonly id: Id } | undefined {
  const [, type, id] = /^gid:\/\/shopify\/(\w+)\/(\d+)(?:\?.*)?$/.exec(text) ?? [];
  return type === undefined || id === undefined ? undefined : { type, id };
}

/** The order of two numbers. */
export function compareIds(a: Id, b: Id): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
