declare const brand: unique symbol;

/** A primitive that only its own parser can make: `Brand<string, 'Day'>` is text known to be a day. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
