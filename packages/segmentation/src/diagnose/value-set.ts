import { complementOfLine, isEmptyLine, type Line, meetLines, WHOLE_LINE, wholeNumbers } from './line.js';

/** Texts: those listed, or all others. */
export interface Texts {
  readonly texts: ReadonlySet<string>;
  readonly others: boolean;
}

/** What a value may be. */
export type Domain = { readonly mayBeAbsent: boolean } /** `unit` of whole numbers; `within` bounds. */ & (
  | { readonly kind: 'numbers'; readonly unit?: bigint; readonly within?: Line }
  /** `among` of a closed list. */
  | { readonly kind: 'texts'; readonly among?: readonly string[] }
);

/** Some values of a domain, and perhaps its absence. */
export interface ValueSet {
  readonly domain: Domain;
  /** Of numbers. */
  readonly line: Line;
  /** Of texts. */
  readonly texts: Texts;
  readonly absent: boolean;
}

const NO_TEXTS: Texts = { texts: new Set(), others: false };

/** Numbers of a domain, none of them absent. */
export function numbers(domain: Domain, line: Line): ValueSet {
  return within({ domain, line, texts: NO_TEXTS, absent: false });
}

/** The listed texts, or with `others` all but those; not absent. */
export function texts(domain: Domain, listed: Iterable<string>, others = false): ValueSet {
  return within({ domain, line: WHOLE_LINE, texts: { texts: new Set(listed), others }, absent: false });
}

/** All other values, absence among them. */
export function complement({ domain, line, texts: { texts: listed, others }, absent }: ValueSet): ValueSet {
  return within({
    domain,
    line: complementOfLine(line),
    texts: { texts: listed, others: !others },
    absent: !absent && domain.mayBeAbsent,
  });
}

/** What is in both; they are of one domain. */
export function meet(a: ValueSet, b: ValueSet): ValueSet {
  return within({
    domain: a.domain,
    line: meetLines(a.line, b.line),
    texts: meetTexts(a.texts, b.texts),
    absent: a.absent && b.absent,
  });
}

/** What is in one of them. */
export function join(a: ValueSet, b: ValueSet): ValueSet {
  return complement(meet(complement(a), complement(b)));
}

/** The same values without absence, where some are. */
export function present(set: ValueSet): ValueSet {
  return { ...set, absent: false };
}

/** Whether no value is in it; it may still have absence. */
export function hasNoValue({ domain, line, texts: { texts: listed, others } }: ValueSet): boolean {
  return domain.kind === 'numbers' ? isEmptyLine(line) : listed.size === 0 && !others;
}

export function isNothing(set: ValueSet): boolean {
  return !set.absent && hasNoValue(set);
}

/** Keeps to the values that there are. */
function within(set: ValueSet): ValueSet {
  const { domain } = set;
  if (domain.kind === 'numbers') {
    const bounded = domain.within === undefined ? set.line : meetLines(set.line, domain.within);
    return { ...set, line: domain.unit === undefined ? bounded : wholeNumbers(bounded, domain.unit) };
  }
  if (domain.among === undefined) return set;
  return { ...set, texts: meetTexts(set.texts, { texts: new Set(domain.among), others: false }) };
}

function meetTexts(a: Texts, b: Texts): Texts {
  if (a.others && b.others) return { texts: new Set([...a.texts, ...b.texts]), others: true };
  const [listed, other] = a.others ? [b, a] : [a, b];
  return {
    texts: new Set([...listed.texts].filter((text) => other.texts.has(text) !== other.others)),
    others: false,
  };
}
