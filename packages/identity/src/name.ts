const TITLES = new Set('mr mrs ms miss mx dr prof sir madam herr frau mme mlle monsieur madame'.split(' '));

/** A name made only of these is nobody's: `Walk-in Customer`, `Guest`, `N/A`. */
const PLACEHOLDER_WORDS = new Set(
  `a account anon anonymous buyer cash client counter customer default deleted dummy firstname gast guest in kasse
  kein keine kunde laufkunde lastname n na name no none null pos redacted retail sale sales shop shopper store test
  tester till undefined unknown user visitor walk walkin`.split(/\s+/),
);

/** Letters that Unicode does not take apart. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/**
 * A key under which the usual spellings of one name are equal: without case, accents, titles, punctuation and order
 * (`Müller, Jörg` and `Dr. Joerg Mueller`). For counting names only, never for showing them. Null when there is no
 * name, or one that stands for nobody.
 */
export function normaliseName(first: string | undefined, last: string | undefined): string | null {
  const words = `${first ?? ''} ${last ?? ''}`
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => FOLDED[letter] ?? letter)
    .replace(/['’`]/g, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !TITLES.has(word));
  if (words.every((word) => PLACEHOLDER_WORDS.has(word) || !/\p{L}/u.test(word))) return null;
  // ü is written u or ue, and so for ä and ö; the key has to be the same for all three.
  return words
    .map((word) => word.replace(/([aou])e/g, '$1'))
    .sort()
    .join(' ');
}
