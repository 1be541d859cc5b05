import type { ValidQuery } from '../check/check-query.js';
import type { NodePlace, Places } from '../text/place.js';
import { printAmount, printCondition, printTest } from '../text/print-condition.js';
import type { QueryWarning, QueryWarningCode } from '../text/query-error.js';
import { type And, attributeTest, type Condition, type Match, type Not, type Or } from '../tree/condition.js';
import type { Parameter, Rows } from '../tree/rows.js';
import type { Test } from '../tree/test.js';
import { valuesOf } from '../tree/walk.js';
import { allOf, inverse, isMeasure, isReversed, type Known, knownOf, passesNone } from './condition-constraint.js';
import { ANYBODY, exclude, meetAll } from './constraint.js';
import { LAST_HOUR } from './domains.js';

/** What was found of a condition: whether it holds for everybody or nobody, which is told already. */
interface Finding extends Known {
  readonly condition: Condition;
  readonly verdict: 'always' | 'never' | undefined;
}

/** Conditions that a condition is compared with, of those before it that are about the same. */
const MOST_COMPARED = 16;

/** Something that is so for every profile at every time. */
export interface Claim {
  readonly code: QueryWarningCode;
  /** The condition or parameter that it is about. */
  readonly node: object;
  readonly message: string;
  readonly hint: string;
  /** What holds for nobody then. */
  readonly nobody: Condition;
}

/**
 * What is odd about a query whatever the shop holds: conditions that hold for everybody or nobody, and those that say nothing
 * beside others. What it says is so for every profile at every time; it does not find all that is so.
 */
export function diagnose({ condition, places }: Pick<ValidQuery, 'condition' | 'places'>): readonly QueryWarning[] {
  return claimsOf(condition)
    .map((claim) => warningAt(places, claim))
    .toSorted((a, b) => a.offset - b.offset);
}

/** A warning at the place of a node. */
export function warningAt(
  places: Places,
  { code, node, message, hint }: Pick<Claim, 'code' | 'node' | 'message' | 'hint'>,
): QueryWarning {
  return { code, ...(places.get(node) ?? NOWHERE).whole, message, hint };
}

export function claimsOf(condition: Condition): readonly Claim[] {
  const diagnosis = new Diagnosis();
  diagnosis.look(condition);
  return diagnosis.claims;
}

/** Whether nobody for whom a condition holds is without an attribute. */
export function hasAlways(condition: Condition, attribute: string): boolean {
  const absent = knownOf(attributeTest(attribute, { kind: 'presence', present: false }));
  return exclude(new Diagnosis().look(condition).holds, absent.holds);
}

class Diagnosis {
  readonly claims: Claim[] = [];

  look(condition: Condition): Finding {
    switch (condition.kind) {
      case 'and':
      case 'or':
        return this.#joined(condition);
      case 'not': {
        const inner = this.look(condition.condition);
        const verdict = inner.verdict && (inner.verdict === 'always' ? 'never' : 'always');
        return { ...inverse(inner), condition, verdict };
      }
      default:
        return this.#single(condition);
    }
  }

