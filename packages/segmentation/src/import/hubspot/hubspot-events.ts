import type { Condition } from '../../tree/condition.js';
import type { Parameter, Rows } from '../../tree/rows.js';
import type { ParameterTest } from '../../tree/test.js';
import { all, any, attribute, between, compare, contains, isOneOf, isPresent, number, tested, text } from '../build.js';
import { isUnknown } from '../by-kind.js';
import type { Carrier } from '../carrier.js';
import { LeftOut } from '../left-out.js';
import { testOfOperation } from './hubspot-properties.js';
import type { Branch, FilterOf, RefineBy } from './hubspot-schema.js';
import { spanOf, spanOfRefining, testOfSpan } from './hubspot-times.js';

interface Refined {
  readonly pruningRefineBy?: RefineBy | null | undefined;
  readonly coalescingRefineBy?: RefineBy | null | undefined;
}

/** A branch of events: done, or not done. */
export function ofEvents(branch: Branch, carrier: Carrier): Condition | LeftOut {
  const { eventTypeId, operator, filters } = branch;
  if (eventTypeId === undefined) return new LeftOut('It names no event', ['eventTypeId']);
  if (operator !== 'HAS_COMPLETED' && operator !== 'HAS_NOT_COMPLETED') {
    return new LeftOut(`The operator ${operator} is not known`, ['operator']);
  }
  if (branch.filterBranches.length > 0) return new LeftOut('Rows take no filters within filters', ['filterBranches']);
  const rows = carrier.rows(eventTypeId);
  if (rows instanceof LeftOut) return rows.within('eventTypeId');
  const parameters: Parameter[] = [...rows.parameters];
  for (const [index, filter] of filters.entries()) {
    if (isUnknown(filter) || filter.filterType !== 'PROPERTY') {
      return new LeftOut('Rows are asked for their properties alone', ['filters', index]);
    }
    const name = carrier.parameter(filter.property, rows);
    if (name instanceof LeftOut) return name.within('filters', index, 'property');
    const test = rowTest(filter, carrier);
    if (test instanceof LeftOut) return test.within('filters', index, 'operation');
    parameters.push({ name, test });
  }
  return happened({ name: rows.name, parameters }, branch, carrier, operator === 'HAS_NOT_COMPLETED');
}

function rowTest({ operation }: FilterOf<'PROPERTY'>, carrier: Carrier): ParameterTest | LeftOut {
  const isTime =
    !isUnknown(operation) && (operation.operationType === 'TIME_POINT' || operation.operationType === 'TIME_RANGED');
  if (!isTime) return testOfOperation(operation);
  const span = spanOf(operation, carrier);
  return span instanceof LeftOut ? span : testOfSpan(span);
}

/** Rows that are there, or not, narrowed down and counted as it says. */
function happened(rows: Rows, refined: Refined, carrier: Carrier, negated: boolean): Condition | LeftOut {
  const parameters: Parameter[] = [...rows.parameters];
  const { pruningRefineBy: pruning, coalescingRefineBy: coalescing } = refined;
  if (pruning) {
    const span = spanOfRefining(pruning, carrier);
    const test = span === undefined || span instanceof LeftOut ? span : testOfSpan(span);
    if (test instanceof LeftOut) return test.within('pruningRefineBy');
    if (test !== undefined) parameters.push({ name: 'date', test });
  }
  if (coalescing) {
    const count = countOf(coalescing, carrier);
    if (count instanceof LeftOut) return count.within('coalescingRefineBy');
    if (count !== undefined) parameters.push({ name: 'count', test: count });
  }
  return { kind: 'match', rows: { name: rows.name, parameters }, negated };
}

/** How often; undefined for once or more. */
function countOf(refining: RefineBy, carrier: Carrier): ParameterTest | undefined | LeftOut {
  if (isUnknown(refining) || refining.type !== 'NUM_OCCURRENCES') return new LeftOut('Only a number of times is known');
  const { minOccurrences: least, maxOccurrences: most } = refining;
  if (typeof most === 'number') {
    if (typeof least !== 'number') carrier.note('Read as: once or more, but no more often than that.');
    return between(number(least ?? 1), number(most));
  }
  return typeof least === 'number' && least > 1 ? compare('>=', number(least)) : undefined;
}

