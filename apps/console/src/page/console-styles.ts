import { css } from 'lit';

export const consoleStyles = css`
  :host {
    min-block-size: 100dvh;
    padding-inline: 40px;
    max-inline-size: 1400px;
    margin-inline: auto;
  }
  .top {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding-block: 20px;
  }
  .wordmark {
    display: flex;
    align-items: center;
    gap: 10px;
    font: 400 1.25rem / 1 var(--serif);
    letter-spacing: -0.01em;
  }
  .channels {
    fill: none;
    stroke: var(--accent);
    stroke-width: 1.75;
    stroke-linecap: round;
  }
  .person {
    fill: var(--accent);
  }
  .problem {
    order: 2;
    flex-basis: 100%;
    color: var(--danger);
    font-size: 0.875rem;
  }
  .problem:empty {
    display: none;
  }
  clientele-people-search {
    flex: 0 1 300px;
    margin-inline-start: auto;
  }
  nav {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    padding: 4px;
    border-radius: 12px;
    background: light-dark(#f0ece3, #1b2320);
  }
  nav button {
    min-block-size: 32px;
    padding: 4px 14px;
    border-radius: 8px;
    color: var(--muted);
    font-size: 0.875rem;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  nav button:hover {
    color: var(--text);
  }
  nav button[aria-pressed='true'] {
    background: light-dark(#ffffff, #2b3731);
    color: var(--text);
    box-shadow: 0 1px 2px rgb(0 0 0 / 0.12);
  }
  @media (forced-colors: active) {
    nav button[aria-pressed='true'] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  nav small {
    margin-inline-start: 8px;
    padding: 1px 7px;
    border: 1px solid var(--border);
    border-radius: 999px;
    font-size: 0.6875rem;
    color: var(--muted);
  }
  main {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 28px;
    padding-block: 20px 40px;
  }
  .title {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 24px;
  }
  h1 {
    margin: 0;
    min-inline-size: 0;
    font: 400 2.75rem / 1.08 var(--serif);
    letter-spacing: -0.022em;
    text-wrap: balance;
    overflow-wrap: anywhere;
  }
  .note {
    color: var(--muted);
    font-size: 0.875rem;
  }
  clientele-totals {
    margin-block-end: 12px;
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 7fr) minmax(0, 5fr);
    gap: 28px;
  }
  .panel {
    padding: 28px;
    border: 1px solid var(--border);
    border-radius: 16px;
    background: var(--bg);
    scroll-margin-block-start: 20px;
  }
  clientele-drawer {
    display: contents;
  }
  footer {
    display: flex;
    gap: 16px;
    padding-block: 8px 40px;
    font-size: 0.8125rem;
  }
  footer a {
    color: var(--muted);
    text-underline-offset: 3px;
  }
  .alone {
    max-inline-size: 40rem;
    margin-inline: auto;
    padding-block: 8vh;
  }
  .way-in {
    display: grid;
    gap: 16px;
    justify-items: start;
    font-size: 1.0625rem;
    text-wrap: pretty;
  }
  .way-in code {
    font-family: var(--mono);
    font-size: 0.875em;
    font-variant-ligatures: none;
  }
  .way-in pre {
    inline-size: 100%;
    margin: 0;
    padding: 16px 20px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--bg);
    font: 400 0.875rem / 1.7 var(--mono);
    font-variant-ligatures: none;
  }
  @media (max-width: 980px) {
    .columns {
      grid-template-columns: minmax(0, 1fr);
    }
  }
  @media (max-width: 640px) {
    :host {
      padding-inline: 8px;
    }
    clientele-people-search {
      order: 1;
      flex-basis: 100%;
      margin-inline-start: 0;
    }
    nav {
      order: 1;
      flex-basis: 100%;
    }
    h1 {
      font-size: 2rem;
    }
    main {
      gap: 16px;
      padding-block-start: 8px;
    }
    .columns {
      gap: 16px;
    }
    .panel {
      padding: 18px 10px;
      border-radius: 12px;
    }
  }
`;
