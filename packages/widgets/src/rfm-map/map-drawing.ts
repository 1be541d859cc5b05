import { nothing, type SVGTemplateResult, svg } from 'lit';
import { count, percent } from '../words/numbers.js';
import { plainName } from '../words/plain-name.js';
import { colourBounds, colourStep } from './colour-steps.js';
import type { MeasuredCell } from './group-totals.js';
import { cornerOf, type MapLayout, sideOf } from './map-layout.js';
import { edgesOf, labelledPlaces, placeOf } from './regions.js';

export interface MapOptions {
  readonly layout: MapLayout;
  readonly locale: string | undefined;
  /** The place that has the tab stop. */
  readonly active: string;
  readonly onActive: (cell: MeasuredCell) => void;
  readonly onOpen: (cell: MeasuredCell) => void;
  /** The whole sentence about a cell. */
  readonly say: (cell: MeasuredCell) => string;
}

/** The rows of the grid as SVG: recency downwards from 5, FM rightwards from 1. */
export function mapDrawing(cells: readonly MeasuredCell[], options: MapOptions): SVGTemplateResult {
  const byPlace = new Map(cells.map((cell) => [placeOf(cell), cell]));
  const labelled = labelledPlaces(byPlace);
  const bounds = colourBounds(cells);
  const most = Math.max(1, ...cells.map(({ profiles }) => profiles));
  const rows = [5, 4, 3, 2, 1].map((recency) => cells.filter((cell) => cell.recency === recency));
  return svg`${rows.map(
    (row, index) => svg`<g role="row" aria-rowindex=${index + 1}>
      ${[...row]
        .sort((a, b) => a.fm - b.fm)
        .map((cell) => {
          const step = colourStep(cell.perProfile, bounds);
          return cellDrawing(cell, { ...options, most, step });
        })}
    </g>`,
  )}
  ${cells.map((cell) => edgeDrawing(cell, byPlace, options.layout))}
  <g aria-hidden="true">${cells.map((cell) => textDrawing(cell, labelled.has(placeOf(cell)), options))}</g>
  ${axes(options.layout)}`;
}

interface CellOptions extends MapOptions {
  readonly most: number;
  readonly step: number;
}

function cellDrawing(cell: MeasuredCell, options: CellOptions): SVGTemplateResult {
  const { layout, most, step } = options;
  const { x, y } = cornerOf(cell, layout);
  const { width, height } = layout.cell;
  const side = sideOf(cell.profiles, most, layout);
  const floor = layout.narrow ? height - 24 : height - 10;
  return svg`<g
    role="gridcell" class="cell" aria-colindex=${cell.fm} tabindex=${placeOf(cell) === options.active ? 0 : -1}
    data-place=${placeOf(cell)} aria-label=${options.say(cell)}
    @click=${() => options.onOpen(cell)} @focus=${() => options.onActive(cell)} @pointerenter=${() => options.onActive(cell)}
  >
    <rect class="tile" x=${x} y=${y} width=${width} height=${height}></rect>
    <rect class="mark step-${step}" x=${x + layout.inset} y=${y + floor - side} width=${side} height=${side} rx="2"></rect>
    <rect class="ring" x=${x + 2.5} y=${y + 2.5} width=${width - 5} height=${height - 5} rx="4"></rect>
  </g>`;
}

/** The texts of a cell, for the eye: whoever listens hears the whole sentence. */
function textDrawing(cell: MeasuredCell, named: boolean, { layout, locale }: MapOptions): SVGTemplateResult {
  const { x, y } = cornerOf(cell, layout);
  const [left, right, bottom] = [x + layout.inset, x + layout.cell.width - layout.inset, y + layout.cell.height];
  const size = count(cell.profiles, { locale });
  const nobody = cell.profiles === 0 ? 'nobody' : '';
  const figures = layout.narrow
    ? svg`<text class="count ${nobody}" x=${left} y=${bottom - 8}>${size}</text>`
    : svg`<text class="count ${nobody}" x=${right} y=${bottom - 11} text-anchor="end">${size}</text>
        ${nobody ? nothing : svg`<text class="share" x=${right} y=${bottom - 27} text-anchor="end">${percent(cell.revenueShare, { locale })}</text>`}`;
  return svg`${named ? nameDrawing(cell, left, y, layout) : nothing}${figures}`;
}

/** A group's name; in narrow cells each of its words has a line. */
function nameDrawing({ group }: MeasuredCell, x: number, y: number, { narrow }: MapLayout): SVGTemplateResult {
  const lines = narrow ? plainName(group).split(' ') : [plainName(group)];
  return svg`<text class="name" x=${x}>${lines.map(
    (line, index) => svg`<tspan x=${x} y=${y + (narrow ? 14 : 19) + index * 12}>${line}</tspan>`,
  )}</text>`;
}

function edgeDrawing(cell: MeasuredCell, byPlace: ReadonlyMap<string, MeasuredCell>, layout: MapLayout) {
  const { right, below } = edgesOf(cell, byPlace);
  const { x, y } = cornerOf(cell, layout);
  const { width, height } = layout.cell;
  return svg`${right ? svg`<line class="edge" x1=${x + width} y1=${y} x2=${x + width} y2=${y + height}></line>` : nothing}
    ${below ? svg`<line class="edge" x1=${x} y1=${y + height} x2=${x + width} y2=${y + height}></line>` : nothing}`;
}

function axes({ cell, gutter, height, narrow }: MapLayout): SVGTemplateResult {
  const scores = [1, 2, 3, 4, 5];
  return svg`<g class="axis" aria-hidden="true">
    ${scores.map(
      (score) => svg`<text x=${narrow ? 1 : 10} y=${(5 - score + 0.5) * cell.height + 4}>${score}</text>
        <text text-anchor="middle" x=${gutter + (score - 0.5) * cell.width} y=${height - 4}>${score}</text>`,
    )}
  </g>`;
}
