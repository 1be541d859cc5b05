import { addToDay } from '@clientele/model';
import {
  type Amount,
  type AmountKind,
  attributeTest,
  CALCULATION_OPERATORS,
  COMPARISON_OPERATORS,
  type ComparisonOperator,
  type Condition,
  checkQuery,
  type Duration,
  LANGUAGE,
  type Literal,
  type Parameter,
  printCondition,
  rowsNamed,
  type Step,
  type ValueTest,
} from '@clientele/segmentation';
import type { Random } from './random.js';
import {
  DATE_FORMS,
  type Part,
  randomDate,
  randomDecimal,
  randomElement,
  randomInteger,
  randomText,
} from './random-literal.js';
import { beside, PLACES } from './random-profile.js';
import type { ShopValues } from './shop-values.js';

/** One operator on one type (or on one parameter of a function): what the drawing must cover. */
export interface Cell {
  readonly name: string;
  readonly build: (random: Random, values: ShopValues) => Condition;
}

type LiteralOf = (random: Random, values: ShopValues, name: string, part: Part) => Literal;
type TestOperator = ComparisonOperator | 'BETWEEN' | 'IN' | 'NOT IN';

/** A scalar type: how its literals are drawn and which operators compare it. */
interface Scalar {
  readonly name: string;
  readonly literal: LiteralOf;
  readonly operators: readonly TestOperator[];
}

const ORDERED: readonly TestOperator[] = [...COMPARISON_OPERATORS, 'BETWEEN', 'IN', 'NOT IN'];
const UNORDERED: readonly TestOperator[] = ['=', '!=', 'IN', 'NOT IN'];

const INTEGER: Scalar = { name: 'integer', literal: randomInteger, operators: ORDERED };
const DECIMAL: Scalar = { name: 'decimal', literal: randomDecimal, operators: ORDERED };
const TEXT: Scalar = { name: 'text', literal: randomText, operators: UNORDERED };
const DATES: readonly Scalar[] = DATE_FORMS.map((form) => ({
  name: `date as ${form}`,
  literal: (random, values, name, part) => {
    const drawn = random.chance(0.8) ? form : random.pick(DATE_FORMS);
    // What a property is compared with is no moment.
    const isOfProperty = /^(.*: property|first|last)\./.test(name);
    return randomDate(random, values, name, part, isOfProperty && drawn === 'moment' ? 'time' : drawn);
  },
  operators: ORDERED,
}));

/** The traits by how they are compared. */
export const TRAITS: Readonly<Record<'integer' | 'decimal' | 'date' | 'text' | 'one of' | 'list', readonly string[]>> =
  {
    integer: [
      'number_of_orders',
      'distinct_products',
      'gift_orders',
      'days_since_last_order',
      'rfm_recency',
      'rfm_frequency',
      'rfm_monetary',
    ],
    decimal: [
      'amount_spent',
      'average_order_value',
      'largest_order_amount',
      'units_purchased',
      'amount_refunded',
      'net_amount_spent',
      'discounted_order_share',
      'days_between_orders',
    ],
    date: ['customer_added_date', 'first_order_date', 'last_order_date', 'birth_date', 'abandoned_checkout_date'],
    text: ['first_channel', 'usual_channel', 'customer_email_domain', 'customer_language', 'created_by_app_id'],
    'one of': [
      'rfm_group',
      'email_subscription_status',
      'sms_subscription_status',
      'customer_account_status',
      'predicted_spend_tier',
      'product_subscription_status',
    ],
    list: ['channels', 'customer_countries', 'customer_regions', 'customer_cities', 'customer_tags', 'companies'],
  };

const BOOLEAN: Scalar = {
  name: 'boolean',
  literal: (random) => ({ kind: 'boolean', value: random.chance(0.5) }),
  operators: ['=', '!='],
};

const TODAY: Amount = { kind: 'named-day', name: 'today' };
const DURATION_UNITS = ['d', 'w', 'm', 'y', 'h', 'min'] as const;
const NUMBERS = (random: Random): Amount => ({
  kind: 'number',
  digits: random.pick(['0', '1', '2', '0.5', '-3', '100']),
});

