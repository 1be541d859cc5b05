import type { JsonValue } from '@clientele/ledger';
import type { CustomerRecord } from '@clientele/model';
import type { PersonRecords, RecordKey } from '@clientele/warehouse';

/** How a person is told in input that nobody could read, or has not read yet. */
export interface NamesOfPerson {
  /** E-mail addresses and telephone numbers, as they were written. */
  readonly addresses: readonly string[];
  /** Ids of customer records, each of its connection. */
  readonly ids: readonly RecordKey[];
}

/** A shorter id is in many a row that has nothing to do with the person. */
const LEAST_ID = 4;

export function namesOfPerson(
  { customers }: Pick<PersonRecords, 'customers'>,
  bodies: readonly CustomerRecord[],
  said: readonly (string | null)[],
): NamesOfPerson {
  const addresses = [...said, ...bodies.flatMap(({ email, phone }) => [email, phone])];
  return {
    addresses: [...new Set(addresses.flatMap((text) => text?.trim() || []))],
    ids: customers.map(({ connection, externalId }) => ({ connection, externalId })),
  };
}

/** Whether a text that came by a connection names the person: by an address, or by an id that stands there as a word. */
export function isNamedIn({ addresses, ids }: NamesOfPerson, connection: string, text: string): boolean {
  const folded = text.toLowerCase();
  if (addresses.some((address) => folded.includes(address.toLowerCase()))) return true;
  return ids.some(
    ({ connection: of, externalId }) =>
      of === connection && externalId.length >= LEAST_ID && hasWord(folded, externalId.toLowerCase()),
  );
}

/** What a platform told, without objects that name the person and without hints at them. */
export function withoutPerson(names: NamesOfPerson, connection: string, heard: JsonValue): JsonValue {
  if (typeof heard !== 'object' || heard === null || Array.isArray(heard)) return heard;
  const without = (value: JsonValue) =>
    Array.isArray(value) ? value.filter((one) => !isNamedIn(names, connection, JSON.stringify(one))) : value;
  return Object.fromEntries(Object.entries(heard).map(([name, value]) => [name, without(value)]));
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isOfWord(text[at - 1]) && !isOfWord(text[at + word.length])) return true;
  }
  return false;
}

function isOfWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_-]/u.test(character);
}
