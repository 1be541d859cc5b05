import { country } from './countries.js';
import { NICKNAMES, transliterated } from './names.js';
import { on, type Person } from './person.js';
import type { Random } from './random.js';

/** What makes a customer record hard to attribute; a record may carry several. */
export const TRAPS = [
  'placeholder_email',
  'store_email',
  'placeholder_phone',
  'store_phone',
  'placeholder_name',
  'household_email',
  'household_phone',
  'household_card',
  'junior',
  'relay_email',
  'no_email',
  'gmail_variant',
  'email_typo',
  'nickname',
  'swapped_name',
  'transliterated',
  'moved',
  'surname_change',
  'reassigned_phone',
  'gift_recipient_name',
] as const;
export type Trap = (typeof TRAPS)[number];

/*
 * A person's name, e-mail address and telephone number as somebody typed them. Each function draws the same number of
 * random values whatever the day is, so that two versions of a record differ only in what has truly changed.
 */

export function writtenName(random: Random, person: Person, day: number, traps: Set<Trap>) {
  const [nick, plain, swap] = [random.chance(0.08), random.chance(0.4), random.chance(0.012)];
  const which = random.unit();
  let first = person.givenName;
  let last = on(person.familyName, day);
  if (person.junior) traps.add('junior');
  if (last !== person.familyName.first) traps.add('surname_change');
  const nicknames = NICKNAMES[first];
  if (nick && nicknames !== undefined) {
    first = nicknames[Math.floor(which * nicknames.length)] ?? first;
    traps.add('nickname');
  }
  if (plain && transliterated(first + last) !== first + last) {
    first = transliterated(first);
    last = transliterated(last);
    traps.add('transliterated');
  }
  if (!swap) return { firstName: first, lastName: last };
  traps.add('swapped_name');
  return { firstName: last, lastName: first };
}

export function writtenEmail(random: Random, person: Person, typos: number, traps: Set<Trap>): string {
  const [common, variant, typo, upper] = [
    random.chance(0.35),
    random.chance(0.16),
    random.chance(typos),
    random.chance(0.05),
  ];
  const [which, place] = [random.unit(), random.unit()];
  if (common && person.householdEmail !== null) {
    traps.add('household_email');
    return person.householdEmail;
  }
  let email = person.email;
  if (variant && !typo && email.endsWith('@gmail.com')) {
    email = gmailVariant(email.slice(0, -'@gmail.com'.length), which);
    traps.add('gmail_variant');
  }
  if (typo) {
    email = withTypo(email, which, place);
    traps.add('email_typo');
  }
  return upper ? email.slice(0, 1).toUpperCase() + email.slice(1) : email;
}

export function writtenPhone(random: Random, person: Person, day: number, traps: Set<Trap>): string {
  const home = random.chance(0.2);
  const style = random.unit();
  if (home) {
    if (person.householdSize > 1) traps.add('household_phone');
    return inStyle(person.landline, person, style);
  }
  const mobile = on(person.mobile, day);
  if (person.mobileWasAnothers && mobile !== person.mobile.first) traps.add('reassigned_phone');
  return inStyle(mobile, person, style);
}

function inStyle(phone: string, person: Person, style: number): string {
  const { dialling, trunk } = country(person.country);
  const national = phone.slice(dialling.length);
  if (style < 0.45) return phone;
  if (style < 0.6) return `${dialling} ${national.slice(0, 3)} ${national.slice(3)}`;
  if (style < 0.9) return `${trunk}${national.slice(0, 4)} ${national.slice(4)}`;
  return `${trunk}${national.slice(0, 3)}-${national.slice(3, 6)}-${national.slice(6)}`;
}

/** Another spelling of one mailbox. */
function gmailVariant(local: string, which: number): string {
  if (which < 0.35) return `${local}+shop@gmail.com`;
  if (which < 0.6) return `${local}@googlemail.com`;
  return local.includes('.')
    ? `${local.replaceAll('.', '')}@gmail.com`
    : `${local.slice(0, 2)}.${local.slice(2)}@gmail.com`;
}

/** Another mailbox, or none: a slip of the fingers in the domain or before it. */
function withTypo(email: string, which: number, place: number): string {
  const at = email.indexOf('@');
  if (which < 0.4) return email.replace(/\.(com|example)$/, '.con');
  if (which < 0.6) return email.replace(/@(.)(.)/, '@$2$1');
  // Letters come before the digits that make a mailbox one person's own.
  const letters = email.slice(0, at).replace(/\d+$/, '').length;
  const drawn = 1 + Math.floor(place * (letters - 1));
  // Without its dot, a mailbox may be the same one.
  const cut = email[drawn] === '.' ? drawn + 1 : drawn;
  return email.slice(0, cut) + email.slice(cut + 1);
}