/** How values of a type are drawn and compared. */
const SCALARS: Readonly<Partial<Record<AmountKind, readonly Scalar[]>>> = {
  integer: [INTEGER],
  decimal: [DECIMAL],
  date: DATES,
  text: [TEXT],
  id: [TEXT],
  choice: [TEXT],
  several: [TEXT],
  boolean: [BOOLEAN],
};

/** Properties of events, as a query writes their names. */
const PROPERTIES = ['value', "'it\\'s'"];

/** Something about rows that a test can follow: a parameter of one row, or a measure of all that are left. */
export interface OfRows {
  readonly rows: string;
  readonly name: string;
  readonly type: AmountKind;
  readonly isMeasure: boolean;
}

/** The event that is asked about most, since the others differ from it by little. */
export const USUAL_EVENT = 'events.product_viewed';

/** All kinds of rows, but of events some: the others differ from them by their name alone. */
export const KINDS_OF_ROWS = [
  ...[...LANGUAGE.rows.keys()].filter((name) => !/^(events|storefront|shopify_email)\./.test(name)),
  ...['events.product_viewed', 'events.collection_viewed', "events.'Booked a table'"],
  ...['storefront.product_viewed', 'shopify_email.opened'],
];

/** Everything that can be asked of rows. */
export const OF_ROWS: readonly OfRows[] = KINDS_OF_ROWS.flatMap((rows) => {
  const known = rowsNamed(rows, LANGUAGE);
  if (known === undefined) return [];
  const all = [
    ...[...known.parameters.values()].map(({ name, type }) => ({ rows, name, type, isMeasure: false })),
    ...[...known.measures.values()].map(({ name, type }) => ({ rows, name, type, isMeasure: true })),
    ...(known.hasProperties ? PROPERTIES.flatMap((property) => ofProperty(rows, property)) : []),
  ];
  return all.filter(({ name }) => checkQuery(`${rows} MATCHES (${name} IS NULL)`).outcome === 'valid');
});

/** Everything that can be asked of a property, which is of whatever type it is compared with. */
function ofProperty(rows: string, property: string): OfRows[] {
  const types = ['decimal', 'text', 'date', 'boolean'] as const;
  const measures: readonly (readonly [string, AmountKind])[] = [
    ...['sum', 'average', 'min', 'max', 'share_of'].map((kind) => [kind, 'decimal'] as const),
    ...['first', 'last'].flatMap((kind) => types.map((type) => [kind, type] as const)),
    ['usual', 'text'],
    ['distinct', 'integer'],
  ];
  return [
    ...types.map((type) => ({ rows, name: `property.${property}`, type, isMeasure: false })),
    ...measures.map(([kind, type]) => ({ rows, name: `${kind}.${property}`, type, isMeasure: true })),
  ];
}

/** Units of WITHIN, by how they are counted. */
const WITHIN: Readonly<Record<'days' | 'months' | 'time', readonly Duration['unit'][]>> = {
  days: ['d', 'w'],
  months: ['m', 'y'],
  time: ['h', 'min'],
};

/** The custom attributes of random shops, by how they are compared. */
export const CUSTOM = {
  decimal: ['attributes.size', 'metafields.facts.size'],
  text: ['attributes.tier', 'metafields.facts.tier'],
  date: ['attributes.since', 'metafields.facts.since'],
  boolean: ['attributes.isMember', 'metafields.facts.isMember'],
  list: ["attributes.'likes, too'", "metafields.facts.'likes, too'"],
} as const;

