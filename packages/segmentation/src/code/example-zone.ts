import { timeZone } from '@clientele/model';

/** The time zone of the shops that examples are of: one without daylight saving. */
export const EXAMPLE_ZONE = timeZone('UTC');
