import { defineElement, defineElements } from '@clientele/widgets';
import { ClienteleDrawer } from '../drawer.js';
import { ClienteleShopifyPage } from './shopify-page.js';

defineElements();
defineElement('clientele-drawer', ClienteleDrawer);
defineElement('clientele-shopify-page', ClienteleShopifyPage);