/** Every operator with every type of trait and every parameter. */
export const CELLS: readonly Cell[] = [
  ...scalarCells('integer', INTEGER, TRAITS.integer),
  ...scalarCells('decimal', DECIMAL, TRAITS.decimal),
  ...DATES.flatMap((scalar) => scalarCells(scalar.name, scalar, TRAITS.date)),
  ...(['text', 'one of'] as const).flatMap((type) => scalarCells(type, TEXT, TRAITS[type])),
  ...Object.entries(TRAITS).flatMap(([type, attributes]) => presenceCells(type, attributes)),
  ...containsCells(),
  ...(['integer', 'decimal'] as const).flatMap((type) => percentileCells(type, TRAITS[type])),
  ...rowsCells(),
  ...anniversaryCells(),
  ...customCells(),
  ...(['distance_km', 'distance_mi'] as const).map(distanceCell),
  ...propertyCells(),
  ...sequenceCells(),
  ...amountCells(),
  ...measurePercentileCells(),
  ...percentileCells('custom decimal', CUSTOM.decimal),
];

function scalarCells(type: string, scalar: Scalar, attributes: readonly string[]): Cell[] {
  return scalar.operators.map((operator) => ({
    name: `${type} ${operator}`,
    build: (random, values) => {
      const attribute = random.pick(attributes);
      return attributeTest(attribute, randomTest(random, values, scalar, operator, attribute));
    },
  }));
}

function presenceCells(type: string, attributes: readonly string[]): Cell[] {
  return [true, false].map((present) => ({
    name: `${type} ${present ? 'IS NOT NULL' : 'IS NULL'}`,
    build: (random) => attributeTest(random.pick(attributes), { kind: 'presence', present }),
  }));
}

function containsCells(): Cell[] {
  const ofLists = [true, false].map((negated) => ({
    name: `list ${negated ? 'NOT CONTAINS' : 'CONTAINS'}`,
    build: (random: Random, values: ShopValues) => {
      const attribute = random.pick(TRAITS.list);
      const value = randomElement(random, values, attribute);
      return attributeTest(attribute, { kind: 'contains', value, negated });
    },
  }));
  const ofTexts = [true, false].map((negated) => ({
    name: `text ${negated ? 'NOT CONTAINS' : 'CONTAINS'}`,
    build: (random: Random, values: ShopValues) => {
      const attribute = random.pick(['customer_email_domain', 'customer_language']);
      const literal = randomElement(random, values, attribute);
      const text = literal.kind === 'text' ? literal.value : '';
      const from = random.whole(0, text.length - 1);
      const value: Literal = { kind: 'text', value: text.slice(from, from + random.whole(1, 4)) };
      return attributeTest(attribute, { kind: 'contains', value, negated });
    },
  }));
  return [...ofLists, ...ofTexts];
}

function percentileCells(type: string, attributes: readonly string[]): Cell[] {
  return (['top', 'bottom'] as const).map((side) => ({
    name: `${type} IN ${side.toUpperCase()}`,
    build: (random) => {
      const attribute = random.pick(attributes);
      const percent = random.pick(['10', '20', '33.3', '50', '50', '0.5', '100', '12.50']);
      return attributeTest(attribute, { kind: 'percentile', side, percent });
    },
  }));
}

function measurePercentileCells(): Cell[] {
  return (['top', 'bottom'] as const).map((side) => ({
    name: `measure IN ${side.toUpperCase()}`,
    build: (random: Random, values: ShopValues) =>
      valid(() => {
        const amount = randomAmount(random, values, 'number');
        return { kind: 'test', amount, test: { kind: 'percentile', side, percent: random.pick(['10', '33.3', '50']) } };
      }),
  }));
}

