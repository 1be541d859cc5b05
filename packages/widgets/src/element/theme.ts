import { css } from 'lit';

/**
 * The tokens every element is drawn with. A page sets the `--clientele-…` properties; what it leaves out has a light
 * and a dark value, chosen by `--clientele-color-scheme` (the reader's preference unless the page says).
 */
export const theme = css`
  :host {
    color-scheme: var(--clientele-color-scheme, light dark);
    --bg: var(--clientele-color-bg, light-dark(#ffffff, #171d1a));
    --sunken: var(--clientele-color-sunken, light-dark(#f5f2ec, #111613));
    --text: var(--clientele-color-text, light-dark(#17211d, #edf0ea));
    --muted: var(--clientele-color-muted, light-dark(#59655f, #a2aea7));
    --border: var(--clientele-color-border, light-dark(#e3ddd1, #2e3833));
    /* What a field is known by: 3:1 to what is around it. */
    --field: var(--clientele-color-field, light-dark(#8b938d, #66736c));
    --accent: var(--clientele-color-accent, light-dark(#0d6a5b, #74d3b8));
    --on-accent: var(--clientele-color-on-accent, light-dark(#ffffff, #0d1a16));
    --danger: var(--clientele-color-danger, light-dark(#a33016, #ff9e85));
    --on-danger: var(--clientele-color-on-danger, light-dark(#ffffff, #2a0d05));
    --chart-1: var(--clientele-chart-1, light-dark(#dcede4, #1f3b33));
    --chart-2: var(--clientele-chart-2, light-dark(#a9d3c2, #2c6153));
    --chart-3: var(--clientele-chart-3, light-dark(#5fae98, #418f7a));
    --chart-4: var(--clientele-chart-4, light-dark(#1f8070, #74c7ac));
    --chart-5: var(--clientele-chart-5, light-dark(#07453d, #d3f5e6));
    --chart-line: var(--clientele-chart-line, light-dark(#2f7d6c, #5db299));
    --radius: var(--clientele-radius, 10px);
    --density: var(--clientele-density, 1);
    --sans: var(--clientele-font, Inter, ui-sans-serif, system-ui, 'Segoe UI', sans-serif);
    --serif: var(
      --clientele-font-display,
      ui-serif,
      'New York',
      'Iowan Old Style',
      Charter,
      'Palatino Linotype',
      P052,
      Georgia,
      serif
    );
    --mono: var(--clientele-font-mono, ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Consolas, monospace);
    display: block;
    color: var(--text);
    font: 400 0.9375rem / 1.5 var(--sans);
    font-variant-numeric: tabular-nums;
    container-type: inline-size;
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  button {
    font: inherit;
    color: inherit;
    background: none;
    border: 0;
    padding: 0;
    cursor: pointer;
    text-align: start;
  }
  .finding {
    font: 400 1.3125rem / 1.3 var(--serif);
    letter-spacing: -0.008em;
    text-wrap: balance;
    max-inline-size: 34em;
  }
  .eyebrow {
    font-size: 0.75rem;
    font-weight: 600;
    letter-spacing: 0.05em;
    text-transform: uppercase;
    color: var(--muted);
  }
  .muted {
    color: var(--muted);
  }
  .small {
    font-size: 0.8125rem;
  }
  .button {
    min-block-size: 34px;
    padding: 5px 16px;
    border: 1px solid transparent;
    border-radius: 999px;
    background: var(--accent);
    color: var(--on-accent);
    font-size: 0.875rem;
    font-weight: 600;
    white-space: nowrap;
  }
  .button:hover {
    background: color-mix(in oklab, var(--accent) 88%, var(--text));
  }
  .button:disabled {
    opacity: 0.6;
    cursor: progress;
  }
  .quiet-button {
    min-block-size: 28px;
    padding: 3px 10px;
    border: 1px solid var(--border);
    border-radius: 999px;
    font-size: 0.8125rem;
    color: var(--text);
    background: var(--bg);
    white-space: nowrap;
  }
  .quiet-button:hover {
    border-color: var(--accent);
    color: var(--accent);
  }
  :focus-visible {
    outline: 2px solid var(--accent);
    outline-offset: 2px;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: 0.8125rem;
  }
  th {
    font-weight: 600;
    color: var(--muted);
    text-align: start;
  }
  th,
  td {
    padding: calc(6px * var(--density)) 10px calc(6px * var(--density)) 0;
    border-block-end: 1px solid var(--border);
    vertical-align: baseline;
  }
  th:last-child,
  td:last-child {
    padding-inline-end: 0;
  }
  .number {
    text-align: end;
  }
  .scroll {
    overflow-x: auto;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .bar {
    display: block;
    inline-size: 100%;
    block-size: 6px;
  }
  .bar .track {
    fill: var(--border);
  }
  .bar .part {
    fill: var(--accent);
  }
  @media (forced-colors: active) {
    .bar .track {
      fill: Canvas;
      stroke: GrayText;
    }
    .bar .part {
      fill: CanvasText;
    }
  }
  @media (prefers-reduced-motion: no-preference) {
    .quiet-button {
      transition:
        color 120ms,
        border-color 120ms;
    }
  }
`;
