export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** JSON that the ledger itself has written; the type is what was written, not checked again. */
export function storedJson<T extends JsonValue>(text: string): T {
  return JSON.parse(text) as T;
}
