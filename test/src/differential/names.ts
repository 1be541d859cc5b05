import {
  type Amount,
  type Condition,
  checkQuery,
  LANGUAGE,
  languageTypesOf,
  measureNamed,
  parameterNamed,
  printCondition,
  type ReferenceShop,
  type Rows,
  rowsNamed,
} from '@clientele/segmentation';
import { CUSTOM, KINDS_OF_ROWS, OF_ROWS, type OfRows, TRAITS } from './cells.js';
import { referenceOf } from './question.js';
import { CUSTOM_TYPES_OF_SHOPS } from './random-profile.js';
import type { RandomShop } from './random-shop.js';
import { rewriteAmounts, rewriteRows } from './rewrite.js';
import type { Case } from './sample.js';

/** The mistake of a compiler that takes a name of the language for another one, or does not look at it. */
export interface NameTakenWrongly {
  readonly name: string;
  readonly condition: (condition: Condition) => Condition;
}

/** Each name that can be asked for: taken for another of its kind, or left out where it says which rows are meant. */
export function namesTakenWrongly(): NameTakenWrongly[] {
  const alike = [...Object.values(TRAITS), ...Object.values(CUSTOM)];
  return [
    ...alike.flatMap((names) => names.map((name, place) => attributeAs(name, names.at(place - 1) ?? name))),
    ...KINDS_OF_ROWS.filter((name) => name !== 'customer_within_distance').map(otherRows),
    ...[...new Map(OF_ROWS.map((of) => [`${of.rows} ${of.name}`, of])).values()].flatMap((of) => {
      if (!of.isMeasure) return withoutParameter(of);
      const other = otherMeasure(of);
      return other === undefined ? [] : measureAs(of, other);
    }),
  ];
}

/** The names of which no question would show that they are taken wrongly. */
export function undecided(names: readonly NameTakenWrongly[], cases: readonly Case[]): NameTakenWrongly[] {
  const references = new Map<RandomShop, ReferenceShop>();
  const asked = cases.flatMap(({ shop, questions }) =>
    questions.map((question) => ({ shop, ...question, text: printCondition(question.checked) })),
  );
  return names.filter(({ name, condition }) => {
    const words = name.split(/ of /i);
    return !asked.some(({ shop, checked: question, text, expected }) => {
      if (!words.every((word) => text.includes(word))) return false;
      const mistaken = printCondition(condition(question));
      if (mistaken === text) return false;
      const check = checkQuery(mistaken, { customAttributes: languageTypesOf(CUSTOM_TYPES_OF_SHOPS) });
      if (check.outcome !== 'valid') return false;
      const reference = references.get(shop) ?? referenceOf(shop);
      references.set(shop, reference);
      const members = reference.members(check.condition);
      return members.size !== expected.size || [...members].some((id) => !expected.has(id));
    });
  });
}

function attributeAs(name: string, other: string): NameTakenWrongly {
  const swap = (amount: Amount): Amount =>
    amount.kind === 'attribute' && amount.name === name ? { ...amount, name: other } : amount;
  return { name, condition: (condition) => rewriteAmounts(condition, swap) };
}

/** Rows of another kind, which have all that is asked of these. */
function otherRows(name: string): NameTakenWrongly {
  const fits = (other: string, { parameters }: Rows) => {
    const known = rowsNamed(other, LANGUAGE);
    return parameters.every((one) => known && (parameterNamed(one.name, known) ?? measureNamed(one.name, known)));
  };
  const swap = (rows: Rows): Rows => {
    const other = KINDS_OF_ROWS.find((kind) => kind !== name && fits(kind, rows));
    return rows.name === name && other !== undefined ? { ...rows, name: other } : rows;
  };
  return { name, condition: (condition) => rewriteRows(condition, swap) };
}

function withoutParameter({ rows: kind, name }: OfRows): NameTakenWrongly {
  const drop = (rows: Rows): Rows =>
    rows.name === kind ? { ...rows, parameters: rows.parameters.filter((one) => one.name !== name) } : rows;
  return { name: `${name} of ${kind}`, condition: (condition) => rewriteRows(condition, drop) };
}

function measureAs({ rows: kind, name }: OfRows, other: string): NameTakenWrongly {
  const renamed = (of: string) => (of === name ? other : of);
  const swap = (rows: Rows): Rows =>
    rows.name === kind
      ? { ...rows, parameters: rows.parameters.map((one) => ({ ...one, name: renamed(one.name) })) }
      : rows;
  const swapAmount = (amount: Amount): Amount =>
    amount.kind === 'measure' && amount.rows.name === kind ? { ...amount, name: renamed(amount.name) } : amount;
  return {
    name: `${name} OF ${kind}`,
    condition: (condition) => rewriteAmounts(rewriteRows(condition, swap), swapAmount),
  };
}

/** Another measure of the same parameter, or else of the same type. */
function otherMeasure({ rows, name, type }: OfRows): string | undefined {
  const known = rowsNamed(rows, LANGUAGE);
  const of = known && measureNamed(name, known)?.of;
  const alike = OF_ROWS.filter((one) => one.rows === rows && one.isMeasure && one.type === type && one.name !== name);
  const ofSame = alike.filter((one) => of !== null && known && measureNamed(one.name, known)?.of === of);
  return [...ofSame, ...alike][0]?.name;
}