/** Each kind of rows, and each operator with each type of their parameters and measures. */
function rowsCells(): Cell[] {
  const kinds = [...new Set(OF_ROWS.map(({ rows }) => kindOf(rows)))];
  const bare = kinds.flatMap((kind) =>
    [true, false].map((negated) => ({
      name: `${kind} ${negated ? 'NOT MATCHES' : 'MATCHES'} ()`,
      build: (random: Random): Condition => {
        const { rows } = random.pick(OF_ROWS.filter((of) => kindOf(of.rows) === kind));
        return { kind: 'match', rows: { name: rows, parameters: [] }, negated };
      },
    })),
  );
  const byType = [false, true].flatMap((isMeasure) =>
    Object.entries(SCALARS).flatMap(([type, scalars]) => {
      const some = OF_ROWS.filter((of) => of.isMeasure === isMeasure && of.type === type);
      if (some.length === 0) return [];
      const what = `${isMeasure ? 'measure' : 'parameter'} ${type}`;
      // In which form a date is written makes no difference to a measure.
      const compared = (isMeasure ? scalars.slice(-1) : scalars).flatMap((scalar) =>
        scalar.operators.map((operator) => ({
          name: `${what} (${scalar.name}) ${operator}`,
          build: (random: Random, values: ShopValues): Condition => {
            const of = pickOf(random, some);
            const test = randomTest(random, values, scalar, operator, nameOf(of));
            return ofRows(random, values, { name: of.name, test }, of);
          },
        })),
      );
      const present = [true, false].map((isThere) => ({
        name: `${what} ${isThere ? 'IS NOT NULL' : 'IS NULL'}`,
        build: (random: Random, values: ShopValues): Condition => {
          const of = pickOf(random, some);
          return ofRows(random, values, { name: of.name, test: { kind: 'presence', present: isThere } }, of);
        },
      }));
      return [...compared, ...present];
    }),
  );
  return [...bare, ...byType];
}

/** Rows that hardly differ: all events are of one kind. */
function kindOf(rows: string): string {
  return rows.includes('.') ? 'events' : rows;
}

/** Of each kind of rows as often. */
function pickOf(random: Random, some: readonly OfRows[]): OfRows {
  const kind = random.pick([...new Set(some.map(({ rows }) => kindOf(rows)))]);
  const ofKind = some.filter(({ rows }) => kindOf(rows) === kind);
  const usual = ofKind.filter(({ rows }) => rows === USUAL_EVENT);
  return random.pick(usual.length > 0 && random.chance(0.7) ? usual : ofKind);
}

/** What the values of a parameter or measure are drawn near. */
function nameOf({ rows, name, isMeasure }: OfRows): string {
  return isMeasure ? `${name} OF ${rows}` : `${rows}: ${name}`;
}

function randomParameter(random: Random, values: ShopValues, of: OfRows): Parameter {
  const scalar = random.pick(SCALARS[of.type] ?? []);
  return { name: of.name, test: randomTest(random, values, scalar, random.pick(scalar.operators), nameOf(of)) };
}

/** A test of a parameter or measure beside up to two others: inside MATCHES, or of a measure also before it. */
function ofRows(random: Random, values: ShopValues, tested: Parameter, { rows, name, isMeasure }: OfRows): Condition {
  const isApart = isMeasure && random.chance(0.5);
  const others = OF_ROWS.filter((of) => of.rows === rows && of.name !== name && !(isApart && of.isMeasure));
  const more = onePerName(random.shuffled(others))
    .slice(0, random.pick([0, 1, 1, 2]))
    .map((of) => randomParameter(random, values, of));
  if (isApart) {
    return {
      kind: 'test',
      amount: { kind: 'measure', name, rows: { name: rows, parameters: more } },
      test: tested.test,
    };
  }
  const parameters = random.shuffled([tested, ...more]);
  return { kind: 'match', rows: { name: rows, parameters }, negated: random.chance(0.35) };
}

function customCells(): Cell[] {
  const compared = (['decimal', 'text', 'date', 'boolean'] as const).map((type) => ({
    name: `custom ${type}`,
    build: (random: Random, values: ShopValues): Condition => {
      const name = random.pick(CUSTOM[type]);
      const scalar = random.pick(SCALARS[type] ?? []);
      return attributeTest(name, randomTest(random, values, scalar, random.pick(scalar.operators), name));
    },
  }));
  const contained = [true, false].map((negated) => ({
    name: `custom list ${negated ? 'NOT CONTAINS' : 'CONTAINS'}`,
    build: (random: Random, values: ShopValues): Condition => {
      const name = random.pick(CUSTOM.list);
      return attributeTest(name, { kind: 'contains', value: randomElement(random, values, name), negated });
    },
  }));
  const present = {
    name: 'custom IS [NOT] NULL',
    build: (random: Random): Condition => {
      const names = random.pick(Object.values(CUSTOM));
      return attributeTest(random.pick(names), { kind: 'presence', present: random.chance(0.5) });
    },
  };
  return [...compared, ...contained, present];
}

