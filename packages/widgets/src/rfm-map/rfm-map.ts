import { html, nothing, svg, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { GatewayElement } from '../element/gateway-element.js';
import { openQuery } from '../element/open-events.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { RFM_GRID, type RfmGrid } from '../questions/rfm-grid.js';
import { count, counted, money, percent } from '../words/numbers.js';
import { plainName } from '../words/plain-name.js';
import { groupTotals, type MeasuredCell, measure } from './group-totals.js';
import { mapDrawing } from './map-drawing.js';
import { mapLayout } from './map-layout.js';
import { mapStyles } from './map-styles.js';
import { mapTable } from './map-table.js';
import { placeOf } from './regions.js';

const STEP: Readonly<Record<string, { readonly recency: number; readonly fm: number }>> = {
  ArrowUp: { recency: 1, fm: 0 },
  ArrowDown: { recency: -1, fm: 0 },
  ArrowRight: { recency: 0, fm: 1 },
  ArrowLeft: { recency: 0, fm: -1 },
};

/**
 * `<clientele-rfm-map>`: customers by how recently and how much they buy. The area of a square is the number of
 * customers, its colour what one of them brought. Choosing a cell fires `clientele-open-query` with its group; the key
 * T changes between map and table.
 */
export class ClienteleRfmMap extends GatewayElement<RfmGrid> {
  static override styles = [theme, stateStyles, mapStyles];

  /** The cell that has the tab stop; at first the one that brings most. */
  @state() private active: string | undefined;
  @state() private asTable = false;
  @state() private inlineSize = 640;

  readonly #resizes = new ResizeObserver(([entry]) => {
    // Rounded, so that a scrollbar's coming and going cannot chase the drawing.
    this.inlineSize = Math.max(240, Math.floor(entry?.contentRect.width ?? 0));
  });

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resizes.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resizes.disconnect();
  }

  protected override load(client: GatewayClient, signal: AbortSignal) {
    return client.ask(RFM_GRID, {}, signal);
  }

  protected override emptiness({ rfmGrid }: RfmGrid): string | undefined {
    return rfmGrid.cells.every(({ profiles }) => profiles === 0)
      ? 'The map appears with the first orders that belong to a profile.'
      : undefined;
  }

  protected override renderData({ rfmGrid }: RfmGrid): TemplateResult {
    const cells = measure(rfmGrid.cells);
    return html`<figure part="map" @keydown=${this.#onKey}>
      <header>
        <figcaption>
          <h2 class="eyebrow">Who buys, how recently, how much</h2>
          <p class="finding" id="finding">${this.#finding(cells)}</p>
        </figcaption>
        <button class="quiet-button" type="button" aria-keyshortcuts="T" @click=${this.#swap}>
          ${this.asTable ? 'Show the map' : 'Show as table'}
        </button>
      </header>
      ${this.asTable ? mapTable(cells, this.locale) : this.#map(cells)}
      ${
        rfmGrid.prospects === 0
          ? nothing
          : html`<p class="legend">${count(rfmGrid.prospects, this)} more ${rfmGrid.prospects === 1 ? 'has' : 'have'} never ordered: prospects.</p>`
      }
    </figure>`;
  }

  #map(cells: readonly MeasuredCell[]): TemplateResult {
    const layout = mapLayout(this.inlineSize);
    const place = this.#activePlace(cells);
    const active = cells.find((cell) => placeOf(cell) === place);
    return html`<svg
        class="map ${layout.narrow ? 'narrow' : ''}"
        role="grid"
        aria-labelledby="finding"
        aria-describedby="opens"
        aria-rowcount="5"
        aria-colcount="5"
        height=${layout.height}
        viewBox="0 0 ${layout.width} ${layout.height}"
      >
        ${mapDrawing(cells, {
          layout,
          locale: this.locale,
          active: place,
          onActive: (cell) => {
            this.active = placeOf(cell);
          },
          onOpen: (cell) => this.#open(cell),
          say: (cell) => this.#say(cell),
        })}
      </svg>
      <p class="readout" aria-hidden="true">${active && `${this.#say(active)}${this.#wholeGroup(active, cells)}`}</p>
      <p class="legend">
        <span>Up: bought more recently. Right: buys more. Area: profiles${layout.narrow ? '' : '; percent: their share of customers’ revenue'}.
          <span id="opens">Choosing a square opens its whole group.</span></span>
        <span class="scale">
          less
          <svg aria-hidden="true" viewBox="0 0 90 12">
            ${[1, 2, 3, 4, 5].map(
              (step) =>
                svg`<rect class="mark step-${step}" x=${(step - 1) * 18 + 0.5} y="0.5" width="17" height="11" rx="2"></rect>`,
            )}
          </svg>
          more revenue each
        </span>
      </p>`;
  }

  #activePlace(cells: readonly MeasuredCell[]): string {
    const [best] = [...cells].sort((a, b) => b.revenueShare - a.revenueShare);
    return this.active ?? (best === undefined ? '5:5' : placeOf(best));
  }

  #finding(cells: readonly MeasuredCell[]): string {
    const [first] = groupTotals(cells);
    if (first === undefined) return '';
    return `${plainName(first.group)}: ${percent(first.share, this)} of buyers bring ${percent(first.revenueShare, this)} of customers’ revenue.`;
  }

  #say(cell: MeasuredCell): string {
    const place = `${plainName(cell.group)}, recency ${cell.recency}, value ${cell.fm}`;
    const size = counted(cell.profiles, 'profile', this);
    return `${place}: ${size} with ${money(cell.revenue, this, 'whole')}, ${percent(cell.revenueShare, this)} of customers’ revenue.`;
  }

  /** Said where a group has more cells than one, so that nobody takes the one for the other. */
  #wholeGroup({ group, profiles }: MeasuredCell, cells: readonly MeasuredCell[]): string {
    const all = groupTotals(cells).find((total) => total.group === group)?.profiles ?? profiles;
    return all === profiles ? '' : ` The whole group has ${count(all, this)}.`;
  }

  #open({ group }: MeasuredCell): void {
    openQuery(this, { title: `${plainName(group)}, the whole group`, query: `rfm_group = '${group}'` });
  }

  #swap = (): void => {
    this.asTable = !this.asTable;
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key.toLowerCase() === 't') this.#swap();
    if (this.asTable || this.standing.state === 'loading') return;
    const step = STEP[event.key];
    const stop = this.shadowRoot?.querySelector<SVGElement>('.cell[tabindex="0"]')?.dataset.place;
    if (step !== undefined && stop !== undefined) {
      const [recency = 5, fm = 5] = stop.split(':').map(Number);
      event.preventDefault();
      const within = (score: number) => Math.min(5, Math.max(1, score));
      const place = { recency: within(recency + step.recency), fm: within(fm + step.fm) };
      this.shadowRoot?.querySelector<SVGElement>(`[data-place="${placeOf(place)}"]`)?.focus();
    }
    const onCell = event.composedPath()[0] instanceof SVGElement;
    if (onCell && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      this.shadowRoot?.activeElement?.dispatchEvent(new MouseEvent('click'));
    }
  };
}