  #single(condition: Exclude<Condition, And | Or | Not>): Finding {
    const known = knownOf(condition);
    const verdict = known.holds.never ? 'never' : known.fails.never ? 'always' : undefined;
    const unpassed = condition.kind === 'match' ? unpassedParameter(condition.rows) : undefined;
    if (condition.kind === 'match' && unpassed !== undefined) {
      const { name, test } = unpassed;
      const message = `No row passes ${shown(`${name} ${printTest(test)}`)}${whyNever(test)}`;
      const nobody: Match = { ...condition, negated: false, rows: { ...condition.rows, parameters: [unpassed] } };
      const hint = name === 'hour' ? insteadOfHour(test) : insteadOf(test);
      this.claims.push({ code: 'always-false', node: unpassed, message, hint, nobody });
    } else if (verdict === 'never') {
      const test = condition.kind === 'test' ? condition.test : undefined;
      const message = `${shown(printCondition(condition))} holds for nobody, whatever the shop has${whyNever(test)}`;
      this.claims.push({ code: 'always-false', node: condition, message, hint: insteadOf(test), nobody: condition });
    } else if (verdict === 'always') {
      const message = `${shown(printCondition(condition))} holds for everybody, whatever the shop has`;
      const nobody = not(condition);
      this.claims.push({ code: 'always-true', node: condition, message, hint: 'Leave it out.', nobody });
    }
    return { ...known, condition, verdict };
  }

  #joined(condition: And | Or): Finding {
    const isAnd = condition.kind === 'and';
    const parts = condition.conditions.map((part) => this.look(part));
    // An OR fails where none of its parts holds: so both are looked at as an AND.
    const turned = parts.map((part) => (isAnd ? part : { ...part, ...inverse(part) }));
    const ends = isAnd ? 'never' : 'always';
    const open = turned.filter(({ verdict }) => verdict === undefined);
    const isDecided = parts.some(({ verdict }) => verdict === ends) || this.#clash(open, condition);
    if (!isDecided) this.#compare(open, isAnd);
    const verdict = isDecided ? ends : open.length > 0 ? undefined : isAnd ? 'always' : 'never';
    const known = allOf(turned);
    return { ...(isAnd ? known : inverse(known)), condition, verdict };
  }

  /** Whether parts of an AND never hold together, or parts of an OR never fail together. */
  #clash(parts: readonly Finding[], whole: And | Or): boolean {
    if (!meetAll(parts.map(({ holds }) => holds)).never) return false;
    let before = ANYBODY;
    for (const [index, part] of parts.entries()) {
      const next = meetAll([before, part.holds]);
      if (!next.never) {
        before = next;
        continue;
      }
      const other = parts.slice(0, index).find((each) => exclude(each.holds, part.holds));
      const one = other === undefined ? 'what stands before it' : shown(printCondition(other.condition));
      const two = shown(printCondition(part.condition));
      this.claims.push(
        whole.kind === 'and'
          ? {
              code: 'always-false',
              node: part.condition,
              message: `${two} never holds together with ${one}`,
              hint: 'Join them with OR, or change one of them.',
              nobody: whole,
            }
          : {
              code: 'always-true',
              node: part.condition,
              message: `${two} takes in everybody whom ${one} leaves out, so that everybody is in`,
              hint: 'Join them with AND, or change one of them.',
              nobody: not(whole),
            },
      );
      return true;
    }
    return false;
  }

  /** Claims which parts of an AND another one implies; of an OR, which are within another one. */
  #compare(parts: readonly Finding[], isAnd: boolean): void {
    const byTopic = new Map<string, readonly number[]>();
    const told = new Set<number>();
    for (const [index, part] of parts.entries()) {
      const topics = new Set([...part.holds.entries.keys(), ...part.fails.entries.keys()]);
      const others = new Set([...topics].flatMap((topic) => byTopic.get(topic) ?? []));
      for (const topic of topics) {
        byTopic.set(topic, [...(byTopic.get(topic) ?? []), index].slice(-MOST_COMPARED));
      }
      for (const before of others) {
        const other = parts[before];
        if (other === undefined || told.has(before) || told.has(index)) continue;
        if (exclude(other.holds, part.fails)) {
          told.add(index);
          this.#tell(part.condition, other.condition, isAnd);
        } else if (exclude(part.holds, other.fails)) {
          told.add(before);
          this.#tell(other.condition, part.condition, isAnd);
        }
      }
    }
  }

  #tell(needless: Condition, other: Condition, isAnd: boolean): void {
    const [text, by] = [printCondition(needless), printCondition(other)];
    const message =
      text === by
        ? `${shown(text)} stands here twice`
        : isAnd
          ? `${shown(text)} says nothing beside ${shown(by)}: whoever meets that meets both`
          : `${shown(text)} adds nobody to ${shown(by)}: whoever meets it meets both`;
    const nobody: Condition = { kind: 'and', conditions: isAnd ? [other, not(needless)] : [needless, not(other)] };
    this.claims.push({ code: 'implied', node: needless, message, hint: 'Leave it out.', nobody });
  }
}

/** Of a condition that was made, and not read. */
const NOWHERE: NodePlace = { whole: { line: 1, column: 1, offset: 0, length: 0 } };

function unpassedParameter(rows: Rows): Parameter | undefined {
  return rows.parameters.find((parameter) => !isMeasure(parameter, rows) && passesNone(parameter, rows));
}

function not(condition: Condition): Not {
  return { kind: 'not', condition };
}

function whyNever(test: Test | undefined): string {
  return test !== undefined && isReversed(test) ? ': its first value is the greater one' : '';
}

function insteadOf(test: Test | undefined): string {
  return test?.kind === 'between' && isReversed(test)
    ? `Write BETWEEN ${printAmount(test.to)} AND ${printAmount(test.from)}.`
    : 'Change it, or leave it out.';
}

/** From an hour of the evening to one behind midnight is no range of one day. */
function insteadOfHour(test: Test): string {
  const [from, to] = valuesOf(test).map((value) => (value.kind === 'number' ? Number(value.digits) : -1));
  const last = Number(LAST_HOUR);
  const areHours = from !== undefined && to !== undefined && Math.max(from, to) <= last && Math.min(from, to) >= 0;
  if (!isReversed(test) || !areHours) return `An hour is 0 to ${last}.`;
  const hours = Array.from({ length: last + 1 - from + to + 1 }, (_, nth) => (from + nth) % (last + 1));
  return `Write hour IN (${hours.join(', ')}), if it is to go past midnight.`;
}

const LONGEST = 70;

/** A part of a query as messages name it. */
export function shown(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