function anniversaryCells(): Cell[] {
  const operators: readonly TestOperator[] = [...COMPARISON_OPERATORS, 'BETWEEN'];
  return operators.map((operator) => ({
    name: `anniversary ${operator}`,
    build: (random, values) => ({
      kind: 'test',
      amount: { kind: 'anniversary', attribute: random.chance(0.7) ? 'birth_date' : random.pick(TRAITS.date) },
      test: randomTest(random, values, random.pick(DATES), operator, 'anniversary'),
    }),
  }));
}

/** Around the distances between the places, and those of neighbours a few metres apart. */
const LIMITS = {
  distance_km: ['0', '0.0005', '0.001', '0.002', '21.266', '21.267', '343.556', '343.557', '4321', '20015.115'],
  distance_mi: ['0', '0.001', '0.002', '13.22', '13.22', '213.47', '213.48', '250', '250', '9999', '12500'],
} as const;

function distanceCell(name: 'distance_km' | 'distance_mi'): Cell {
  return {
    name,
    build: (random) => {
      const place = random.chance(0.7) ? random.pick(PLACES) : beside(random, random.pick(PLACES));
      const digits = random.pick(LIMITS[name]);
      const operator = '<=' as const;
      const parameters: Parameter[] = [
        { name: 'coordinates', test: { kind: 'comparison', operator: '=', value: { kind: 'coordinates', ...place } } },
        { name, test: { kind: 'comparison', operator, value: { kind: 'number', digits } } },
      ];
      return {
        kind: 'match',
        rows: { name: 'customer_within_distance', parameters: random.shuffled(parameters) },
        negated: random.chance(0.35),
      };
    },
  };
}

function onePerName(some: readonly OfRows[]): OfRows[] {
  return [...new Map(some.map((of) => [of.name, of])).values()];
}

/** Parts of texts, and elements of lists. */
function propertyCells(): Cell[] {
  const rows = 'events.product_viewed';
  return [true, false].map((negated) => ({
    name: `property ${negated ? 'NOT CONTAINS' : 'CONTAINS'}`,
    build: (random, values) => {
      const literal = randomElement(random, values, `${rows}: property.value`);
      const text = literal.kind === 'text' ? literal.value : '';
      const value: Literal = { kind: 'text', value: random.chance(0.5) ? text.slice(0, 2) : text };
      const parameters = [{ name: 'property.value', test: { kind: 'contains', value, negated } as const }];
      return { kind: 'match', rows: { name: rows, parameters }, negated: random.chance(0.35) };
    },
  }));
}

/** Sequences by what their second step is like; up to four steps, with at most one parameter each. */
function sequenceCells(): Cell[] {
  const units = Object.values(WITHIN).flat();
  return [false, true].flatMap((negated) =>
    [['for ever', null] as const, ...Object.entries(WITHIN)].map(([length, some]) => ({
      name: `SEQUENCE … THEN ${negated ? 'NOT ' : ''}… ${length}`,
      build: (random: Random, values: ShopValues): Condition => {
        const drawn = (): Step => ({
          rows: randomRows(random, values),
          negated: random.chance(0.4),
          within: random.chance(0.5) ? null : randomDuration(random, random.pick(units)),
        });
        const within = some === null ? null : randomDuration(random, random.pick(some));
        const first = { rows: randomRows(random, values), negated: false, within: null };
        const steps = [first, { rows: randomRows(random, values), negated, within }, ...random.several(0, 2, drawn)];
        return { kind: 'sequence', steps };
      },
    })),
  );
}

