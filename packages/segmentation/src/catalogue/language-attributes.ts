import type { LanguageName } from './language.js';

/** Attributes that can be written and not asked yet. */
export const LANGUAGE_ATTRIBUTES: readonly LanguageName[] = [
  { name: 'abandoned_checkout_date', type: 'date', description: 'The last checkout_abandoned event.' },
];
