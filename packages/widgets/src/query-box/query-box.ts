import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { bar } from '../element/bar.js';
import { GatewayElement } from '../element/gateway-element.js';
import { rest } from '../element/rest.js';
import { messageView, stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { Answer } from '../gateway/answer.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { CHECK, COMPLETE, type CompleteAnswer } from '../questions/complete.js';
import { PREVIEW, PREVIEW_CHANGE, type Preview, type QueryProblem } from '../questions/preview.js';
import { type SavedSegment, textOf } from '../questions/save-segment.js';
import type { SegmentSaved } from '../save-segment/save-segment.js';
import type { SegmentDeleted } from '../segment-actions/segment-actions.js';
import { count, counted, money, percent } from '../words/numbers.js';
import { Completing } from './completing.js';
import type { InsertText } from './how-to-ask.js';
import { problemView } from './problem-view.js';
import { queryBoxStyles } from './query-box-styles.js';
import { remarksView } from './remarks-view.js';

const SAMPLE = 8;
const NO_PROFILES = 'The shop has no profiles: import customers or orders, and questions find them.';
/** How long the keys must rest before the gateway is asked, and before the count is said aloud. */
const ASK_AFTER_MS = 160;
const SAY_AFTER_MS = 1000;

/**
 * `<clientele-query-box>`: a query's text with its count, share, revenue and a sample, while it is written. The newest
 * text wins. Choosing a member of the sample fires `clientele-open-profile`; it is saved as a segment, or as a change to
 * the segment that it is of, which fires `clientele-segment-saved`. A segment that is deleted here fires
 * `clientele-segment-deleted`. What may come next is offered below the text, and what is odd about it below its count.
 */
export class ClienteleQueryBox extends GatewayElement<Preview | undefined> {
  static override styles = [theme, stateStyles, queryBoxStyles];

  /** The text of the query. */
  @property() query = '';
  /** What the query is called, where it has a name. */
  @property() heading = '';
  /** The saved segment that the query is of; its text may be changed and saved. */
  @property({ attribute: false }) segment: SavedSegment | undefined;
  /** The address of a page that has all names of the language; empty where there is none. */
  @property() guide = '';
  /** Queries to try, offered as buttons. */
  @property({ attribute: false }) examples: readonly string[] = [];

  /** The last text the gateway understood stays in sight while a newer one is being written. */
  @state() private good: Preview | undefined;
  /** Whoever it selects are the members: a query, or the handle of a saved segment. */
  @state() private goodQuery = '';
  @state() private problems: readonly QueryProblem[] = [];
  @state() private remarks: readonly QueryProblem[] = [];
  @state() private busy = false;
  @state() private said = '';

  /** Made up, so that two boxes of one session do not end each other's previews. */
  readonly #page = crypto.getRandomValues(new Uint32Array(2)).join('-');
  readonly #completing = new Completing(this);
  #saying: ReturnType<typeof setTimeout> | undefined;

  /** Puts the cursor into the text. */
  override focus(options?: FocusOptions): void {
    this.field?.focus(options);
  }

  protected override asksFor(): readonly unknown[] {
    return [this.query, this.segment?.id, this.segment?.version];
  }

  protected override async load(client: GatewayClient, signal: AbortSignal): Promise<Answer<Preview | undefined>> {
    if (this.query.trim() === '') {
      this.#take(undefined);
      this.remarks = [];
      return { outcome: 'answered', data: undefined };
    }
    this.busy = true;
    await rest(ASK_AFTER_MS, signal);
    if (signal.aborted) return { outcome: 'superseded' };
    const answer = await this.#preview(client, signal);
    if (answer.outcome === 'superseded') return answer;
    this.busy = false;
    if (answer.outcome === 'answered') {
      this.#take(answer.data);
      void this.#check(client, signal);
    }
    return answer;
  }

  /** After the count, which does not wait for it. */
  async #check(client: GatewayClient, signal: AbortSignal): Promise<void> {
    const { query } = this;
    const answer = this.problems.length > 0 ? undefined : await client.ask(CHECK, { query, page: this.#page }, signal);
    if (!signal.aborted) this.remarks = answer?.outcome === 'answered' ? answer.data.checkQuery.warnings : [];
  }

  /** What may come next in the text; for the list below it. */
  next(text: string, offset: number, signal: AbortSignal): Promise<Answer<CompleteAnswer>> {
    return this.client().ask(COMPLETE, { text, offset, page: this.#page }, signal);
  }

  completed(): void {
    this.#write(this.field?.value ?? this.query);
  }

  #preview(client: GatewayClient, signal: AbortSignal): Promise<Answer<Preview>> {
    const { query, segment } = this;
    const asked = { query, sample: SAMPLE, page: this.#page };
    if (segment === undefined) return client.ask(PREVIEW, { ...asked, segment: null }, signal);
    return client.ask(this.#isSaved(segment) ? PREVIEW : PREVIEW_CHANGE, { ...asked, segment: segment.id }, signal);
  }

  #isSaved(segment: SavedSegment): boolean {
    return textOf(segment).trim() === this.query.trim();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#saying);
  }

  protected override willUpdate(changed?: PropertyValues<this>): void {
    if (changed?.has('shop') && changed.get('shop') !== undefined) {
      this.good = undefined;
      this.#forget();
    }
    super.willUpdate();
  }

  protected override render(): TemplateResult {
    return html`<section part="query-box" aria-busy=${this.busy}>
      <div class="ask">
        <label class="eyebrow" for="query">${this.segment?.name || this.heading || 'Ask a question'}</label>
        <div class="field">
          <textarea
            id="query"
            rows="4"
            spellcheck="false"
            autocapitalize="off"
            autocomplete="off"
            aria-describedby="problems help"
            aria-invalid=${this.problems.length > 0}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-controls="next"
            aria-activedescendant=${this.#completing.chosenId}
            .value=${this.query}
            @input=${this.#onInput}
            @keydown=${this.#completing.onKeydown}
            @click=${() => this.#completing.close()}
            @blur=${() => this.#completing.close()}
          ></textarea>
          ${this.#completing.render()}
        </div>
        <p id="help" class="visually-hidden">
          What may come next is offered as you write: arrow keys choose, Tab takes it, Escape closes the list. Control and the space
          bar open it.
        </p>
        <div id="problems">${this.problems.map((problem) => problemView(problem, this.query, (at) => this.#goTo(at)))}</div>
        ${this.#save()}
      </div>
      <div class="answer">${this.#answer()}</div>
      ${this.#examples()}
      <p class="visually-hidden" aria-live="polite">${this.said}</p>
    </section>`;
  }

  protected override renderData(): TemplateResult {
    const { good } = this;
    if (good === undefined) return html`<p class="muted">The count appears here as soon as the query can be read.</p>`;
    const { count: size, of, share, revenue, revenueOf, revenueShare, sample, stale } = good.previewSegment;
    return html`<div class=${this.busy || this.problems.length > 0 ? 'result waiting' : 'result'}>
      <p class="big">
        <span class="size">${count(size ?? 0, this)}</span>
        <span class="muted">of ${counted(of ?? 0, 'profile', this)}</span>
      </p>
      ${stale.map(({ message }) => html`<p class="muted small" part="stale">${message}</p>`)}
      ${remarksView(this.remarks, this.query, (at) => this.#goTo(at))}
      <dl class="shares">
        <div><dt>of profiles</dt><dd>${percent(share ?? 0, this)}</dd>${bar(share ?? 0)}</div>
        <div>
          <dt>
            of customers’
            revenue${
              revenue && revenueOf
                ? html`, <span class="nowrap">${money(revenue, this, 'whole')}</span> of
                    <span class="nowrap">${money(revenueOf, this, 'whole')}</span>`
                : nothing
            }
          </dt>
          <dd>${percent(revenueShare ?? 0, this)}</dd>
          ${bar(revenueShare ?? 0)}
        </div>
      </dl>
      ${
        sample.length === 0
          ? messageView('Nobody yet', of === 0 ? NO_PROFILES : 'No profile meets this. Widen a number or a date.')
          : html`<clientele-members
              .via=${this.client()}
              .query=${this.goodQuery}
              .sample=${sample}
              .total=${size ?? 0}
              .file=${this.segment?.name ?? 'members'}
              .look=${{ ...good.shop, locale: this.locale }}
            ></clientele-members>`
      }
    </div>`;
  }

  #answer(): TemplateResult {
    // A text that is still being counted leaves the last answer in sight.
    return this.standing.state === 'loading' && this.good !== undefined ? this.renderData() : super.render();
  }

  #save(): TemplateResult | typeof nothing {
    if (this.query.trim() === '') return nothing;
    return html`<clientele-save-segment
      .via=${this.client()}
      .query=${this.query}
      .segment=${this.segment}
      .locale=${this.locale}
      .preview=${this.busy || this.problems.length > 0 ? undefined : this.good}
      @clientele-segment-saved=${this.#onSaved}
      @clientele-segment-deleted=${this.#onDeleted}
      @clientele-query-refused=${this.#onRefused}
      @clientele-new-query=${() => this.#begin('')}
      @clientele-undo-query=${() => this.#begin(this.segment === undefined ? '' : textOf(this.segment), this.segment)}
    ></clientele-save-segment>`;
  }

  #examples(): TemplateResult {
    return html`<div class="try">
      ${
        this.examples.length === 0
          ? nothing
          : html`<p class="muted small" id="try">Try</p>
              <ul class="examples" aria-labelledby="try">
                ${this.examples.map(
                  (example) =>
                    html`<li><button type="button" @click=${() => this.#begin(example)}>${example}</button></li>`,
                )}
              </ul>`
      }
      <clientele-how-to-ask
        .via=${this.client()}
        .guide=${this.guide}
        @clientele-example=${({ detail }: CustomEvent<InsertText>) => this.#begin(detail.text)}
        @clientele-insert-text=${({ detail }: CustomEvent<InsertText>) => this.#insert(detail.text)}
      ></clientele-how-to-ask>
    </div>`;
  }

  #take(preview: Preview | undefined): void {
    clearTimeout(this.#saying);
    this.problems = preview?.previewSegment.userErrors ?? [];
    if (this.problems.length === 0) {
      this.good = preview;
      // By its handle, so that the audit log says which segment was taken out.
      const saved = this.segment !== undefined && this.#isSaved(this.segment) ? this.segment.handle : undefined;
      this.goodQuery = saved ?? preview?.previewSegment.query ?? this.query;
    }
    if (preview === undefined) return;
    const { count: size, share } = preview.previewSegment;
    const sentence =
      this.problems[0]?.message ?? `${counted(size ?? 0, 'profile', this)}, ${percent(share ?? 0, this)}`;
    this.#saying = setTimeout(() => {
      this.said = sentence;
    }, SAY_AFTER_MS);
  }

  #onInput = (event: Event): void => {
    if (!(event.target instanceof HTMLTextAreaElement)) return;
    this.#write(event.target.value);
    this.#completing.onInput(event);
  };

  #write(text: string): void {
    this.heading = '';
    // A list has no query that could be changed: another text is a question of its own.
    if (this.segment?.query === '') this.segment = undefined;
    this.query = text;
  }

  /** Puts another text in place of the one that is there, and forgets the segment that that was of. */
  #begin(text: string, segment?: SavedSegment): void {
    this.#forget();
    this.#completing.close();
    this.segment = segment;
    this.query = text;
    this.focus();
  }

  /** Writes a text where the cursor is. */
  #insert(text: string): void {
    const { field } = this;
    if (field === null) return;
    const before = field.value.slice(0, field.selectionStart);
    const gap = before === '' || /[\s(]$/.test(before) ? '' : ' ';
    field.setRangeText(gap + text, field.selectionStart, field.selectionEnd, 'end');
    field.focus();
    // As if it had been typed, so that what may come next is offered.
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }

  #forget(): void {
    this.segment = undefined;
    this.heading = '';
  }

  #onSaved = ({ detail: { segment, query } }: CustomEvent<SegmentSaved>): void => {
    this.segment = segment;
    // What was written meanwhile is a change to it already.
    if (this.query === query) this.query = textOf(segment);
    this.said = `Saved as ${segment.name}.`;
    this.focus();
  };

  /** The text stays, as a question that is saved nowhere; that of a list asks for what is gone. */
  #onDeleted = ({ detail: { segment } }: CustomEvent<SegmentDeleted>): void => {
    if (segment.query === '') this.#begin('');
    else this.#forget();
    this.said = `${segment.name} is deleted.${segment.query === '' ? '' : ' Its query is still here.'}`;
    this.focus();
  };

  #onRefused = ({ detail }: CustomEvent<readonly QueryProblem[]>): void => {
    this.problems = detail;
    this.focus();
  };

  #goTo(offset: number): void {
    this.field?.focus();
    this.field?.setSelectionRange(offset, offset);
  }

  get field(): HTMLTextAreaElement | null {
    return this.shadowRoot?.querySelector('textarea') ?? null;
  }
}
