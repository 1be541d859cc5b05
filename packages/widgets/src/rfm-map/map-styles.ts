import { css } from 'lit';

export const mapStyles = css`
  header {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: start;
    gap: 0 16px;
  }
  figcaption {
    flex: 1 1 15em;
  }
  .finding {
    margin-block: 4px 16px;
  }
  figure {
    margin: 0;
  }
  svg.map {
    display: block;
    inline-size: 100%;
    overflow: visible;
    touch-action: manipulation;
  }
  .cell {
    cursor: pointer;
    outline: none;
  }
  .tile {
    fill: var(--sunken);
  }
  .edge {
    stroke: var(--bg);
    stroke-width: 5;
    stroke-linecap: square;
    pointer-events: none;
  }
  .mark {
    stroke: var(--chart-line);
    stroke-width: 1;
  }
  .step-1 {
    fill: var(--chart-1);
  }
  .step-2 {
    fill: var(--chart-2);
  }
  .step-3 {
    fill: var(--chart-3);
  }
  .step-4 {
    fill: var(--chart-4);
  }
  .step-5 {
    fill: var(--chart-5);
  }
  .ring {
    fill: none;
    stroke: none;
    stroke-width: 2;
    pointer-events: none;
  }
  .cell:hover .ring {
    stroke: var(--chart-line);
  }
  .cell:focus-visible .ring {
    stroke: var(--text);
  }
  text {
    fill: var(--text);
    font-family: var(--sans);
    pointer-events: none;
  }
  .name {
    font-size: 12.5px;
    font-weight: 600;
    letter-spacing: -0.005em;
  }
  .count {
    font-size: 14px;
    font-weight: 500;
  }
  .share,
  .axis text {
    font-size: 11.5px;
    fill: var(--muted);
  }
  .count.nobody {
    font-weight: 400;
    fill: var(--muted);
  }
  .narrow .name {
    font-size: 10px;
    letter-spacing: -0.035em;
  }
  .narrow .count {
    font-size: 11px;
  }
  .scroll + .legend {
    margin-block-start: 12px;
  }
  .readout {
    min-block-size: 3em;
    margin-block: 10px 6px;
    font-size: 0.875rem;
  }
  .legend {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    gap: 4px 24px;
    color: var(--muted);
    font-size: 0.8125rem;
  }
  .scale {
    display: inline-flex;
    align-items: center;
    gap: 8px;
  }
  .scale svg {
    flex: none;
    inline-size: 90px;
    block-size: 12px;
  }
  @container (max-width: 420px) {
    .readout {
      min-block-size: 6em;
    }
    header {
      margin-block-end: 16px;
    }
    .finding {
      margin-block-end: 10px;
    }
  }
  @media (forced-colors: active) {
    .tile {
      fill: Canvas;
      stroke: GrayText;
    }
    .mark {
      fill: CanvasText;
      stroke: CanvasText;
    }
    text,
    .share,
    .axis text {
      fill: CanvasText;
    }
    .edge {
      stroke: CanvasText;
      stroke-width: 2;
    }
    .cell:focus-visible .ring,
    .cell:hover .ring {
      stroke: Highlight;
      stroke-width: 4;
    }
  }
`;
