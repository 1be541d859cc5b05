import { unreachable } from '@clientele/model';
import { type CheckOptions, checkQuery } from '../check/check-query.js';
import { type Path, pathText } from '../json/path-text.js';
import { printCondition } from '../text/print-condition.js';
import type { Condition } from '../tree/condition.js';
import { all, any, not } from './build.js';
import type { ImportedDefinition, ImportedPart, InvalidDefinition } from './imported.js';
import { LeftOut } from './left-out.js';

/** One condition of a definition, carried over or not. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly path: Path;
  readonly carried: Condition | LeftOut;
  /** How what was carried over differs. */
  readonly notes: readonly string[];
}

/** A definition whose conditions were carried over one by one. */
export type Draft =
  | Leaf
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Draft[] }
  | { readonly kind: 'not'; readonly part: Draft };

/**
 * Puts together what was carried over, says of what was not whether leaving it out lets more people in or fewer, and
 * checks every condition by itself, so that one which cannot be asked here is left out rather than all.
 */
export function assemble(
  name: string | null,
  draft: Draft,
  options: CheckOptions,
): ImportedDefinition | InvalidDefinition {
  const report: ImportedPart[] = [];
  const condition = put(draft, true, options, report);
  const complete = report.every(({ carried }) => carried !== 'not');
  if (condition === undefined) return { outcome: 'read', name, query: null, complete, report };
  const checked = checkQuery(printCondition(condition), options);
  // Every condition passed by itself: what is left is the length and depth of them all.
  if (checked.outcome === 'invalid') {
    return { outcome: 'invalid', errors: checked.errors.map(({ message }) => ({ path: '', message })) };
  }
  return { outcome: 'read', name, query: checked.canonical, complete, report };
}

/** What is left of a draft; undefined when that is nothing. `wanted` says whether it stands under an even number of NOTs. */
function put(draft: Draft, wanted: boolean, options: CheckOptions, report: ImportedPart[]): Condition | undefined {
  switch (draft.kind) {
    case 'leaf':
      return putLeaf(draft, options, report);
    case 'not': {
      const part = put(draft.part, !wanted, options, report);
      return part && not(part);
    }
    case 'and':
    case 'or': {
      const parts = draft.parts.map((part) => {
        const reported: ImportedPart[] = [];
        return { condition: put(part, wanted, options, reported), reported };
      });
      const left = parts.flatMap(({ condition }) => condition ?? []);
      const widens = (draft.kind === 'and') === wanted;
      const effect: ImportedPart['effect'] = left.length === 0 ? null : widens ? 'wider' : 'narrower';
      for (const { condition, reported } of parts) {
        report.push(...(condition === undefined ? reported.map((part) => ({ ...part, effect })) : reported));
      }
      if (left.length === 0) return undefined;
      return draft.kind === 'and' ? all(left) : any(left);
    }
    default:
      return unreachable(draft);
  }
}

function putLeaf({ path, carried, notes }: Leaf, options: CheckOptions, report: ImportedPart[]): Condition | undefined {
  const refuse = ({ why, path: within }: LeftOut) => {
    report.push({
      path: pathText([...path, ...within]),
      carried: 'not',
      query: null,
      notes: [`${why}.`],
      effect: null,
    });
    return undefined;
  };
  if (carried instanceof LeftOut) return refuse(carried);
  const checked = checkQuery(printCondition(carried), options);
  if (checked.outcome === 'invalid') {
    const [error] = checked.errors;
    const why = `It cannot be asked here: ${error?.message}${error?.hint ? `. ${error.hint.replace(/\.$/, '')}` : ''}`;
    return refuse(new LeftOut(why));
  }
  report.push({
    path: pathText(path),
    carried: notes.length > 0 ? 'approximately' : 'exactly',
    query: checked.canonical,
    notes: [...notes],
    effect: null,
  });
  return checked.condition;
}
