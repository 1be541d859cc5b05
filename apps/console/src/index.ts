export { consolePlugin } from './server/console-plugin.js';
export { CONTENT_SECURITY_POLICY } from './server/security-headers.js';
