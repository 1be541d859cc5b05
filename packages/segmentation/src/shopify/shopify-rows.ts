import type { Amount } from '../tree/amount.js';
import type { Match } from '../tree/condition.js';
import type { Parameter, Rows } from '../tree/rows.js';
import { isValueTest, type ValueTest } from '../tree/test.js';
import type { Refusals } from './refusals.js';
import { MOST_IDS, SHOPIFY_ROWS } from './shopify-language.js';
import { shopifyValue } from './shopify-values.js';

const IDS: readonly string[] = ['id', 'app_id', 'location_id', 'activity_id'];

/** MATCHES as Shopify has it from 2026-10 on; undefined where it cannot be said, which is refused. */
export function shopifyMatch(rows: Rows, negated: boolean, node: object, refusals: Refusals): Match | undefined {
  const known = Object.hasOwn(SHOPIFY_ROWS, rows.name) ? SHOPIFY_ROWS[rows.name] : undefined;
  if (known === undefined) return refusals.add(node, 'name', `Shopify has no \`${rows.name}\``);
  const parameters = rows.parameters.map((parameter): Parameter | undefined => {
    if (known.parameters.includes(parameter.name)) return shopifyParameter(parameter, refusals);
    const hint = `It has ${known.parameters.join(', ')}.`;
    const message = `Shopify's \`${rows.name}\` has no parameter \`${parameter.name}\``;
    return refusals.add(parameter, 'name', message, hint);
  });
  const said = parameters.filter((parameter) => parameter !== undefined);
  if (said.length < parameters.length) return undefined;
  const match: Match = { kind: 'match', rows: { name: rows.name, parameters: said }, negated };
  refusals.locate(match, node);
  return match;
}

function shopifyParameter(parameter: Parameter, refusals: Refusals): Parameter | undefined {
  const { name, test } = parameter;
  if (!isValueTest(test)) {
    return refusals.add(parameter, 'operator', `Shopify's parameter \`${name}\` is only compared with values`);
  }
  const value = (of: Amount) => shopifyValue(of, { subject: name, isId: IDS.includes(name) }, refusals);
  const said = withValues(test, value);
  if (said === undefined) return undefined;
  if (said.kind === 'in' && said.values.length > MOST_IDS) {
    const message = `Shopify takes at most ${MOST_IDS} values in a list; this one has ${said.values.length}`;
    return refusals.add(parameter, 'whole', message, 'Join two conditions with OR, each with a part of the list.');
  }
  const isDistance = name.startsWith('distance_') && said.kind === 'comparison';
  return { name, test: isDistance ? { ...said, operator: '=' } : said };
}

/** The test with all of its values said, or undefined where one of them cannot be. */
export function withValues(test: ValueTest, say: (value: Amount) => Amount | undefined): ValueTest | undefined {
  switch (test.kind) {
    case 'comparison': {
      const value = say(test.value);
      return value && { ...test, value };
    }
    case 'between': {
      const [from, to] = [say(test.from), say(test.to)];
      return from && to && { ...test, from, to };
    }
    case 'in': {
      const values = test.values.flatMap((value) => say(value) ?? []);
      return values.length === test.values.length ? { ...test, values } : undefined;
    }
  }
}
