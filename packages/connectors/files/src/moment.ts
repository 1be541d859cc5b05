import {
  type Instant,
  instantOf,
  instantOfMs,
  parseInstant,
  parseLocalDateTime,
  type TimeZone,
} from '@clientele/model';

/** The ways in which a file may write dates and times. */
export const DATE_FORMS = ['iso', 'day-first', 'month-first', 'unix-seconds', 'unix-milliseconds'] as const;
export type DateForm = (typeof DATE_FORMS)[number];

export const DATE_EXAMPLES: Readonly<Record<DateForm, string>> = {
  iso: '2024-05-01 or 2024-05-01 18:30:00 or 2024-05-01T18:30:00+02:00',
  'day-first': '31.12.2024 or 31/12/24 18:30',
  'month-first': '12/31/2024 or 12/31/24 6:30 PM',
  'unix-seconds': '1714588200',
  'unix-milliseconds': '1714588200000',
};

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;
const THREE_NUMBERS =
  /^(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?:,?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[ ]?([AaPp])[Mm])?)?$/;

/** Reads a date with or without time; a date alone is the start of that day, a time without offset is in `zone`. */
export function parseMoment(text: string, form: DateForm, zone: TimeZone): Instant | undefined {
  const value = text.trim();
  if (form === 'unix-seconds') return /^\d{1,10}$/.test(value) ? instantOfMs(Number(value) * 1000) : undefined;
  if (form === 'unix-milliseconds') return /^\d{1,13}$/.test(value) ? instantOfMs(Number(value)) : undefined;
  if (form === 'iso') {
    const withOffset = parseInstant(value.replace(/ (?=[+-]\d{2}:?\d{2}$)/, '').replace(/ UTC$/, 'Z'));
    return withOffset ?? localMoment(ISO_DAY.test(value) ? `${value} 00:00` : value.replace(/[.,]\d+$/, ''), zone);
  }
  const match = THREE_NUMBERS.exec(value);
  if (match === null) return undefined;
  const [, first = '', second = '', year = '', hour = '0', minute = '00', seconds = '00', half] = match;
  const [day, month] = form === 'day-first' ? [first, second] : [second, first];
  const fullYear = year.length === 4 ? year : Number(year) < 70 ? `20${year}` : `19${year}`;
  const fullHour = half === undefined ? Number(hour) : hourOfHalf(Number(hour), half);
  if (fullHour === undefined) return undefined;
  return localMoment(`${fullYear}-${pad(month)}-${pad(day)} ${pad(String(fullHour))}:${minute}:${seconds}`, zone);
}

function hourOfHalf(hour: number, half: string): number | undefined {
  if (hour < 1 || hour > 12) return undefined;
  return (hour % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function localMoment(text: string, zone: TimeZone): Instant | undefined {
  const local = parseLocalDateTime(text);
  return local === undefined ? undefined : instantOf(local, zone);
}

function pad(text: string): string {
  return text.padStart(2, '0');
}
