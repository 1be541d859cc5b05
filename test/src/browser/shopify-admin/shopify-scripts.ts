import { POLARIS_NAMES } from './polaris-elements.js';

/** In the place of App Bridge: asks the page around for session tokens. */
export const APP_BRIDGE = `
  if (document.querySelector('meta[name="shopify-api-key"]')?.content === '') throw new Error('no api key');
  globalThis.shopify = {
    idToken: () => new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }) => resolve(data);
      parent.postMessage('idToken', 'https://admin.shopify.com', [port2]);
    }),
  };
  // The real one puts a token on each request of ours; the page is not to depend on it.
`;

/** In the place of Polaris: every element of it as a box, some with their heading and their role. */
export const POLARIS = `
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(\`
    :host { display: block; font: 400 14px/20px Inter, sans-serif; color: #303030; min-inline-size: 0; }
    :host(s-text), :host(s-link), :host(s-badge) { display: inline; }
    :host(s-text[type='strong']) { font-weight: 600; }
    :host(s-page) { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; padding: 16px; }
    :host(s-stack) { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; }
    :host(s-section) { padding: 16px; border-radius: 12px; background: #fff; box-shadow: 0 1px 0 #0002; }
    :host(s-banner) { padding: 12px 16px; border-radius: 12px; background: #eaf4ff; }
    :host(s-banner[tone='critical']) { background: #fee9e8; }
    :host(s-list-item) { display: list-item; margin-inline-start: 20px; }
    h1 { font-size: 20px; margin: 0; } h2 { font-size: 14px; margin: 0 0 8px; }
    button { font: inherit; padding: 4px 12px; border: 1px solid #8a8a8a; border-radius: 8px; background: #fff; }
  \`);
  const HEADINGS = { 's-page': 'h1', 's-section': 'h2', 's-banner': 'h2' };
  const ROLES = { 's-page': 'main', 's-section': 'region', 's-banner': 'status', 's-unordered-list': 'list', 's-list-item': 'listitem' };
  const define = (name) => customElements.define(name, class extends HTMLElement {
    static observedAttributes = ['heading', 'accessibilitylabel'];
    #internals = this.attachInternals();
    #heading = HEADINGS[name] && document.createElement(HEADINGS[name]);
    constructor() {
      super();
      const root = this.attachShadow({ mode: 'open' });
      root.adoptedStyleSheets = [sheet];
      if (ROLES[name]) this.#internals.role = ROLES[name];
      if (this.#heading) root.append(this.#heading);
      const inside = name === 's-button' ? document.createElement('button') : root;
      if (inside !== root) root.append(inside);
      inside.append(document.createElement('slot'));
      if (name === 's-banner') inside.append(Object.assign(document.createElement('slot'), { name: 'secondary-actions' }));
    }
    attributeChangedCallback(attribute, before, now) {
      this.#internals.ariaLabel = now;
      if (attribute !== 'heading' || !this.#heading) return;
      this.#heading.textContent = now;
    }
  });
  for (const name of ${JSON.stringify(POLARIS_NAMES)}) define(name);
`;
