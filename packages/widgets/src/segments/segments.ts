import { css, html, nothing, type TemplateResult } from 'lit';
import { bar } from '../element/bar.js';
import { GatewayElement } from '../element/gateway-element.js';
import { openQuery } from '../element/open-events.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { SEGMENTS, type SegmentList, type SegmentRow } from '../questions/segments.js';
import { momentOf } from '../words/dates.js';
import { count, percent, shareOf } from '../words/numbers.js';

const STATES = {
  NEW: 'Not counted yet.',
  EVALUATING: 'Being counted; this is the size before.',
  FAILED: 'The last count failed; this is the size before.',
} as const;

/** `<clientele-segments>`: the saved segments with sizes. Choosing one fires `clientele-open-query`. */
export class ClienteleSegments extends GatewayElement<SegmentList> {
  static override styles = [
    theme,
    stateStyles,
    css`
      .finding {
        margin-block: 4px 16px;
      }
      li + li {
        border-block-start: 1px solid var(--border);
      }
      li button {
        display: grid;
        grid-template-columns: minmax(0, 1fr) 4.5em 3.5em;
        column-gap: 12px;
        row-gap: 4px;
        align-items: baseline;
        inline-size: 100%;
        padding: calc(7px * var(--density)) 8px;
        margin-inline: -8px;
        inline-size: calc(100% + 16px);
        border-radius: 6px;
      }
      li button:hover {
        background: var(--sunken);
      }
      .name {
        font-weight: 550;
        overflow-wrap: anywhere;
      }
      .size,
      .share {
        text-align: end;
      }
      .share {
        color: var(--muted);
      }
      .bar {
        grid-column: 1 / -1;
        block-size: 4px;
      }
      .about {
        grid-column: 1 / -1;
        color: var(--muted);
        font-size: 0.8125rem;
        line-height: 1.4;
        text-wrap: pretty;
      }
      /* Beside the map the list is a list; the whole text comes with the pointer. */
      @container (min-width: 360px) {
        .about {
          overflow: hidden;
          white-space: nowrap;
          text-overflow: ellipsis;
        }
      }
      .evaluated {
        margin-block-start: 12px;
      }
    `,
  ];

  protected override load(client: GatewayClient, signal: AbortSignal) {
    return client.ask(SEGMENTS, {}, signal);
  }

  protected override emptiness({ segments }: SegmentList): string | undefined {
    return segments.nodes.length === 0
      ? 'Save a query and it stays here as a segment that keeps itself up to date.'
      : undefined;
  }

  protected override renderData({ shop, segments }: SegmentList): TemplateResult {
    const style = { ...shop, locale: this.locale };
    const rows = [...segments.nodes].sort((a, b) => (b.count ?? -1) - (a.count ?? -1));
    const evaluated = rows.flatMap(({ evaluatedAt }) => evaluatedAt ?? []).sort()[0];
    return html`<h2 class="eyebrow" id="title">Segments</h2>
      <p class="finding">${finding(rows, shop.totals.profiles, this.locale)}</p>
      <ul part="list" aria-labelledby="title">
        ${rows.map((row) => this.#row(row, shop.totals.profiles))}
      </ul>
      ${evaluated && html`<p class="evaluated muted small">Evaluated ${momentOf(evaluated, style)}</p>`}`;
  }

  #row(row: SegmentRow, of: number): TemplateResult {
    const style = { locale: this.locale };
    const share = shareOf(row.count ?? 0, of);
    return html`<li>
      <button type="button" @click=${() => openQuery(this, row.name, row.query)}>
        <span class="name">${row.name}</span>
        <span class="size">${row.count === null ? '–' : count(row.count, style)}</span>
        <span class="share">${row.count === null ? '' : percent(share, style)}</span>
        ${bar(share)} ${row.description && html`<span class="about" title=${row.description}>${row.description}</span>`}
        ${row.state === 'FRESH' ? nothing : html`<span class="about"><strong>${STATES[row.state]}</strong></span>`}
      </button>
    </li>`;
  }
}

function finding(rows: readonly SegmentRow[], of: number, locale: string | undefined): string {
  const [largest] = rows;
  const size = percent(shareOf(largest?.count ?? 0, of), { locale });
  return `${count(rows.length, { locale })} segments keep themselves up to date; the largest, “${largest?.name ?? ''}”, holds ${size} of customers.`;
}
