const MAX_CHARACTERS = 60;

/**
 * The handle that queries name a segment by: its name in lower case, accents taken off, everything but letters and
 * digits (of any script) a hyphen; with `-2`, `-3` … where that is taken.
 */
export function segmentHandle(name: string, taken: ReadonlySet<string>): string {
  const base = slug(name);
  if (!taken.has(base)) return base;
  let count = 2;
  while (taken.has(`${base}-${count}`)) count++;
  return `${base}-${count}`;
}

function slug(name: string): string {
  const letters = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-');
  const short = [...letters]
    .slice(0, MAX_CHARACTERS)
    .join('')
    .replace(/^-+|-+$/g, '');
  return short === '' ? 'segment' : short;
}
