import { html } from 'lit';

/** The name, with channels that run together into one person. */
export const wordmark = html`<p class="wordmark">
  <svg viewBox="0 0 26 20" width="26" height="20" aria-hidden="true">
    <path class="channels" d="M1 2h4c8 0 5 8 12 8M1 10h16M1 18h4c8 0 5-8 12-8"></path>
    <circle class="person" cx="20.500" cy="10" r="4.500"></circle>
  </svg>
  Clientele
</p>`;