function randomRows(random: Random, values: ShopValues): Step['rows'] {
  const name = random.pick(['orders_placed', 'products_purchased', 'events.product_viewed', 'events.product_viewed']);
  const some = OF_ROWS.filter((of) => of.rows === name && !of.isMeasure);
  const parameters = random.chance(0.3) ? [randomParameter(random, values, random.pick(some))] : [];
  return { name, parameters };
}

function randomDuration(random: Random, unit: Duration['unit']): Duration {
  const longest = { d: 40, w: 8, m: 6, y: 1, h: 60, min: 90 }[unit];
  return { kind: 'duration', amount: random.pick([0, 1, 2, random.whole(0, longest)]), unit };
}

function randomTest(
  random: Random,
  values: ShopValues,
  scalar: Scalar,
  operator: TestOperator,
  name: string,
): ValueTest {
  const literal = (part: Part = 'any') => scalar.literal(random, values, name, part);
  switch (operator) {
    case 'BETWEEN':
      return { kind: 'between', from: literal('low'), to: literal('high') };
    case 'IN':
    case 'NOT IN':
      return { kind: 'in', values: random.several(1, 3, () => literal()), negated: operator === 'NOT IN' };
    default:
      return { kind: 'comparison', operator, value: literal() };
  }
}

type Family = 'number' | 'date' | 'text';

/** What is compared with what is no literal, and what is calculated. */
function amountCells(): Cell[] {
  const besides = (['number', 'date', 'text'] as const).flatMap((family) =>
    (family === 'text' ? UNORDERED : ORDERED).map((operator) => ({
      name: `${family} ${operator} another`,
      build: (random: Random, values: ShopValues) =>
        valid(() => {
          const other = () => randomAmount(random, values, family);
          return { kind: 'test', amount: other(), test: testWith(random, operator, other) };
        }),
    })),
  );
  const calculated = CALCULATION_OPERATORS.map((operator) => ({
    name: `number ${operator} number`,
    build: (random: Random, values: ShopValues) =>
      valid(() => {
        const part = () => (random.chance(0.2) ? NUMBERS : () => randomAmount(random, values, 'number'))(random);
        const amount: Amount = { kind: 'calculation', operator, left: part(), right: part() };
        return compared(random, values, amount, DECIMAL);
      }),
  }));
  const moved = DURATION_UNITS.map((unit) => ({
    name: `date moved by ${unit}`,
    build: (random: Random, values: ShopValues) =>
      valid(() => {
        const amount = movedDate(random, values, unit);
        const another = () => randomAmount(random, values, 'date');
        return random.chance(0.5)
          ? { kind: 'test', amount, test: testWith(random, random.pick(ORDERED), another) }
          : compared(random, values, amount, random.pick(DATES));
      }),
  }));
  const days: Cell = {
    name: 'date - date',
    build: (random, values) =>
      valid(() => {
        const part = () => (random.chance(0.3) ? TODAY : randomAmount(random, values, 'date'));
        const amount: Amount = { kind: 'calculation', operator: '-', left: part(), right: part() };
        return compared(random, values, amount, INTEGER);
      }),
  };
  const inRows: Cell = {
    name: 'a parameter beside an attribute',
    build: (random, values) =>
      valid(() => {
        const of = random.pick(OF_ROWS.filter(({ isMeasure, type }) => !isMeasure && familyOf(type) !== undefined));
        const other = () => randomAmount(random, values, familyOf(of.type) ?? 'number', false);
        const operators = familyOf(of.type) === 'text' ? UNORDERED : ORDERED;
        return ofRows(random, values, { name: of.name, test: testWith(random, random.pick(operators), other) }, of);
      }),
  };
  const trends = (['up', 'down'] as const).map((direction) => ({
    name: `${direction.toUpperCase()} BY`,
    build: (random: Random, values: ShopValues) => valid(() => randomTrend(random, values, direction)),
  }));
  return [...besides, ...calculated, ...moved, days, inRows, ...trends];
}

/** Draws until the type check takes it: what is drawn may need too many digits, or be nothing that can be asked. */
function valid(draw: () => Condition): Condition {
  for (;;) {
    const condition = draw();
    if (checkQuery(printCondition(condition)).outcome === 'valid') return condition;
  }
}

