import { css } from 'lit';

export const connectionsStyles = css`
  .finding {
    margin-block: 4px 16px;
  }
  h3 {
    margin: 0;
    font: inherit;
  }
  li + li {
    border-block-start: 1px solid var(--border);
  }
  li {
    padding-block: 4px;
  }
  li.open {
    padding-block-end: 20px;
  }
  h3 button {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    column-gap: 16px;
    row-gap: 2px;
    align-items: baseline;
    inline-size: calc(100% + 16px);
    margin-inline: -8px;
    padding: calc(8px * var(--density)) 8px;
    border-radius: 6px;
  }
  h3 button:hover,
  h3 button[aria-expanded='true'] {
    background: var(--sunken);
  }
  .name {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  .of,
  .about {
    color: var(--muted);
    font-size: 0.8125rem;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .of,
  .about {
    grid-column: 1 / -1;
  }
  .health {
    grid-column: 2;
    grid-row: 1;
    font-size: 0.875rem;
    font-weight: 550;
    white-space: nowrap;
  }
  .health i {
    display: inline-grid;
    place-content: center;
    inline-size: 1.35em;
    block-size: 1.35em;
    border: 1px solid currentcolor;
    border-radius: 999px;
    font-style: normal;
    font-size: 0.75rem;
    font-weight: 700;
    line-height: 1;
  }
  .bad {
    color: var(--danger);
  }
  .about strong {
    color: var(--text);
    font-weight: 550;
  }
  .why {
    font-size: 0.875rem;
    overflow-wrap: anywhere;
    text-wrap: pretty;
    max-inline-size: 70em;
    padding-block-end: 8px;
  }
  .progress {
    display: grid;
    gap: 6px;
    padding-block: 4px 8px;
    font-size: 0.8125rem;
    color: var(--muted);
    text-wrap: pretty;
  }
  .progress .bar {
    max-inline-size: 420px;
  }
  clientele-connection {
    margin-block-start: 16px;
  }
  pre {
    margin: 0;
    padding: 16px 20px;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    border: 1px solid var(--border);
    border-radius: var(--radius);
    background: var(--sunken);
    font: 400 0.875rem / 1.7 var(--mono);
    font-variant-ligatures: none;
  }
  @container (min-width: 720px) {
    h3 button {
      grid-template-columns: minmax(0, 4fr) minmax(0, 7fr) 10em;
    }
    .name,
    .of {
      grid-column: 1;
    }
    .about {
      grid-column: 2;
      grid-row: 1;
    }
    .when {
      grid-row: 2;
    }
    .health {
      grid-column: 3;
    }
  }
`;

export const connectionStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 20px;
  }
  section {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  h4 {
    margin: 0;
  }
  [role='group'] {
    display: grid;
    gap: 8px;
  }
  h4.eyebrow {
    line-height: 1.5;
  }
  tbody th {
    color: var(--text);
  }
  .refused th,
  .refused td {
    overflow-wrap: anywhere;
  }
  td .small {
    display: block;
    color: var(--muted);
    text-wrap: pretty;
  }
  td.do {
    text-align: end;
    white-space: nowrap;
  }
  code {
    font-family: var(--mono);
    font-size: 0.875em;
    font-variant-ligatures: none;
    overflow-wrap: anywhere;
  }
  pre {
    max-block-size: 320px;
    margin: 0;
    padding: 12px 16px;
    overflow: auto;
    white-space: pre-wrap;
    overflow-wrap: anywhere;
    border-radius: 8px;
    background: var(--sunken);
    font: 400 0.8125rem / 1.6 var(--mono);
  }
  @container (max-width: 620px) {
    .refused thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .refused tr {
      display: grid;
      padding-block: 8px;
      border-block-end: 1px solid var(--border);
    }
    .refused th,
    .refused td {
      padding: 1px 0;
      border: 0;
    }
    .refused td.do {
      padding-block-start: 6px;
      text-align: start;
    }
    .wide {
      display: none;
    }
  }
`;
