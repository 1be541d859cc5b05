import type { ConnectionRow, RefusedRow, StreamRow } from '../questions/connections.js';
import { momentOf } from '../words/dates.js';
import { count, counted, type Style } from '../words/numbers.js';

/** How a connection fares: what stands before it, so that it is not told by colour alone, and a word. */
export interface Health {
  readonly mark: '✓' | '…' | '!' | '–';
  readonly word: string;
  readonly isBad: boolean;
}

export function healthOf({ state, firstPull }: ConnectionRow): Health {
  switch (state) {
    case 'FED':
      return { mark: '–', word: 'Imported', isBad: false };
    case 'TOLD':
      return { mark: '–', word: 'Sent here', isBad: false };
    case 'NEW':
      return { mark: '…', word: 'Not read yet', isBad: false };
    case 'PULLING':
      return { mark: '…', word: firstPull === null ? 'Being read' : 'First reading', isBad: false };
    case 'FINE':
      return { mark: '✓', word: 'Up to date', isBad: false };
    case 'WAITING':
      return { mark: '…', word: 'Asked to wait', isBad: false };
    case 'STOPPED':
      return { mark: '…', word: 'Interrupted', isBad: false };
    case 'ENDED':
      return { mark: '–', word: 'Disconnected', isBad: false };
    case 'FAILING':
      return { mark: '!', word: 'Not reached', isBad: true };
  }
}

/** True while what is shown is about to be something else. */
export function isMoving({ state, isRetrying, webhooks }: ConnectionRow): boolean {
  return state === 'PULLING' || state === 'NEW' || isRetrying || (webhooks?.waiting ?? 0) > 0;
}

/** What is known up to when, and when it is asked next, by the shop's clock. */
export function freshness(row: ConnectionRow, style: Style): string {
  const { state, firstPull, pulledAt, dueAt, writtenAt } = row;
  const at = (instant: string) => momentOf(instant, style);
  if (state === 'FED' || state === 'TOLD')
    return writtenAt === null ? 'Nothing was stored yet.' : `Last stored ${at(writtenAt)}.`;
  const read = pulledAt === null ? '' : `Read to its end ${at(pulledAt)}. `;
  if (state === 'PULLING')
    return `${read}${firstPull === null ? 'Is being read now.' : 'Is being read for the first time.'}`;
  return `${read}${dueAt === null ? '' : `Next ${at(dueAt)}.`}`.trim();
}

/** `1,204 orders, 310 customers` */
export function holdings({ streams }: ConnectionRow, style: Pick<Style, 'locale'>): string {
  return streams
    .filter(({ objects }) => objects > 0)
    .map(({ name, objects }) => `${count(objects, style)} ${name}`)
    .join(', ');
}

/** How many there are of a stream: `12,300 of some 200,000` while everything is being read. */
export function there({ objects, total }: StreamRow, style: Pick<Style, 'locale'>): string {
  return total === null || total <= objects
    ? count(objects, style)
    : `${count(objects, style)} of some ${count(total, style)}`;
}

/** How far a first reading has come: the share of what is read, each kind of thing counting the same; and in words. */
export function firstReading(
  { firstPull, streams }: ConnectionRow,
  style: Pick<Style, 'locale'>,
): { readonly share: number; readonly says: string } | undefined {
  if (firstPull === null) return undefined;
  const { done, of, objects } = firstPull;
  const begun = streams.filter(({ caughtUpAt, isUnderWay }) => caughtUpAt === null && isUnderWay);
  const known = begun.filter(({ total }) => total !== null && total > 0);
  const parts = known.reduce((sum, one) => sum + Math.min(1, one.objects / (one.total ?? 1)), 0);
  const far = known.map((one) => ` Of ${one.name}, ${there(one, style)} are there${left(one, style)}.`).join('');
  const unsaid =
    begun.length > known.length
      ? ' How long it will take is not known: the platform does not say how much it has.'
      : '';
  return {
    share: (done + parts) / of,
    says:
      `First reading: ${count(done, style)} of ${counted(of, 'kind', style)} of things read to the end, ` +
      `${count(objects, style)} there so far.${far}${unsaid}`,
  };
}

/** `, and it takes about 12 minutes yet`; nothing where that is not known. */
function left({ secondsLeft }: StreamRow, { locale }: Pick<Style, 'locale'>): string {
  if (secondsLeft === null) return '';
  const minutes = Math.max(1, Math.round(secondsLeft / 60));
  // Hours to the half: more would be pretended.
  const seconds = minutes < 90 ? minutes * 60 : Math.round(minutes / 30) * 1800;
  return `, and it takes about ${duration(seconds, locale)} yet`;
}

/** What somebody might look at: `2 refused, 5 webhooks to be taken`. */
export function attention({ refusedCount, webhooks }: ConnectionRow, style: Pick<Style, 'locale'>): string {
  const waiting = webhooks?.waiting ?? 0;
  return [
    ...(refusedCount > 0 ? [`${count(refusedCount, style)} refused`] : []),
    ...(waiting > 0 ? [`${counted(waiting, 'webhook', style)} to be taken`] : []),
  ].join(', ');
}

/** `Once`; `3 times, last 1 Jun 2024, 10:12`. */
export function tried({ tries, triedAt }: RefusedRow, style: Style): string {
  return tries === 1 ? 'Once' : `${count(tries, style)} times, last ${momentOf(triedAt, style)}`;
}

const MISSED: Readonly<Record<StreamRow['misses'][number], string>> = {
  EDIT: 'edits',
  PAYMENT: 'payments',
  REFUND: 'refunds',
  DELETION: 'deletions',
  LATE: 'what appears late',
};

/** How stale a stream can be: `Changes show within 5 minutes; deletions within 24 hours.` */
export function staleness({ everySeconds, misses, sweepEverySeconds }: StreamRow, locale: string | undefined): string {
  if (everySeconds === null) return 'Comes as its platform tells of it.';
  const changes = `Changes show within ${duration(everySeconds, locale)}`;
  if (misses.length === 0 || sweepEverySeconds === null) return `${changes}.`;
  const names = new Intl.ListFormat(locale, { type: 'conjunction' }).format(misses.map((missed) => MISSED[missed]));
  return `${changes}; ${names} within ${duration(sweepEverySeconds, locale)}.`;
}

function duration(seconds: number, locale: string | undefined): string {
  const [value, unit] =
    seconds >= 3600 ? ([seconds / 3600, 'hour'] as const) : ([Math.max(1, seconds / 60), 'minute'] as const);
  const style = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(locale, style).format(value);
}

/** What is going on, for those who hear it; empty while nothing is. */
export function goingOn(rows: readonly ConnectionRow[], style: Pick<Style, 'locale'>): string {
  const read = rows.filter(({ state }) => state === 'PULLING').length;
  const retried = rows.filter(({ isRetrying }) => isRetrying).length;
  return [
    ...(read > 0 ? [`${counted(read, 'connection', style)} being read.`] : []),
    ...(retried > 0 ? ['What was refused is being tried again.'] : []),
  ].join(' ');
}
