import type { Address } from '@clientele/model';
import type { NameLanguage } from './names.js';
import type { Random } from './random.js';

/** A city with its region (ISO 3166-2 without the country, where addresses have one) and how its postcodes begin. */
type City = readonly [name: string, postcodeStart: string, region?: string];

export interface Country {
  readonly language: string;
  readonly names: Exclude<NameLanguage, 'world'>;
  readonly cities: readonly City[];
  /** The rest of a postcode: 9 is a digit, A a letter. */
  readonly postcodeRest: string;
  readonly streets: readonly string[];
  readonly numberFirst: boolean;
  /** Ten E.164 beginnings each, before the last six digits. */
  readonly mobile: readonly string[];
  readonly landline: readonly string[];
  /** Starts a national number in place of the country code. */
  readonly trunk: string;
  readonly dialling: string;
  readonly tax: { readonly title: string; readonly percent: number; readonly included: boolean };
}

const EU_STREETS = {
  de: ['Lindenstraße', 'Hauptstraße', 'Bahnhofstraße', 'Gartenweg', 'Schillerstraße', 'Am Markt', 'Mühlenweg'],
  en: ['High Street', 'Mill Lane', 'Station Road', 'Church Lane', 'Victoria Road', 'Orchard Close', 'Elm Grove'],
  fr: ['rue de la Paix', 'rue des Lilas', 'avenue Victor Hugo', 'rue du Moulin', 'place du Marché', "rue de l'Église"],
};

const US_AREAS = ['206', '303', '305', '312', '415', '503', '512', '617', '702', '919'];
const CA_AREAS = ['204', '250', '306', '416', '514', '604', '613', '709', '780', '902'];

function tens(beginning: string): readonly string[] {
  return Array.from({ length: 10 }, (_, digit) => `${beginning}${digit}`);
}

function areas(codes: readonly string[], exchange: string): readonly string[] {
  return codes.map((code) => `+1${code}${exchange}`);
}

/** Where customers live. Telephone numbers have a valid form; nobody is known to have them. */
export const COUNTRIES = {
  GB: {
    language: 'en-GB',
    names: 'en',
    cities: [
      ['London', 'SW'],
      ['Leeds', 'LS'],
      ['Bristol', 'BS'],
      ['Cardiff', 'CF'],
      ['Edinburgh', 'EH'],
      ['Norwich', 'NR'],
    ],
    postcodeRest: '9 9AA',
    streets: EU_STREETS.en,
    numberFirst: true,
    mobile: tens('+44725'),
    landline: tens('+44203'),
    trunk: '0',
    dialling: '+44',
    tax: { title: 'VAT', percent: 20, included: true },
  },
  US: {
    language: 'en-US',
    names: 'en',
    cities: [
      ['Boston', '02', 'MA'],
      ['Denver', '80', 'CO'],
      ['Portland', '97', 'OR'],
      ['Austin', '78', 'TX'],
      ['Chicago', '60', 'IL'],
    ],
    postcodeRest: '999',
    streets: ['Main St', 'Oak Ave', 'Maple Dr', 'Washington Blvd', '2nd St', 'Lakeview Rd'],
    numberFirst: true,
    mobile: areas(US_AREAS, '4'),
    landline: areas(US_AREAS, '5'),
    trunk: '',
    dialling: '+1',
    tax: { title: 'Sales tax', percent: 7, included: false },
  },
  DE: {
    language: 'de',
    names: 'de',
    cities: [
      ['Berlin', '10'],
      ['Hamburg', '20'],
      ['München', '80'],
      ['Köln', '50'],
      ['Leipzig', '04'],
    ],
    postcodeRest: '999',
    streets: EU_STREETS.de,
    numberFirst: false,
    mobile: tens('+491512'),
    landline: tens('+49302'),
    trunk: '0',
    dialling: '+49',
    tax: { title: 'MwSt', percent: 19, included: true },
  },
  FR: {
    language: 'fr',
    names: 'fr',
    cities: [
      ['Paris', '750'],
      ['Lyon', '690'],
      ['Nantes', '440'],
      ['Lille', '590'],
    ],
    postcodeRest: '99',
    streets: EU_STREETS.fr,
    numberFirst: true,
    mobile: tens('+3361'),
    landline: tens('+3314'),
    trunk: '0',
    dialling: '+33',
    tax: { title: 'TVA', percent: 20, included: true },
  },
  CA: {
    language: 'en-CA',
    names: 'en',
    cities: [
      ['Toronto', 'M4', 'ON'],
      ['Vancouver', 'V5', 'BC'],
      ['Halifax', 'B3', 'NS'],
      ["St John's", 'A1', 'NL'],
    ],
    postcodeRest: 'A 9A9',
    streets: ['King St', 'Queen St', 'Maple Ave', 'Harbour Rd', 'Spruce Cres'],
    numberFirst: true,
    mobile: areas(CA_AREAS, '4'),
    landline: areas(CA_AREAS, '5'),
    trunk: '',
    dialling: '+1',
    tax: { title: 'GST', percent: 13, included: false },
  },
  ES: {
    language: 'es',
    names: 'es',
    cities: [
      ['Madrid', '280'],
      ['Valencia', '460'],
      ['Sevilla', '410'],
    ],
    postcodeRest: '99',
    streets: ['Calle Mayor', 'Calle de la Rosa', 'Avenida del Sol', 'Plaza Nueva'],
    numberFirst: false,
    mobile: tens('+3461'),
    landline: tens('+3491'),
    trunk: '',
    dialling: '+34',
    tax: { title: 'IVA', percent: 21, included: true },
  },
  NL: {
    language: 'nl',
    names: 'nl',
    cities: [
      ['Amsterdam', '10'],
      ['Utrecht', '35'],
      ['Groningen', '97'],
    ],
    postcodeRest: '99 AA',
    streets: ['Dorpsstraat', 'Kerkstraat', 'Molenweg', 'Lindelaan'],
    numberFirst: false,
    mobile: tens('+3161'),
    landline: tens('+3120'),
    trunk: '0',
    dialling: '+31',
    tax: { title: 'BTW', percent: 21, included: true },
  },
} as const satisfies Record<string, Country>;
export type CountryCode = keyof typeof COUNTRIES;

export function country(code: CountryCode): Country {
  return COUNTRIES[code];
}

/** The country whose people are most of a shop's customers: the one of its currency. */
export function homeCountry(currency: string): CountryCode {
  if (currency === 'USD') return 'US';
  if (currency === 'EUR') return 'DE';
  return currency === 'CAD' ? 'CA' : 'GB';
}

/** A home without a name: street and number, city, postcode. */
export function randomAddress(random: Random, code: CountryCode): Address {
  const { cities, streets, numberFirst, postcodeRest } = country(code);
  const [city, postcodeStart, region] = random.pickSkewed(cities);
  const number = random.between(1, 180);
  const street = random.pick(streets);
  return {
    address1: numberFirst ? `${number} ${street}` : `${street} ${number}`,
    ...(random.chance(0.12) ? { address2: `${random.between(1, 40)}${random.pick(['a', 'b', 'c'])}` } : {}),
    city,
    ...(region === undefined ? {} : { region }),
    postcode: postcodeStart + filled(random, postcodeRest),
    country: code,
  };
}

function filled(random: Random, form: string): string {
  return form.replace(/[9A]/g, (place) => (place === '9' ? String(random.below(10)) : random.pick([...'ABDEFGHJLN'])));
}
