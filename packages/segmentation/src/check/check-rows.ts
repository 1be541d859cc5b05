import { EVENT_NAMES } from '@clientele/model';
import { type LanguageRows, measureNamed, parameterNamed, rowsNamed } from '../catalogue/language.js';
import { didYouMean } from '../text/nearest.js';
import type { Match } from '../tree/condition.js';
import { nameParts } from '../tree/name.js';
import type { Parameter, Rows } from '../tree/rows.js';
import type { ParameterTest } from '../tree/test.js';
import { amountsOf, valuesOf } from '../tree/walk.js';
import type { AmountType } from './check-amount.js';
import { checkDistance } from './check-distance.js';
import { checkTest } from './check-test.js';
import type { Checking } from './checking.js';
import { operatorsOf, TYPE_NAMES } from './value-types.js';

/** Checks MATCHES; gives it back with ids as text. */
export function checkMatch(match: Match, checking: Checking): Match {
  const { rows } = match;
  const known = rowsNamed(rows.name, checking.language);
  if (known === undefined) {
    unknownRows(match, rows.name, checking);
    return match;
  }
  const parameters = checkRowParameters(rows, known, 'row or measure', checking);
  const near = rows.name === 'customer_within_distance' ? checkDistance(match, parameters, checking) : parameters;
  const checked = checking.findings.instead(rows, { ...rows, parameters: near });
  return checking.findings.instead(match, { ...match, rows: checked });
}

/** Reports rows that there are not. */
export function unknownRows(node: object, name: string, { language, customAttributes, findings }: Checking): void {
  const attribute = language.attributes.get(name) ?? customAttributes?.get(name);
  if (attribute === undefined) {
    const names = [...language.rows.keys()];
    const hint =
      eventHint(name) ??
      didYouMean(name, names) ??
      'There are orders_placed, products_purchased, refunds_received and events.';
    findings.add('unknown-function', node, 'name', `There is no function '${name}'`, hint);
  } else {
    const message = `MATCHES is for functions, and ${name} is ${TYPE_NAMES[attribute.type]}`;
    findings.add('wrong-operator', node, 'operator', message, `Write ${operatorsOf(attribute.type)}.`);
  }
}

/** The canonical name of an event that Shopify or the common analytics spec calls so. */
function eventHint(name: string): string | null {
  const [first, event, ...more] = nameParts(name);
  if (first?.text !== 'events' || event === undefined || more.length > 0) return null;
  const [meant] =
    Object.entries(EVENT_NAMES).find(
      ([, { analytics, shopify }]) =>
        shopify === event.text || analytics?.toLowerCase().replaceAll(' ', '_') === event.text,
    ) ?? [];
  return meant === undefined ? null : `Did you mean events.${meant}? An event of a source's own stands in quotes.`;
}

/** Checks the parameters of rows; measures are among them inside MATCHES alone. */
export function checkRowParameters(
  rows: Rows,
  known: LanguageRows,
  scope: 'row' | 'row or measure',
  checking: Checking,
): readonly Parameter[] {
  const { findings } = checking;
  const seen = new Set<string>();
  const checked = rows.parameters.map((parameter) => {
    const { name, test } = parameter;
    const ofRow = parameterNamed(name, known);
    const measure = measureNamed(name, known);
    const type = ofRow ?? (scope === 'row' ? undefined : measure);
    if (type === undefined) {
      if (measure === undefined) unknownParameter(parameter, known, scope, checking);
      else {
        const hint = `Write ${known.name} MATCHES (${name} …), or ${name} OF ${known.name} (…).`;
        findings.add('unknown-parameter', parameter, 'name', `${name} is of all rows together, not of one`, hint);
      }
      return parameter;
    }
    const subject: AmountType = { ...type, subject: name };
    if (seen.has(name)) repeatedParameter(parameter, known.name, subject, checking);
    seen.add(name);
    return hasMeasure(test, checking) ? parameter : checkParameter(parameter, subject, checking);
  });
  return Object.freeze(checked);
}

function checkParameter(parameter: Parameter, of: AmountType, checking: Checking): Parameter {
  // A place is compared in a way of its own, with the distance beside it.
  if (of.type === 'coordinates') return parameter;
  const test = checkTest(parameter.test, parameter, of, checking);
  return checking.findings.instead(parameter, { ...parameter, test });
}

/** Reports a measure with OF that a parameter is compared with. */
function hasMeasure(test: ParameterTest, { findings }: Checking): boolean {
  const measures = valuesOf(test)
    .flatMap((value) => [...amountsOf(value)])
    .filter((amount) => amount.kind === 'measure');
  for (const measure of measures) {
    const message = 'A parameter is compared with attributes and values, not with a measure';
    findings.add('wrong-value', measure, 'whole', message, 'Compare the measure in a condition of its own.');
  }
  return measures.length > 0;
}

function unknownParameter(
  parameter: Parameter,
  known: LanguageRows,
  scope: 'row' | 'row or measure',
  { findings }: Checking,
): void {
  const names = [...known.parameters.keys(), ...(scope === 'row' ? [] : known.measures.keys())];
  const hint = didYouMean(parameter.name, names) ?? `It has ${[...known.parameters.keys(), 'count'].join(', ')}.`;
  findings.add('unknown-parameter', parameter, 'name', `${known.name} has no parameter '${parameter.name}'`, hint);
}

function repeatedParameter(parameter: Parameter, rows: string, { type }: AmountType, { findings }: Checking): void {
  const { name } = parameter;
  const isRange = type === 'date' || type === 'decimal' || type === 'integer';
  const hint = `Write ${name} ${isRange ? 'BETWEEN … AND …' : 'IN (…)'}, or a second ${rows} MATCHES (…).`;
  findings.add('repeated-parameter', parameter, 'name', `The parameter '${name}' stands here twice`, hint);
}
