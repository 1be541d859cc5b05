import { unreachable } from '@clientele/model';
import { z } from 'zod';
import { type Path, pathText } from '../../json/path-text.js';
import type { Condition } from '../../tree/condition.js';
import { assemble, type Draft } from '../assemble.js';
import { at } from '../at.js';
import { not } from '../build.js';
import { isUnknown } from '../by-kind.js';
import { Carrier, type ImportOptions } from '../carrier.js';
import { NO_NAMES } from '../import-names.js';
import type { ImportedDefinition, InvalidDefinition } from '../imported.js';
import { invalidDefinition } from '../invalid-definition.js';
import { LeftOut } from '../left-out.js';
import { ofEmailEvent, ofEvents, ofNamedEvent, ofPageView, ofSubscription } from './hubspot-events.js';
import { HUBSPOT_NAMES } from './hubspot-names.js';
import { ofProperty } from './hubspot-properties.js';
import { type Branch, branchSchema, type HubspotFilter } from './hubspot-schema.js';

/** The shells that a filter branch comes in: an answer of the API, the list in it, or nothing around it. */
const SHELLS = [['list', 'filterBranch'], ['updatedList', 'filterBranch'], ['filterBranch'], []] as const;

/** What HubSpot calls the kind of object that a contact is. */
const CONTACTS = '0-1';

/** Deeper than HubSpot nests; what is deeper is refused before anything follows it. */
const MAX_BRANCHES = 20;

/** A list (segment) of HubSpot's Lists API. */
export function readHubspot(json: unknown, options: ImportOptions): ImportedDefinition | InvalidDefinition {
  const shell = SHELLS.find((path) => at(json, path) !== undefined) ?? [];
  const invalid = (path: Path, message: string): InvalidDefinition => ({
    outcome: 'invalid',
    errors: [{ path: pathText(path), message }],
  });
  const branch = at(json, shell);
  if (branch === null || (shell.length === 0 && at(json, ['list']) !== undefined)) {
    const path = branch === null ? shell : ['list', 'filterBranch'];
    return invalid(path, 'is missing: fetch the list with includeFilters=true; a static list has no filters');
  }
  const objects = at(json, [...shell.slice(0, -1), 'objectTypeId']);
  if (objects !== undefined && objects !== CONTACTS) {
    return invalid([...shell.slice(0, -1), 'objectTypeId'], `is not ${CONTACTS}: only lists of contacts are of people`);
  }
  if (isDeeper(branch, MAX_BRANCHES)) return invalid(shell, 'is nested too deep');
  const read = branchSchema.safeParse(branch);
  if (!read.success) return invalidDefinition(read.error, shell);
  const empty = emptyBranch(read.data, shell);
  if (empty !== undefined) return invalid(empty, 'has no filters');
  const name = z.string().safeParse(at(json, [...shell.slice(0, -1), 'name'])).data ?? null;
  return assemble(name, draftOf(read.data, shell, options), options);
}

function draftOf(branch: Branch, path: Path, options: ImportOptions): Draft {
  const leaf = (at: Path, carry: (carrier: Carrier) => Condition | LeftOut): Draft => {
    const carrier = new Carrier(HUBSPOT_NAMES, options.names ?? NO_NAMES, options);
    return { kind: 'leaf', path: at, carried: carry(carrier), notes: carrier.notes };
  };
  const parts = [
    ...branch.filters.map((filter, index) => leaf([...path, 'filters', index], (carrier) => ofFilter(filter, carrier))),
    ...branch.filterBranches.map((inner, index) => draftOf(inner, [...path, 'filterBranches', index], options)),
  ];
  switch (branch.filterBranchType) {
    case 'AND':
      return { kind: 'and', parts };
    case 'OR':
      return { kind: 'or', parts };
    case 'NOT_ALL':
      return { kind: 'not', part: { kind: 'and', parts } };
    case 'NOT_ANY':
      return { kind: 'not', part: { kind: 'or', parts } };
    case 'UNIFIED_EVENTS':
      return leaf(path, (carrier) => ofEvents(branch, carrier));
    default:
      return leaf(path, () => new LeftOut(`Branches of the kind ${branch.filterBranchType} cannot be said here`));
  }
}

function ofFilter(filter: HubspotFilter, carrier: Carrier): Condition | LeftOut {
  if (isUnknown(filter)) return new LeftOut(`Filters of the kind ${filter.unknownKind} cannot be said here`);
  switch (filter.filterType) {
    case 'PROPERTY':
      return ofProperty(filter, carrier);
    case 'IN_LIST': {
      if (filter.metadata?.inListType !== undefined) {
        return new LeftOut('Only lists and segments have members here', ['metadata', 'inListType']);
      }
      const handle = carrier.handle(filter.listId);
      if (handle instanceof LeftOut) return handle.within('listId');
      if (filter.operator === 'IN_LIST') return { kind: 'segment', handle };
      if (filter.operator === 'NOT_IN_LIST') return not({ kind: 'segment', handle });
      return new LeftOut(`The operator ${filter.operator} is not known`, ['operator']);
    }
    case 'EMAIL_EVENT':
      return ofEmailEvent(filter, carrier);
    case 'PAGE_VIEW':
      return ofPageView(filter, carrier);
    case 'FORM_SUBMISSION':
    case 'EVENT':
      return ofNamedEvent(filter, carrier);
    case 'EMAIL_SUBSCRIPTION':
      return ofSubscription(filter, carrier);
    default:
      return unreachable(filter);
  }
}

const JOINING = ['AND', 'OR', 'NOT_ALL', 'NOT_ANY'];

/** Where nothing is joined: nobody knows who is meant. */
function emptyBranch(branch: Branch, path: Path): Path | undefined {
  if (!JOINING.includes(branch.filterBranchType)) return undefined;
  if (branch.filters.length + branch.filterBranches.length === 0) return path;
  for (const [index, inner] of branch.filterBranches.entries()) {
    const empty = emptyBranch(inner, [...path, 'filterBranches', index]);
    if (empty !== undefined) return empty;
  }
  return undefined;
}

function isDeeper(branch: unknown, limit: number): boolean {
  let level = [branch];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > limit) return true;
    level = level.flatMap((each) => {
      const inner = at(each, ['filterBranches']);
      return Array.isArray(inner) ? inner : [];
    });
  }
  return false;
}
