import type { Condition } from '../tree/condition.js';
import { attribute, compare, isPresent, tested, text } from './build.js';
import { LeftOut } from './left-out.js';

/** What can be asked of an e-mail address here: whether there is one, and its domain. */
export function ofEmailAddress(operator: string, value: string): Condition | LeftOut {
  const domain = attribute('customer_email_domain');
  if (operator === 'known' || operator === 'unknown') return tested(domain, isPresent(operator === 'known'));
  const isWhole = /^@[^@\s]+$/.test(value);
  if (isWhole && (operator === 'ends-with' || operator === 'not-ends-with')) {
    return tested(domain, compare(operator === 'ends-with' ? '=' : '!=', text(value.slice(1).toLowerCase())));
  }
  return new LeftOut('Of an e-mail address only the domain can be asked: ends with @example.com');
}
