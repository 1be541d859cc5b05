import type { Condition } from '../tree/condition.js';
import type { Scope } from './scope.js';

type SqlOf = (condition: Condition, scope: Scope) => string;

/** A bit that is 1, or 0 where `negated`, when something holds: a single condition, or what a step finds. */
interface Bit {
  readonly of: 'condition' | 'step';
  readonly at: number;
  readonly negated: boolean;
}

interface Step {
  /** How many of the bits must be so: all of an AND, one of an OR. */
  readonly least: number;
  readonly bits: readonly Bit[];
}

/**
 * SQL that the query of a segment holds, which may refer to others: each is looked into once. As one expression it
 * would double with every level that refers to the one below twice, and the engine writes out whatever is named twice.
 * So the conditions are a list of bits, and AND and OR are steps of a program that adds a bit each.
 *
 * @param segments by handle; of one that is not among them, its members are asked
 */
export function segmentSql(
  handle: string,
  segments: ReadonlyMap<string, Condition>,
  scope: Scope,
  sqlOf: SqlOf,
): string {
  const conditions: string[] = [];
  const steps: Step[] = [];
  const bitOf = new Map<string, Bit | 'asked'>();
  const found = ofSegment(handle);
  const position = ({ of, at, negated }: Bit) => (of === 'step' ? conditions.length + at : at) * (negated ? -1 : 1);
  const program = steps.map(({ least, bits }) => `(${least}, [${bits.map(position).join(', ')}])`);
  const known = `[${conditions.map((sql) => `toUInt8(${sql})`).join(', ')}]`;
  const next = 'arrayPushBack(known, toUInt8(arrayCount(at -> known[abs(at)] = (at > 0), step.2) >= step.1))';
  const bits = steps.length === 0 ? known : `arrayFold((known, step) -> ${next}, [${program.join(', ')}], ${known})`;
  return `(${bits}[${Math.abs(position(found))}] = ${found.negated ? 0 : 1})`;

  function ofSegment(name: string): Bit {
    const before = bitOf.get(name);
    if (before === 'asked') throw new Error(`the segment '${name}' refers to itself`);
    if (before !== undefined) return before;
    bitOf.set(name, 'asked');
    const segment = segments.get(name);
    const bit = segment === undefined ? ofSql(sqlOf({ kind: 'segment', handle: name }, scope)) : ofCondition(segment);
    bitOf.set(name, bit);
    return bit;
  }

  function ofCondition(condition: Condition): Bit {
    switch (condition.kind) {
      case 'and':
      case 'or': {
        const parts = condition.conditions.map(ofCondition);
        steps.push({ least: condition.kind === 'and' ? parts.length : 1, bits: parts });
        return { of: 'step', at: steps.length, negated: false };
      }
      case 'not': {
        const bit = ofCondition(condition.condition);
        return { ...bit, negated: !bit.negated };
      }
      case 'segment':
        return ofSegment(condition.handle);
      default:
        return ofSql(sqlOf(condition, scope));
    }
  }

  function ofSql(sql: string): Bit {
    conditions.push(sql);
    return { of: 'condition', at: conditions.length, negated: false };
  }
}
