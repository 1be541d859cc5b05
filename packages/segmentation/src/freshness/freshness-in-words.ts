import type { Freshness } from './freshness-of.js';

const TIMES: Readonly<Record<Freshness['time'], string>> = {
  never: '',
  day: "at the shop's midnight",
  moment: "at the shop's midnight and at moments within the day",
};

/** What members follow, as a sentence: `Changes with records, and at the shop's midnight.` */
export function freshnessInWords({ time, cutoffs, products, lists, holdOut }: Freshness): string {
  const causes = [
    'records',
    ...(products ? ['products'] : []),
    ...(lists ? ['decisions by hand'] : []),
    ...(holdOut ? ['the share held out'] : []),
  ];
  const by = `Changes with ${new Intl.ListFormat('en', { type: 'conjunction' }).format(causes)}`;
  const when = time === 'never' ? '' : `, and ${TIMES[time]}`;
  return `${by}${when}.${cutoffs ? ' Its cut-offs are taken once a day.' : ''}`;
}
