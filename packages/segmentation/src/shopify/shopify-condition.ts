import { unreachable } from '@clientele/model';
import { isLiteral } from '../check/check-literal.js';
import { printAmount, printCondition } from '../text/print-condition.js';
import type { Amount, Measure } from '../tree/amount.js';
import { attributeTest, type Condition, type TestedAmount } from '../tree/condition.js';
import { nameParts } from '../tree/name.js';
import { type ComparisonOperator, isValueTest, MIRRORED, type Test } from '../tree/test.js';
import type { Refusals } from './refusals.js';
import {
  METAFIELD,
  NEVER_ABSENT,
  SHOPIFY_ATTRIBUTES,
  SHOPIFY_ROWS,
  type ShopifyAttribute,
  type ShopifyOperator,
} from './shopify-language.js';
import { shopifyMatch, withValues } from './shopify-rows.js';
import { shopifyValue } from './shopify-values.js';

const OPPOSITE: Readonly<Record<ComparisonOperator, ComparisonOperator>> = {
  '=': '!=',
  '!=': '=',
  '>': '<=',
  '>=': '<',
  '<': '>=',
  '<=': '>',
};

/**
 * The same condition, or its complement where `negated`, in words that Shopify has from 2026-10 on: AND and OR of
 * tests of attributes and of MATCHES, without NOT before them. Undefined where a part cannot be said, which is refused.
 */
export function shopifyCondition(condition: Condition, negated: boolean, refusals: Refusals): Condition | undefined {
  switch (condition.kind) {
    case 'and':
    case 'or': {
      const parts = condition.conditions.map((part) => shopifyCondition(part, negated, refusals));
      return joined((condition.kind === 'and') === negated ? 'or' : 'and', parts);
    }
    case 'not':
      return shopifyCondition(condition.condition, !negated, refusals);
    case 'match':
      return shopifyMatch(condition.rows, condition.negated !== negated, condition, refusals);
    case 'sequence':
      return refusals.add(condition, 'name', 'Shopify cannot say what came after what');
    case 'segment':
      return refusals.add(
        condition,
        'whole',
        `Shopify cannot ask whether somebody is in the segment '${condition.handle}'`,
      );
    case 'listed': {
      const what = condition.as === 'added' ? 'added to' : 'excluded from';
      return refusals.add(
        condition,
        'whole',
        `Shopify cannot ask whether somebody was ${what} the segment '${condition.handle}' by hand`,
      );
    }
    case 'hold-out':
      return refusals.add(condition, 'whole', 'Shopify cannot ask whether somebody is in the hold-out');
    case 'sample':
      return refusals.add(
        condition,
        'whole',
        `Shopify cannot ask whether somebody is in the sample '${condition.seed}'`,
      );
    case 'test':
      return shopifyTested(condition, negated, refusals);
    default:
      return unreachable(condition);
  }
}

function shopifyTested(condition: TestedAmount, negated: boolean, refusals: Refusals): Condition | undefined {
  const { amount, test } = condition;
  if (test.kind === 'percentile') {
    return refusals.add(condition, 'operator', `Shopify has no percentiles: \`${printCondition(condition)}\``);
  }
  if (test.kind === 'trend') {
    return refusals.add(condition, 'operator', 'Shopify cannot compare a window with the one before');
  }
  switch (amount.kind) {
    case 'attribute':
      return ofAttribute(condition, amount.name, test, negated, refusals);
    case 'measure':
      return ofMeasure(condition, amount, test, negated, refusals);
    case 'anniversary':
      return ofAnniversary(condition, amount.attribute, test, negated, refusals);
    default: {
      const isMirrored = isLiteral(amount) && test.kind === 'comparison' && test.value.kind === 'attribute';
      if (!isMirrored || test.value.kind !== 'attribute') {
        const message = `Shopify compares an attribute with a plain value; it cannot calculate \`${printAmount(amount)}\``;
        return refusals.add(amount, 'whole', message);
      }
      const mirrored: Test = { kind: 'comparison', operator: MIRRORED[test.operator], value: amount };
      return ofAttribute(condition, test.value.name, mirrored, negated, refusals);
    }
  }
}

