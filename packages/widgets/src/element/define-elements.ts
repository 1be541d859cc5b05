import { ClienteleByHand } from '../by-hand/by-hand.js';
import { ClienteleDecidePeople } from '../by-hand/decide-people.js';
import { ClienteleConnection } from '../connections/connection.js';
import { ClienteleConnections } from '../connections/connections.js';
import { ClienteleMembers } from '../members/members.js';
import { ClienteleMembersFile } from '../members/members-file.js';
import { ClientelePeopleSearch } from '../people-search/people-search.js';
import { ClientelePrivacy } from '../privacy/privacy.js';
import { ClienteleProfile } from '../profile/profile.js';
import { ClienteleReasons } from '../profile/reasons.js';
import { ClienteleHowToAsk } from '../query-box/how-to-ask.js';
import { ClienteleQueryBox } from '../query-box/query-box.js';
import { ClienteleRfmMap } from '../rfm-map/rfm-map.js';
import { ClienteleSaveSegment } from '../save-segment/save-segment.js';
import { ClienteleSegmentActions } from '../segment-actions/segment-actions.js';
import { ClienteleSegmentInsights } from '../segment-insights/segment-insights.js';
import { ClienteleSegmentPlatforms } from '../segment-platforms/segment-platforms.js';
import { ClienteleSegments } from '../segments/segments.js';
import { ClienteleTemplates } from '../templates/templates.js';
import { ClienteleTotals } from '../totals/totals.js';
import { defineElement } from './define-element.js';

/** Registers every element of this package. */
export function defineElements(): void {
  defineElement('clientele-totals', ClienteleTotals);
  defineElement('clientele-rfm-map', ClienteleRfmMap);
  defineElement('clientele-templates', ClienteleTemplates);
  defineElement('clientele-segment-insights', ClienteleSegmentInsights);
  defineElement('clientele-segments', ClienteleSegments);
  defineElement('clientele-decide-people', ClienteleDecidePeople);
  defineElement('clientele-segment-platforms', ClienteleSegmentPlatforms);
  defineElement('clientele-segment-actions', ClienteleSegmentActions);
  defineElement('clientele-save-segment', ClienteleSaveSegment);
  defineElement('clientele-members-file', ClienteleMembersFile);
  defineElement('clientele-members', ClienteleMembers);
  defineElement('clientele-people-search', ClientelePeopleSearch);
  defineElement('clientele-how-to-ask', ClienteleHowToAsk);
  defineElement('clientele-query-box', ClienteleQueryBox);
  defineElement('clientele-reasons', ClienteleReasons);
  defineElement('clientele-profile', ClienteleProfile);
  defineElement('clientele-by-hand', ClienteleByHand);
  defineElement('clientele-connection', ClienteleConnection);
  defineElement('clientele-connections', ClienteleConnections);
  defineElement('clientele-privacy', ClientelePrivacy);
}
