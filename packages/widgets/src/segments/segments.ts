import { css, html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { bar } from '../element/bar.js';
import { GatewayElement } from '../element/gateway-element.js';
import { openQuery } from '../element/open-events.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { Answer } from '../gateway/answer.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { textOf } from '../questions/save-segment.js';
import { type OwedReason, SEGMENTS, type SegmentPage, type SegmentRow } from '../questions/segments.js';
import { momentOf } from '../words/dates.js';
import { count, percent, shareOf } from '../words/numbers.js';

/** As many as stand beside the map. */
const FIRST_PAGE = 10;
const LARGEST_PAGE = 50;
/** After how long a size that is being worked out is asked for again: at first, and at most. */
const SOONEST_MS = 1_500;
const LATEST_MS = 30_000;

interface SegmentList {
  readonly shop: SegmentPage['shop'];
  readonly rows: readonly SegmentRow[];
  readonly total: number;
}

const STATES = {
  NEW: 'Not counted yet.',
  EVALUATING: 'Being counted; this is the size before.',
  FAILED: 'The last count failed; this is the size before.',
} as const;

/** What is owed by members that are counted otherwise as they should be. */
const OWED: Readonly<Record<OwedReason, string>> = {
  RECORDS: 'records that have just come',
  LIST: 'decisions by hand',
  DAY: 'the day that began',
  MOMENT: 'the hours since',
  DEFINITION: 'what it asks now',
  FAILED: 'a count that failed',
};

/** `Behind by the day that began. Changes with records, and at the shop's midnight.` */
function staleness({ state, freshness }: SegmentRow): string | undefined {
  if (state !== 'FRESH' || freshness === null || freshness.state === 'CURRENT') return undefined;
  const [first] = freshness.owed;
  const how = freshness.state === 'LATE' ? 'Late' : 'Behind';
  return `${how}${first === undefined ? '' : ` by ${OWED[first.reason]}`}. ${freshness.words}`;
}

/**
 * `<clientele-segments>`: the saved segments with sizes, and templates to add: at once where there are none. Choosing one fires
 * `clientele-open-query`.
 */
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
        .about:not(.failure) {
          overflow: hidden;
          white-space: nowrap;
          text-overflow: ellipsis;
        }
      }
      .offered {
        margin-block-start: 16px;
        padding-block-start: 8px;
        border-block-start: 1px solid var(--border);
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin-block-start: 12px;
      }
      .foot > p {
        flex-basis: 100%;
      }
    `,
  ];

  @state() private offersTemplates = false;
  @state() private compares = false;

  /** How many are shown; the page asks for more by the cursor behind the last. */
  #wanted = FIRST_PAGE;
  #waitMs = SOONEST_MS;
  #again: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#again);
  }

  protected override async load(client: GatewayClient, signal: AbortSignal): Promise<Answer<SegmentList>> {
    clearTimeout(this.#again);
    const rows: SegmentRow[] = [];
    for (let after: string | null = null; ; ) {
      const first = Math.min(LARGEST_PAGE, this.#wanted - rows.length);
      const answer: Answer<SegmentPage> = await client.ask(SEGMENTS, { first, after }, signal);
      if (answer.outcome !== 'answered') return answer;
      const { shop, segments }: SegmentPage = answer.data;
      rows.push(...segments.nodes);
      after = segments.pageInfo.endCursor;
      if (segments.pageInfo.hasNextPage && rows.length < this.#wanted) continue;
      // Whoever has just saved one, or decided about somebody, waits for its size.
      const isSettled = rows.every(
        ({ state, freshness }) =>
          state === 'FAILED' || (state === 'FRESH' && !freshness?.owed.some(({ reason }) => reason === 'LIST')),
      );
      if (!isSettled) this.#again = setTimeout(() => void this.refresh(), this.#waitMs);
      this.#waitMs = isSettled ? SOONEST_MS : Math.min(LATEST_MS, this.#waitMs * 2);
      return { outcome: 'answered', data: { shop, rows, total: segments.totalCount } };
    }
  }

  protected override willUpdate(changed?: PropertyValues<this>): void {
    if (changed?.has('shop')) {
      this.#wanted = FIRST_PAGE;
      this.offersTemplates = false;
      this.compares = false;
    }
    super.willUpdate();
  }

  protected override renderData({ shop, rows, total }: SegmentList): TemplateResult {
    if (rows.length === 0) return this.#begin();
    const style = { ...shop, locale: this.locale };
    const evaluated = rows.flatMap(({ evaluatedAt }) => evaluatedAt ?? []).sort()[0];
    const more = Math.min(LARGEST_PAGE, total - rows.length);
    return html`<h2 class="eyebrow" id="title">Segments</h2>
      <p class="finding">${finding(rows, total, shop.totals.profiles, this.locale)}</p>
      <ul part="list" aria-labelledby="title">
        ${rows.map((row) => this.#row(row, shop.totals.profiles))}
      </ul>
      <div class="foot">
        ${evaluated && html`<p class="muted small">Evaluated ${momentOf(evaluated, style)}</p>`}
        ${
          more <= 0
            ? nothing
            : html`<button class="quiet-button" type="button" @click=${() => this.#showMore(rows.length)}>
                Show ${count(more, style)} more
              </button>`
        }
        <button
          class="quiet-button"
          type="button"
          aria-expanded=${this.offersTemplates}
          @click=${() => {
            this.offersTemplates = !this.offersTemplates;
          }}
        >
          From a template
        </button>
        <button
          class="quiet-button"
          type="button"
          aria-expanded=${this.compares}
          @click=${() => {
            this.compares = !this.compares;
          }}
        >
          Compare and check
        </button>
      </div>
      ${
        this.compares
          ? html`<clientele-segment-insights class="offered" .via=${this.client()}></clientele-segment-insights>`
          : nothing
      }
      ${
        this.offersTemplates
          ? html`<clientele-templates
              class="offered"
              .via=${this.client()}
              @clientele-templates-saved=${this.#onTemplatesSaved}
            ></clientele-templates>`
          : nothing
      }`;
  }

  #begin(): TemplateResult {
    return html`<h2 class="eyebrow">Segments</h2>
      <p class="finding">No segment yet. Begin with some that merchants know, or save a question of your own.</p>
      <clientele-templates choosing .via=${this.client()} @clientele-templates-saved=${this.#onTemplatesSaved}></clientele-templates>`;
  }

  /** Moves whoever uses the keyboard to what was made. */
  #onTemplatesSaved = async (): Promise<void> => {
    this.offersTemplates = false;
    await this.refresh();
    await this.updateComplete;
    this.shadowRoot?.querySelector<HTMLElement>('li button')?.focus();
  };

  #row(row: SegmentRow, of: number): TemplateResult {
    const style = { locale: this.locale };
    const share = shareOf(row.count ?? 0, of);
    const opened = { title: row.name, query: textOf(row), segment: row };
    const stale = staleness(row);
    return html`<li>
      <button type="button" @click=${() => openQuery(this, opened)}>
        <span class="name">${row.name}</span>
        <span class="size">${row.count === null ? '–' : count(row.count, style)}</span>
        <span class="share">${row.count === null ? '' : percent(share, style)}</span>
        ${bar(share)} ${row.description && html`<span class="about" title=${row.description}>${row.description}</span>`}
        ${stale === undefined ? nothing : html`<span class="about">${stale}</span>`}
        ${row.state === 'FRESH' ? nothing : html`<span class="about failure"><strong>${row.count === null && row.state === 'EVALUATING' ? 'Being counted.' : STATES[row.state]}</strong> ${row.failure}</span>`}
      </button>
    </li>`;
  }

  /** Adds a page, and moves to its first row whoever uses the keyboard. */
  async #showMore(shown: number): Promise<void> {
    this.#wanted = shown + LARGEST_PAGE;
    await this.refresh();
    await this.updateComplete;
    this.shadowRoot?.querySelectorAll<HTMLElement>('li button')[shown]?.focus();
  }
}

function finding(rows: readonly SegmentRow[], total: number, of: number, locale: string | undefined): string {
  const [largest] = rows;
  const failed = rows.filter(({ state }) => state === 'FAILED').length;
  const but = failed === 0 ? '' : `, but for ${count(failed, { locale })} that cannot be counted`;
  const first =
    total === 1
      ? `One segment ${failed === 0 ? 'keeps itself up to date' : 'cannot be counted'}`
      : `${count(total, { locale })} segments keep themselves up to date${but}`;
  if (largest === undefined || largest.count === null) return `${first}.`;
  const which = total === 1 ? 'it' : `the largest, “${shortened(largest.name)}”,`;
  return `${first}; ${which} holds ${percent(shareOf(largest.count, of), { locale })} of profiles.`;
}

function shortened(name: string): string {
  return name.length > 40 ? `${name.slice(0, 39).trimEnd()}…` : name;
}