function familyOf(type: AmountKind): Family | undefined {
  if (type === 'integer' || type === 'decimal') return 'number';
  if (type === 'date') return 'date';
  return type === 'text' || type === 'id' || type === 'choice' ? 'text' : undefined;
}

/** An attribute, or a measure of some rows; a text may be written out, since an empty one is there and yet nothing. */
function randomAmount(random: Random, values: ShopValues, family: Family, mayMeasure = true): Amount {
  if (family === 'text' && random.chance(0.1)) return { kind: 'text', value: random.pick(['', '', 'en']) };
  if (!mayMeasure || random.chance(0.5)) {
    const ofFamily = {
      number: [...TRAITS.integer, ...TRAITS.decimal],
      date: TRAITS.date,
      text: [...TRAITS.text, ...TRAITS['one of']],
    };
    return { kind: 'attribute', name: random.pick(ofFamily[family]) };
  }
  // The first and last of a property are of no type of their own.
  const typed = OF_ROWS.filter(({ name, isMeasure }) => isMeasure && !/^(first|last)\./.test(name));
  const { rows, name } = random.pick(typed.filter((of) => familyOf(of.type) === family));
  const filters = OF_ROWS.filter((of) => of.rows === rows && !of.isMeasure);
  const parameters = random.several(0, 1, () => randomParameter(random, values, random.pick(filters)));
  return { kind: 'measure', name, rows: { name: rows, parameters } };
}

function movedDate(random: Random, values: ShopValues, unit: (typeof DURATION_UNITS)[number]): Amount {
  const right: Amount = { kind: 'duration', amount: random.pick([0, 1, 1, 2, 7, 30, 400]), unit };
  return {
    kind: 'calculation',
    operator: random.pick(['+', '-']),
    left: randomAmount(random, values, 'date'),
    right,
  };
}

function testWith(random: Random, operator: TestOperator, amount: () => Amount): ValueTest {
  switch (operator) {
    case 'BETWEEN':
      return { kind: 'between', from: amount(), to: amount() };
    case 'IN':
    case 'NOT IN':
      return { kind: 'in', values: random.several(1, 2, amount), negated: operator === 'NOT IN' };
    default:
      return { kind: 'comparison', operator, value: amount() };
  }
}

/** An amount compared with literals near what some profile has. */
function compared(random: Random, values: ShopValues, amount: Amount, scalar: Scalar): Condition {
  const presence: Condition = { kind: 'test', amount, test: { kind: 'presence', present: false } };
  const name = printCondition(presence).replace(/ IS NULL$/, '');
  return { kind: 'test', amount, test: randomTest(random, values, scalar, random.pick(scalar.operators), name) };
}

function randomTrend(random: Random, values: ShopValues, direction: 'up' | 'down'): Condition {
  const some = OF_ROWS.filter(
    (of) => of.isMeasure && familyOf(of.type) === 'number' && !/^(first|last)\./.test(of.name),
  );
  const { rows, name } = random.pick(some);
  const [day, offset] = (['day', 'offset'] as const).map((form) =>
    randomDate(random, values, `${rows}: date`, 'any', form),
  );
  if (day?.kind !== 'day' || offset === undefined) throw new Error('a day was drawn as something else');
  // Orders crowd around one day: a short window soon after some has some before it.
  const first = addToDay(day.day, random.whole(0, 2), 'd');
  const later = (days: number): Literal => ({ kind: 'day', day: addToDay(first, days, 'd') });
  const date: ValueTest = random.chance(0.3)
    ? { kind: 'comparison', operator: random.pick(['=', '>', '>=']), value: offset }
    : { kind: 'between', from: later(0), to: later(random.whole(0, 2)) };
  const percent = random.pick(['1', '10', '33.3', '50', '50', '100']);
  return {
    kind: 'test',
    amount: { kind: 'measure', name, rows: { name: rows, parameters: [{ name: 'date', test: date }] } },
    test: { kind: 'trend', direction, percent },
  };
}
