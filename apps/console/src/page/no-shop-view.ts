import { html, type TemplateResult } from 'lit';

/** What somebody sees who is signed in where nothing was imported yet: how to begin. */
export function noShopView(retry: () => void): TemplateResult {
  return html`<section class="way-in">
    <p class="eyebrow">No shop yet</p>
    <h1>A shop begins with its orders.</h1>
    <p>
      Import the orders that you have, as your shop system exports them: CSV, JSONL or Parquet. Importing a file again
      changes nothing, so there is nothing to break.
    </p>
    <pre><code>$ npx clientele import orders.csv --shop mine</code></pre>
    <p class="muted">No orders at hand? <code>npm start</code> brings those of a real retailer.</p>
    <button class="quiet-button" type="button" @click=${retry}>I have imported</button>
  </section>`;
}
