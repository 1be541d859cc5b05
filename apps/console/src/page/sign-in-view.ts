import { html, type TemplateResult } from 'lit';

/** What somebody sees who is not signed in: how to get in. */
export function signInView(retry: () => void): TemplateResult {
  return html`<section class="way-in">
    <p class="eyebrow">Not signed in</p>
    <h1>The way in is a link in your terminal.</h1>
    <p>
      When Clientele starts, it prints its address with a sign-in link that works once, within the hour. Open that link
      in this browser; it brings you back here.
    </p>
    <pre><code>$ npm start
  Clientele is ready: http://127.0.0.1:4000/sign-in?code=…</code></pre>
    <p class="muted">Link already used? Or too old? <code>npx clientele sign-in</code> prints a new one.</p>
    <button class="quiet-button" type="button" @click=${retry}>I have signed in</button>
  </section>`;
}
