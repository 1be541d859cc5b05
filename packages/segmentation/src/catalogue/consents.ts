import type { ConsentChannel, ConsentState } from '@clientele/model';
import type { Attribute } from './attribute.js';

/** Of several states that hold at once, the first in this order is shown. */
export const CONSENT_PRECEDENCE = [
  'UNSUBSCRIBED',
  'SUBSCRIBED',
  'PENDING',
  'INVALID',
  'NOT_SUBSCRIBED',
  'REDACTED',
] as const satisfies readonly ConsentState[];

const PRECEDENCE_SQL = `[${CONSENT_PRECEDENCE.map((state) => `'${state}'`).join(', ')}]`;

function subscriptionStatus(channel: ConsentChannel): Attribute {
  const name = `${channel}_subscription_status`;
  const highest = `minIf(indexOf(${PRECEDENCE_SQL}, toString(state)), channel = '${channel}')`;
  return {
    name,
    type: 'choice',
    values: CONSENT_PRECEDENCE,
    description: 'Of the newest consent of each connection and address; absent without a consent record.',
    aboutOrders: false,
    columns: [
      {
        name,
        type: 'UInt8',
        from: 'consents',
        // Nothing to take the minimum of is 0, which is "absent" too.
        aggregate: highest,
        meaning: `position from 1 in ${CONSENT_PRECEDENCE.join(', ')}; 0 without a consent record`,
      },
    ],
    reading: { kind: 'coded', code: name, values: CONSENT_PRECEDENCE },
  };
}

/** Whether a profile may be written to. */
export const CONSENTS: readonly Attribute[] = [subscriptionStatus('email'), subscriptionStatus('sms')];
