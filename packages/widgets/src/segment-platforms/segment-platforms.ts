import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formStyles } from '../element/form-styles.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import { failureSentence } from '../gateway/failure-sentence.js';
import type { GatewayClient, Question } from '../gateway/gateway-client.js';
import type { SavedSegment } from '../questions/save-segment.js';
import {
  BEGIN_WRITE_BACK,
  PLAN_WRITE_BACK,
  TAKE_BACK,
  WRITE_BACKS,
  type WriteBackChange,
  type WriteBackPlanned,
  type WriteBackRow,
  type WriteBacksAnswer,
  type WrittenAs,
} from '../questions/write-backs.js';
import { counted } from '../words/numbers.js';
import { sentence } from '../words/sentence.js';

/** So often it is looked how far a writing is. */
const LOOK_MS = 2_000;

const WORDS: Readonly<Record<WrittenAs, string>> = {
  TAG: 'tag',
  METAFIELD: 'metafield',
  GROUP: 'group',
  SEGMENT: 'segment',
};

const ACTS: Readonly<Record<NonNullable<WriteBackPlanned['whole']>['act'], string>> = {
  MAKE: 'It would be made.',
  CHANGE: 'Its query would be changed.',
  NOTHING: 'It is there already.',
  THEIRS: 'It was changed there again after it had been put back, so it is left as it is.',
};

const LEFT = 'It was changed or deleted there again after it had been put back, so it is left as it is.';

/** A place that was chosen, and what would be done there. */
interface Planned {
  readonly connection: string;
  readonly what: WrittenAs;
  readonly says: string;
  /** What would be written, where the platform keeps it by its query, and what is to be known of it. */
  readonly query: string | null;
  readonly remarks: readonly string[];
}

/**
 * `<clientele-segment-platforms>`: where a segment is kept on platforms; keeps it at another place, after it has said what that
 * would do, and takes it back. Part of the actions of a segment; what it contains stands after its buttons.
 */
