/** One part of a dotted name. */
export interface NamePart {
  readonly text: string;
  /** Whether it must be written in quotes. */
  readonly quoted: boolean;
}

/** The first word of a name: it may be the whole of it. */
export const NAME_WORD = '[A-Za-z_][A-Za-z0-9_]*';
/** What follows it: parts that need no quotes, and those in quotes. */
export const NAME_PARTS = "(?:\\.(?:[A-Za-z0-9_-]+|'(?:[^'\\\\]|\\\\.)*'))*";

const NAME = new RegExp(`^${NAME_WORD}${NAME_PARTS}$`, 's');
const PART = /(?:^|\.)(?:([A-Za-z0-9_-]+)|'((?:[^'\\]|\\.)*)')/gs;
const WORD = /^[A-Za-z0-9_-]+$/;

/** Names that are written in another way elsewhere, by their first part. */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^customer\.metafields\./, 'metafields.'],
  [/^storefront_event\./, 'storefront.'],
];

/**
 * The one way to write a name: `property.'colour'` is `property.colour`. An event in quotes keeps them, since they say
 * that it is one of its source's own. Undefined for what has not the form of a name.
 */
export function canonicalName(text: string): string | undefined {
  if (!NAME.test(text)) return undefined;
  const alias = ALIASES.find(([pattern]) => pattern.test(text));
  const parts = nameParts(alias === undefined ? text : text.replace(...alias));
  const isEvent = parts[0]?.text === 'events';
  return parts
    .map(({ text: part, quoted }) => ((quoted && isEvent) || !WORD.test(part) ? quotedText(part) : part))
    .join('.');
}

/** The parts of a name: of `attributes.'Loyalty tier'`, `attributes` and `Loyalty tier`. */
export function nameParts(name: string): readonly NamePart[] {
  return [...name.matchAll(PART)].map(([, plain, quoted = '']) =>
    plain === undefined ? { text: quoted.replace(/\\(['\\])/g, '$1'), quoted: true } : { text: plain, quoted: false },
  );
}

/** A name of these parts, each in quotes where it must be. */
export function nameOfParts(...parts: readonly string[]): string {
  return parts.map((part) => (WORD.test(part) ? part : quotedText(part))).join('.');
}

/** Text in single quotes, as a query writes it. */
export function quotedText(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
