/** The bundle for other sites: loading it registers `<clientele-profile>`. */
import { defineElement } from './element/define-element.js';
import { ClienteleProfile } from './profile/profile.js';
import { ClienteleReasons } from './profile/reasons.js';

defineElement('clientele-reasons', ClienteleReasons);
defineElement('clientele-profile', ClienteleProfile);
