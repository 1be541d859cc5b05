/** Makes a switch over a union exhaustive: it does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unexpected case: ${JSON.stringify(value)}`);
}
