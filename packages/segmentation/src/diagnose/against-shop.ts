import type { ValidQuery } from '../check/check-query.js';
import { printCondition } from '../text/print-condition.js';
import type { QueryWarning } from '../text/query-error.js';
import { attributeTest, type Condition } from '../tree/condition.js';
import { claimsOf, hasAlways, shown, warningAt } from './diagnose.js';

/** A condition to count in a shop, so as to tell what is odd about a query there. */
export interface ShopCheck {
  /** A `part` of the query, or that an attribute is `absent` which a NOT turns round. */
  readonly of: 'part' | 'absent';
  readonly node: Condition;
  readonly condition: Condition;
}

/** Conditions that are counted at most. */
const MOST_CHECKS = 40;

/**
 * What to count in a shop: the single conditions of a query, and who has no value where a NOT takes in whoever has
 * none. What {@link claimsOf} tells already is left out.
 */
export function shopChecks(condition: Condition): readonly ShopCheck[] {
  const told = new Set(claimsOf(condition).map(({ node }) => node));
  const checks: ShopCheck[] = [];
  const gather = (part: Condition, negated: boolean): void => {
    if (part.kind === 'and' || part.kind === 'or') {
      for (const each of part.conditions) gather(each, negated);
    } else if (part.kind === 'not') {
      gather(part.condition, !negated);
    } else if (!told.has(part)) {
      checks.push({ of: 'part', node: part, condition: part });
      const name = comparedAttribute(part, negated);
      if (name === undefined || hasAlways(condition, name)) return;
      checks.push({ of: 'absent', node: part, condition: attributeTest(name, { kind: 'presence', present: false }) });
    }
  };
  gather(condition, false);
  return checks.slice(0, MOST_CHECKS);
}

/** What the counts say, in the order of the text. */
export function shopWarnings(
  checks: readonly ShopCheck[],
  counts: readonly number[],
  all: number,
  places: ValidQuery['places'],
): readonly QueryWarning[] {
  if (all === 0) return [];
  return checks
    .flatMap(({ of, node, condition }, index): QueryWarning[] => {
      const count = counts[index] ?? 0;
      if (of === 'absent') return count === 0 ? [] : [warningAt(places, { node, ...absent(condition, count) })];
      const text = shown(printCondition(condition));
      if (count === 0) {
        const message = `Nobody in this shop meets ${text}`;
        return [
          warningAt(places, { code: 'matches-nobody', node, message, hint: 'Check its value, or leave it out.' }),
        ];
      }
      if (count < all) return [];
      const message = `Everybody in this shop meets ${text}`;
      return [
        warningAt(places, { code: 'matches-everybody', node, message, hint: 'Leave it out, unless that may change.' }),
      ];
    })
    .toSorted((a, b) => a.offset - b.offset);
}

function absent(condition: Condition, count: number) {
  const name = condition.kind === 'test' && condition.amount.kind === 'attribute' ? condition.amount.name : '';
  const people = count === 1 ? '1 profile has' : `${count.toLocaleString('en')} profiles have`;
  const them = count === 1 ? 'it' : 'them';
  return {
    code: 'absent-under-not' as const,
    message: `${people} no ${name}, and NOT takes ${them} in`,
    hint: `Add AND ${name} IS NOT NULL to leave ${them} out.`,
  };
}

/** The attribute whose absence makes a condition hold, seen from the whole query. */
function comparedAttribute(part: Condition, negated: boolean): string | undefined {
  if (part.kind !== 'test' || part.amount.kind !== 'attribute' || part.test.kind === 'presence') return undefined;
  const isTurned = part.test.kind === 'contains' && part.test.negated ? !negated : negated;
  return isTurned ? part.amount.name : undefined;
}