function ofAttribute(
  node: TestedAmount,
  name: string,
  test: Test,
  negated: boolean,
  refusals: Refusals,
): Condition | undefined {
  const attribute = shopifyAttribute(name);
  if (attribute === undefined) return refusals.add(node, 'name', `Shopify has no \`${name}\``);
  const has = (operator: ShopifyOperator): boolean => {
    if (attribute.operators.includes(operator)) return true;
    const [first = '', ...more] = attribute.operators.toReversed();
    const list = more.length === 0 ? first : `${more.toReversed().join(', ')} and ${first}`;
    refusals.add(node, 'operator', `Shopify's \`${name}\` takes ${list}, not ${operator}`);
    return false;
  };
  const value = (of: Amount) => shopifyValue(of, { ...attribute, subject: name }, refusals);
  const compare = (operator: ComparisonOperator, to: Amount): Condition | undefined => {
    const said = has(operator) ? value(to) : undefined;
    return said && attributeTest(name, { kind: 'comparison', operator, value: said });
  };
  /** What an absent value does to a complement. */
  const orAbsent = (complement: Condition | undefined): Condition | undefined => {
    if (complement === undefined || NEVER_ABSENT.includes(name)) return complement;
    const absent = has('IS NULL') ? attributeTest(name, { kind: 'presence', present: false }) : undefined;
    return joined('or', [complement, absent]);
  };
  switch (test.kind) {
    case 'presence':
      return has('IS NULL') ? attributeTest(name, { kind: 'presence', present: test.present !== negated }) : undefined;
    case 'contains': {
      const said = has('CONTAINS') ? value(test.value) : undefined;
      return said && attributeTest(name, { kind: 'contains', value: said, negated: test.negated !== negated });
    }
    case 'comparison':
      return negated ? orAbsent(compare(OPPOSITE[test.operator], test.value)) : compare(test.operator, test.value);
    case 'between': {
      if (negated) return orAbsent(joined('or', [compare('<', test.from), compare('>', test.to)]));
      const [from, to] = has('BETWEEN') ? [value(test.from), value(test.to)] : [];
      return from && to && attributeTest(name, { kind: 'between', from, to });
    }
    case 'in': {
      const isEqual = test.negated === negated;
      const each = test.values.map((one) => compare(isEqual ? '=' : '!=', one));
      const all = joined(isEqual ? 'or' : 'and', each);
      return negated ? orAbsent(all) : all;
    }
    case 'percentile':
    case 'trend':
      throw new Error('they are refused before');
    default:
      return unreachable(test);
  }
}

function shopifyAttribute(name: string): ShopifyAttribute | undefined {
  if (Object.hasOwn(SHOPIFY_ATTRIBUTES, name)) return SHOPIFY_ATTRIBUTES[name];
  return isMetafield(name) ? METAFIELD : undefined;
}

function isMetafield(name: string): boolean {
  const parts = nameParts(name);
  return parts[0]?.text === 'metafields' && parts.length === 3 && parts.every((part) => !part.quoted);
}

/** A measure compared with a value is the parameter of that name. */
function ofMeasure(
  node: TestedAmount,
  { name, rows }: Measure,
  test: Test,
  negated: boolean,
  refusals: Refusals,
): Condition | undefined {
  if (!SHOPIFY_ROWS[rows.name]?.parameters.includes(name) || !isValueTest(test)) {
    return refusals.add(node.amount, 'whole', `Shopify has no \`${name} OF ${rows.name}\``);
  }
  const parameter = { name, test };
  refusals.locate(parameter, node);
  return shopifyMatch({ name: rows.name, parameters: [...rows.parameters, parameter] }, negated, node, refusals);
}

function ofAnniversary(
  node: TestedAmount,
  name: string,
  test: Test,
  negated: boolean,
  refusals: Refusals,
): Condition | undefined {
  if (!isMetafield(name))
    return refusals.add(node, 'name', `Shopify has anniversaries of metafields alone, not of \`${name}\``);
  if (negated) return refusals.add(node, 'whole', `Shopify cannot turn \`${printCondition(node)}\` round`);
  const said = isValueTest(test)
    ? withValues(test, (value) => shopifyValue(value, { subject: name }, refusals))
    : undefined;
  return said && { kind: 'test', amount: node.amount, test: said };
}

/** Parts with AND or OR between them, those of the same kind taken apart; undefined where one is missing. */
function joined(kind: 'and' | 'or', parts: readonly (Condition | undefined)[]): Condition | undefined {
  const said = parts.filter((part) => part !== undefined);
  if (said.length < parts.length) return undefined;
  const [only, ...more] = said.flatMap((part) => (part.kind === kind ? part.conditions : [part]));
  return only === undefined || more.length === 0 ? only : { kind, conditions: [only, ...more] };
}
