import { defineElement, defineElements } from '@clientele/widgets';
import { ClienteleConsole } from './console.js';
import { ClienteleDrawer } from './drawer.js';

defineElements();
defineElement('clientele-drawer', ClienteleDrawer);
defineElement('clientele-console', ClienteleConsole);