/** What each operator of an e-mail says: an event that is there, and one that is not. */
const EMAIL: ReadonlyMap<string, readonly [there: string, missing?: string]> = new Map(
  Object.entries<readonly [there: string, missing?: string]>({
    SENT: ['message_sent'],
    RECEIVED: ['message_delivered'],
    OPENED: ['message_opened'],
    LINK_CLICKED: ['message_clicked'],
    BOUNCED: ['message_bounced'],
    MARKED_SPAM: ['message_marked_as_spam'],
    UNSUBSCRIBED: ['unsubscribed'],
    SENT_BUT_NOT_RECEIVED: ['message_sent', 'message_delivered'],
    SENT_BUT_LINK_NOT_CLICKED: ['message_sent', 'message_clicked'],
    RECEIVED_BUT_NOT_OPENED: ['message_delivered', 'message_opened'],
    OPENED_BUT_LINK_NOT_CLICKED: ['message_opened', 'message_clicked'],
  }),
);

/** What became of an e-mail. */
export function ofEmailEvent(filter: FilterOf<'EMAIL_EVENT'>, carrier: Carrier): Condition | LeftOut {
  const [there, missing] = EMAIL.get(filter.operator) ?? [];
  if (there === undefined) return new LeftOut(`The operator ${filter.operator} cannot be said here`, ['operator']);
  if (filter.clickUrl) return new LeftOut('Which link was clicked cannot be asked', ['clickUrl']);
  const campaign: Parameter[] = filter.emailId ? [{ name: 'campaign', test: compare('=', text(filter.emailId)) }] : [];
  if (filter.emailId) carrier.note("The e-mail's id is looked for as the campaign of the messages.");
  const email: Parameter = { name: 'channel', test: compare('=', text('email')) };
  const event = (name: string, negated: boolean) =>
    happened({ name: `events.${name}`, parameters: [email, ...campaign] }, filter, carrier, negated);
  const first = event(there, false);
  if (first instanceof LeftOut || missing === undefined) return first;
  const second = event(missing, true);
  if (!filter.emailId) carrier.note('Any e-mail counts for either part, not one and the same.');
  return second instanceof LeftOut ? second : all([first, second]);
}

/** Pages that were looked at, or not. */
export function ofPageView(filter: FilterOf<'PAGE_VIEW'>, carrier: Carrier): Condition | LeftOut {
  const [, negative, how] = /^(NOT_)?HAS_PAGEVIEW_(EQ|CONTAINS)$/.exec(filter.operator) ?? [];
  if (how === undefined) return new LeftOut(`The operator ${filter.operator} cannot be said here`, ['operator']);
  const url = text(filter.pageUrl);
  const rows: Rows = { name: 'events.page_viewed', parameters: [] };
  const name = carrier.parameter('url', rows);
  if (name instanceof LeftOut) return name;
  const test = how === 'EQ' ? compare('=', url) : contains(url);
  return happened({ ...rows, parameters: [{ name, test }] }, filter, carrier, negative !== undefined);
}

/** A form, or an event of an older kind: known by the merchant's names alone. */
export function ofNamedEvent(
  filter: FilterOf<'FORM_SUBMISSION'> | FilterOf<'EVENT'>,
  carrier: Carrier,
): Condition | LeftOut {
  const isForm = filter.filterType === 'FORM_SUBMISSION';
  const event = isForm ? (filter.formId ?? 'any form') : filter.eventId;
  const done = isForm ? 'FILLED_OUT' : 'HAS_EVENT';
  const notDone = isForm ? 'NOT_FILLED_OUT' : 'NOT_HAS_EVENT';
  if (filter.operator !== done && filter.operator !== notDone) {
    return new LeftOut(`The operator ${filter.operator} cannot be said here`, ['operator']);
  }
  const rows = carrier.rows(event);
  if (rows instanceof LeftOut) return rows.within(isForm ? 'formId' : 'eventId');
  return happened(rows, filter, carrier, filter.operator === notDone);
}

const STATES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    OPT_IN: 'SUBSCRIBED',
    OPT_OUT: 'UNSUBSCRIBED',
    NOT_OPTED: 'NOT_SUBSCRIBED',
  }),
);

/** Whether someone wants e-mail. */
export function ofSubscription(filter: FilterOf<'EMAIL_SUBSCRIPTION'>, carrier: Carrier): Condition | LeftOut {
  const states = filter.acceptedStatuses.map((status) => STATES.get(status));
  if (states.includes(undefined)) return new LeftOut('A status is not known', ['acceptedStatuses']);
  if (filter.subscriptionIds.length > 0) {
    carrier.note('Here someone wants e-mail or not; HubSpot tells apart what kind of e-mail.');
  }
  const status = attribute('email_subscription_status');
  const is = tested(status, isOneOf(states.flatMap((state) => (state === undefined ? [] : [text(state)]))));
  return states.includes('NOT_SUBSCRIBED') ? any([is, tested(status, isPresent(false))]) : is;
}
