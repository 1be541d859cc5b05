import { unreachable } from '@clientele/model';
import type { Condition } from '../../tree/condition.js';
import { all, any, attribute, compare, contains, isOneOf, isPresent, not, number, tested, text } from '../build.js';
import { isUnknown } from '../by-kind.js';
import type { Carrier } from '../carrier.js';
import { conditionOf } from '../condition-of.js';
import { EUROPEAN_UNION } from '../countries.js';
import { ofEmailAddress } from '../email-address.js';
import { LeftOut } from '../left-out.js';
import { daysFromToday, TODAY } from '../moments.js';
import { testOf } from './klaviyo-filters.js';
import { ofFunnel, ofMetric } from './klaviyo-metrics.js';
import { klaviyoProperty } from './klaviyo-names.js';
import type { KlaviyoCondition, Of } from './klaviyo-schema.js';

/** One condition of a Klaviyo segment. */
export function ofKlaviyo(condition: KlaviyoCondition, carrier: Carrier): Condition | LeftOut {
  if (isUnknown(condition)) return new LeftOut(`Conditions of the kind ${condition.unknownKind} cannot be said here`);
  switch (condition.type) {
    case 'profile-metric':
      return ofMetric(condition, carrier);
    case 'profile-metric-funnel':
      return ofFunnel(condition, carrier);
    case 'profile-property':
      return ofProperty(condition, carrier);
    case 'profile-marketing-consent':
      return ofConsent(condition, carrier);
    case 'profile-group-membership':
      return ofMembership(condition, carrier);
    case 'profile-region':
      return ofRegion(condition, carrier);
    case 'profile-postal-code-distance':
      return ofDistance(condition, carrier);
    case 'profile-predictive-analytics':
      return ofPrediction(condition, carrier);
    case 'profile-random-sample':
      carrier.note('Another part of all people, as large, is drawn here.');
      return { kind: 'sample', percent: String(condition.percentage), seed: 'klaviyo' };
    default:
      return unreachable(condition);
  }
}

function ofProperty({ property, filter }: Of<'profile-property'>, carrier: Carrier): Condition | LeftOut {
  if (property === 'email' && !isUnknown(filter) && !carrier.names.attributes.has(property)) {
    const isSet = filter.type === 'existence' && filter.operator === 'is-set';
    const operator = filter.type === 'existence' ? (isSet ? 'known' : 'unknown') : filter.operator;
    const asked = ofEmailAddress(operator, 'value' in filter ? String(filter.value) : '');
    return asked instanceof LeftOut ? asked.within('filter') : asked;
  }
  const amount = carrier.amount(carrier.names.attributes.has(property) ? property : klaviyoProperty(property));
  if (amount instanceof LeftOut) return amount.within('property');
  if (!isUnknown(filter) && filter.type === 'date' && filter.operator.startsWith('anniversary')) {
    if (amount.kind !== 'attribute') return new LeftOut('Only an attribute has an anniversary', ['property']);
    return ofAnniversary(amount.name, filter, carrier);
  }
  const test = testOf(filter, carrier);
  if (test instanceof LeftOut) return test.within('filter');
  const condition = conditionOf(amount, test, 'fails', carrier);
  return condition instanceof LeftOut ? condition.within('filter') : condition;
}

function ofAnniversary(
  name: string,
  filter: Extract<Of<'profile-property'>['filter'], { readonly type: 'date' }>,
  carrier: Carrier,
): Condition | LeftOut {
  const anniversary = { kind: 'anniversary', attribute: name } as const;
  if (filter.operator === 'anniversary') return tested(anniversary, compare('=', TODAY));
  if (filter.operator !== 'anniversary-last' && filter.operator !== 'anniversary-next') {
    return new LeftOut('Whether an anniversary lies in this month cannot be asked', ['filter']);
  }
  const unit = filter.unit === 'day' ? 'd' : filter.unit === 'week' ? 'w' : undefined;
  if (unit === undefined) return new LeftOut('An anniversary is a day, without hours', ['filter', 'unit']);
  const isNext = filter.operator === 'anniversary-next';
  carrier.note(isNext ? 'Klaviyo begins with tomorrow, here today counts too.' : 'Whole days count here.');
  const other = daysFromToday(isNext ? filter.quantity : -filter.quantity, unit);
  return tested(anniversary, { kind: 'between', from: isNext ? TODAY : other, to: isNext ? other : TODAY });
}