export class ClienteleSegmentPlatforms extends GatewayElement<WriteBacksAnswer> {
  static override styles = [
    theme,
    stateStyles,
    formStyles,
    css`
      .all {
        display: grid;
        gap: 8px;
        padding-block-start: 8px;
      }
      code {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property({ attribute: false }) segment: SavedSegment | undefined;

  @state() private planned: Planned | undefined;
  @state() private busy = false;
  @state() private problem = '';

  #again: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#again);
  }

  protected override asksFor(): readonly unknown[] {
    return [this.segment?.id];
  }

  protected override async load(client: GatewayClient, signal: AbortSignal) {
    clearTimeout(this.#again);
    const answer = await client.ask(WRITE_BACKS, { segment: this.segment?.id ?? '' }, signal);
    const isMoving = answer.outcome === 'answered' && answer.data.writeBacks.some(isUnderWay);
    if (isMoving && this.isConnected) this.#again = setTimeout(() => void this.refresh(), LOOK_MS);
    return answer;
  }

  protected override renderData({ writeBacks, shop }: WriteBacksAnswer): TemplateResult {
    const { planned } = this;
    const places = shop.connections.flatMap(({ id, name, writes }) => writes.map((what) => ({ id, name, what })));
    const free = places.filter(
      ({ name, what }) => !writeBacks.some((one) => one.connection === name && one.what === what),
    );
    return html`<div class="all">
      ${writeBacks.map((row) => this.#row(row))}
      ${places.length === 0 ? html`<p class="muted small">No platform is connected to which segments can be written.</p>` : nothing}
      <div class="row">
        ${free.map(
          ({ id, name, what }) => html`<button
            class="quiet-button"
            type="button"
            ?disabled=${this.busy}
            aria-expanded=${planned?.connection === id && planned.what === what}
            @click=${() => void this.#plan(id, what)}
          >
            Keep as a ${WORDS[what]} on ${name}
          </button>`,
        )}
        <slot></slot>
      </div>
      ${planned === undefined ? nothing : this.#question(planned)}
      <p class="wrong" role="alert">${this.problem}</p>
    </div>`;
  }

  #row(row: WriteBackRow): TemplateResult {
    const { id, connection, what, name, isTakenBack } = row;
    return html`<div class="row">
      <p class="small">
        <span class="name">${name}</span> <span class="muted">as a ${WORDS[what]} on ${connection}:</span> ${this.#standingOf(row)}
      </p>
      ${
        isTakenBack
          ? nothing
          : html`<button class="quiet-button" type="button" ?disabled=${this.busy} @click=${() => void this.#change(TAKE_BACK, { id })}>
              Take back<span class="visually-hidden"> from ${connection}</span>
            </button>`
      }
    </div>`;
  }

  #standingOf({
    isTakenBack,
    outcome,
    failure,
    written,
    theirs,
    query,
    isLeft,
  }: WriteBackRow): string | TemplateResult {
    if (query !== null) {
      const what = isTakenBack ? 'Being removed there.' : isLeft ? LEFT : html`by its query <code>${query}</code>.`;
      return html`${what} ${failure === null ? '' : `The last try: ${sentence({ message: failure, hint: null })}`}`;
    }
    const before = theirs === 0 ? '' : `, and ${counted(theirs, 'customer', this)} had it before`;
    const has = `${counted(written, 'customer', this)} by us${before}.`;
    if (isTakenBack) return `Being taken off there; left: ${has}`;
    if (outcome === null) return `Being written. ${has}`;
    return failure === null ? has : `${has} The last try: ${sentence({ message: failure, hint: null })}`;
  }

  #question({ connection, what, says, query, remarks }: Planned): TemplateResult {
    const segment = this.segment?.id ?? '';
    return html`<p class="small" role="status">
        ${query === null ? nothing : html`<code>${query}</code><br />`}${says}
      </p>
      ${remarks.map((remark) => html`<p class="muted small">${remark}</p>`)}
      <div class="row">
        <button
          class="button"
          type="button"
          ?disabled=${this.busy}
          @click=${() => void this.#change(BEGIN_WRITE_BACK, { segment, connection, what })}
        >
          Write it there
        </button>
        <button class="quiet-button" type="button" @click=${this.#forget}>Cancel</button>
      </div>`;
  }

  async #plan(connection: string, what: WrittenAs): Promise<void> {
    const segment = this.segment?.id ?? '';
    const data = await this.#ask(PLAN_WRITE_BACK, { segment, connection, what });
    if (data === undefined) return;
    const { plan, userErrors } = data.planned;
    this.problem = userErrors.map(sentence).join(' ');
    if (plan === null) return;
    const { query = null, remarks = [] } = plan.whole ?? {};
    this.planned = { connection, what, says: this.#saysOf(plan), query, remarks };
  }

  #saysOf({ members, customers, add, remove, whole }: WriteBackPlanned): string {
    if (whole === null) {
      return (
        `Of ${counted(members, 'member', this)}: ${counted(add, 'customer', this)} would get it, ` +
        `${counted(remove, 'customer', this)} would lose it. It follows the segment from then on. Only what is written from here is ever taken off.`
      );
    }
    const there = whole.there === null ? '' : `${counted(whole.there, 'customer', this)} there, `;
    return `${there}${counted(customers, 'customer', this)} of it here. ${ACTS[whole.act]} It follows the segment from then on.`;
  }

  /** What is under way goes on behind the answer, which is looked at until its end. */
  async #change<Variables extends Readonly<Record<string, unknown>>>(
    question: Question<WriteBackChange, Variables>,
    variables: Variables,
  ): Promise<void> {
    const data = await this.#ask(question, variables);
    if (data === undefined) return;
    this.problem = data.changed.userErrors.map(sentence).join(' ');
    if (this.problem === '') this.#forget();
    await this.refresh();
  }

  async #ask<Data, Variables extends Readonly<Record<string, unknown>>>(
    question: Question<Data, Variables>,
    variables: Variables,
  ): Promise<Data | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.problem = '';
    const answer = await this.client().ask(question, variables, new AbortController().signal);
    this.busy = false;
    if (answer.outcome === 'answered') return answer.data;
    this.problem = failureSentence(answer);
    return undefined;
  }

  #forget = (): void => {
    this.planned = undefined;
  };
}

function isUnderWay({ outcome, isTakenBack }: WriteBackRow): boolean {
  return outcome === null || isTakenBack;
}
