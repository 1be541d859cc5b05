import { nameOfParts } from '../../tree/name.js';
import type { KnownName, KnownNames } from '../carrier.js';

const PAGES = 'events.page_viewed';
const opened = "events.message_opened (channel = 'email')";
const clicked = "events.message_clicked (channel = 'email')";

export const HUBSPOT_NAMES: KnownNames = {
  events: new Map(),
  attributes: new Map<string, KnownName>([
    [
      'createdate',
      [
        'customer_added_date',
        "HubSpot means the day its own contact was made, not the earliest of the person's records.",
      ],
    ],
    ['country', ['customer_countries', 'HubSpot looks at one address, here at all.']],
    ['hs_country_region_code', ['customer_countries', 'HubSpot looks at one address, here at all.']],
    ['date_of_birth', 'birth_date'],
    ['hs_email_domain', 'customer_email_domain'],
    ['hs_language', 'customer_language'],
    ['total_revenue', ['amount_spent', 'HubSpot adds up closed deals, here orders are added up.']],
    ['hs_email_open', `count OF ${opened}`],
    ['hs_email_click', `count OF ${clicked}`],
    ['hs_email_last_open_date', `last_date OF ${opened}`],
    ['hs_email_last_click_date', `last_date OF ${clicked}`],
    ['hs_analytics_num_page_views', `count OF ${PAGES}`],
    ['hs_analytics_last_timestamp', `last_date OF ${PAGES}`],
  ]),
  withoutPlace: new Set([
    'firstname',
    'lastname',
    'phone',
    'mobilephone',
    'address',
    'city',
    'state',
    'zip',
    'company',
  ]),
  parameter(property, rows) {
    if (property === 'hs_timestamp') return 'date';
    return rows.startsWith('events.') ? nameOfParts('property', property) : undefined;
  },
};
