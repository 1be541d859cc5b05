import { z } from 'zod';

const FORM = /^gid:\/\/shopify\/([A-Za-z]+)\/([^/?]+)/;

/** The type and number of a global id, `gid://shopify/Order/820982911946154508`; undefined where it is none. */
export function readGid(gid: string): { readonly type: string; readonly number: string } | undefined {
  const [, type, number] = FORM.exec(gid) ?? [];
  return type === undefined || number === undefined ? undefined : { type, number };
}

export function gidOf(type: string, number: string): string {
  return `gid://shopify/${type}/${number}`;
}

/**
 * A global id, read as its number, which is what merchants, webhooks and segment queries call a thing. It stays text: it may
 * have more digits than a JSON number holds.
 */
export const gid = z.string().transform((text, context) => {
  const read = readGid(text);
  if (read !== undefined) return read.number;
  context.addIssue({ code: 'custom', message: 'is no id such as gid://shopify/Order/1' });
  return z.NEVER;
});

/** Ids in the order of their numbers: lists come in whatever order. */
export function byNumber(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : a > b ? 1 : 0);
}