function ofConsent({ consent }: Of<'profile-marketing-consent'>, carrier: Carrier): Condition | LeftOut {
  const { channel, can_receive_marketing: can, consent_status: status } = consent;
  if (channel !== 'email' && channel !== 'sms') {
    return new LeftOut(`Whether someone may be written to by ${channel} is not kept`, ['consent', 'channel']);
  }
  if ((status.filters ?? []).length > 0) {
    const why = 'When and how someone subscribed, or why nothing can be sent to them, cannot be asked';
    return new LeftOut(why, ['consent', 'consent_status', 'filters']);
  }
  const attributeName = attribute(`${channel}_subscription_status`);
  const is = (...states: string[]) => tested(attributeName, isOneOf(states.map(text)));
  const suppressed = 'Klaviyo also looks at whom it has suppressed itself, which is known here only as INVALID.';
  switch (`${status.subscription} ${can}`) {
    case 'subscribed true':
      if (channel === 'email') carrier.note(suppressed);
      return is('SUBSCRIBED');
    case 'unsubscribed false':
      return is('UNSUBSCRIBED');
    case 'never_subscribed true':
    case 'never_subscribed false':
      carrier.note(suppressed);
      return any([is('NOT_SUBSCRIBED'), tested(attributeName, isPresent(false))]);
    case 'any true':
      carrier.note(suppressed);
      return channel === 'sms' ? is('SUBSCRIBED') : not(is('UNSUBSCRIBED', 'INVALID', 'REDACTED'));
    case 'any false':
      carrier.note(suppressed);
      return channel === 'sms' ? not(is('SUBSCRIBED')) : is('UNSUBSCRIBED', 'INVALID', 'REDACTED');
    default:
      return new LeftOut(`The subscription ${status.subscription} cannot be said here`, ['consent', 'consent_status']);
  }
}

function ofMembership(condition: Of<'profile-group-membership'>, carrier: Carrier): Condition | LeftOut {
  const { is_member: isMember, group_ids: ids, timeframe_filter: timeframe } = condition;
  if (timeframe !== undefined && timeframe !== null) {
    return new LeftOut('Since when someone is a member cannot be asked', ['timeframe_filter']);
  }
  const segments: Condition[] = [];
  for (const [index, id] of ids.entries()) {
    const handle = carrier.handle(id);
    if (handle instanceof LeftOut) return handle.within('group_ids', index);
    segments.push({ kind: 'segment', handle });
  }
  if (!isMember && segments.length > 1) carrier.note('Read as: in none of them.');
  return isMember ? any(segments) : all(segments.map(not));
}

const REGIONS = new Map<string, readonly string[]>([
  ['european_union', EUROPEAN_UNION],
  ['united_states', ['US']],
]);

function ofRegion({ in_region: inside, region }: Of<'profile-region'>, carrier: Carrier): Condition | LeftOut {
  const codes = REGIONS.get(region);
  if (codes === undefined) return new LeftOut(`The region ${region} is not known`, ['region']);
  carrier.note('Klaviyo looks at one location, here at all addresses.');
  const inRegion = any(codes.map((code) => tested(attribute('customer_countries'), contains(text(code)))));
  return inside ? inRegion : not(inRegion);
}

function ofDistance(condition: Of<'profile-postal-code-distance'>, carrier: Carrier): Condition | LeftOut {
  const key = `${condition.country_code} ${condition.postal_code}`;
  const place = carrier.names.places.get(key);
  if (place === undefined) {
    return new LeftOut(`Where ${key} lies is not known: give its coordinates under "places" of the names`, [
      'postal_code',
    ]);
  }
  const isFar = condition.filter.operator === 'greater-than';
  if (!isFar && condition.filter.operator !== 'less-than') {
    return new LeftOut(`The operator ${condition.filter.operator} is not known`, ['filter']);
  }
  carrier.note(
    isFar
      ? 'Whoever has no address with coordinates is in here, and not there.'
      : 'Klaviyo looks at one location, here at all addresses.',
  );
  const [latitude, longitude] = place;
  return {
    kind: 'match',
    negated: isFar,
    rows: {
      name: 'customer_within_distance',
      parameters: [
        { name: 'coordinates', test: compare('=', { kind: 'coordinates', latitude, longitude }) },
        {
          name: condition.unit === 'miles' ? 'distance_mi' : 'distance_km',
          test: compare('<=', number(condition.filter.value)),
        },
      ],
    },
  };
}

/** Figures of the past that stand among Klaviyo's predictions. */
const FIGURES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    average_days_between_orders: 'days_between_orders',
    average_order_value: 'average_order_value',
    historic_clv: 'amount_spent',
    historic_number_of_orders: 'number_of_orders',
  }),
);

function ofPrediction(
  { dimension, filter }: Of<'profile-predictive-analytics'>,
  carrier: Carrier,
): Condition | LeftOut {
  const figure = FIGURES.get(dimension);
  if (figure === undefined) return new LeftOut(`Klaviyo's prediction ${dimension} is not known here`, ['dimension']);
  const test = testOf(filter, carrier);
  return test instanceof LeftOut ? test.within('filter') : conditionOf(attribute(figure), test, 'fails', carrier);
}
