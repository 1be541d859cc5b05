import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { theme } from '../element/theme.js';
import type { Answer } from '../gateway/answer.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import {
  DELETE_SEGMENT,
  RENAME_SEGMENT,
  type SaveAnswer,
  type SavedSegment,
  SEGMENT_USE,
  type SegmentUse,
  textOf,
} from '../questions/save-segment.js';
import type { SegmentSaved } from '../save-segment/save-segment.js';
import { counted } from '../words/numbers.js';
import { sentence } from '../words/sentence.js';
import { segmentActionsStyles } from './segment-actions-styles.js';

/** What `clientele-segment-deleted` tells. */
export interface SegmentDeleted {
  readonly segment: SavedSegment;
}

type Mode = 'closed' | 'renaming' | 'deciding' | 'placing' | 'deleting';

/**
 * `<clientele-segment-actions>`: gives a saved segment another name, adds people to it by hand or excludes them, keeps it on platforms, or deletes
 * it after saying who would leave and what refers to it. Part of the query box; what it contains stands before its buttons. It fires `clientele-segment-saved`
 * and `clientele-segment-deleted`.
 */
export class ClienteleSegmentActions extends LitElement {
  static override styles = [theme, segmentActionsStyles];

  @property({ attribute: false }) via: GatewayClient | undefined;
  @property({ attribute: false }) segment: SavedSegment | undefined;
  @property({ attribute: false }) locale: string | undefined;

  @state() private mode: Mode = 'closed';
  @state() private use: SegmentUse['segment'] = null;
  @state() private problem = '';
  @state() private busy = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('segment') && changed.get('segment')?.id !== this.segment?.id) this.#close();
  }

  protected override render(): TemplateResult {
    const { segment } = this;
    if (segment === undefined) return html``;
    return html`<div class="row">
        <slot></slot>
        <button class="quiet-button" type="button" data-opens="renaming" aria-expanded=${this.mode === 'renaming'} @click=${this.#askName}>Rename</button>
        <button
          class="quiet-button"
          type="button"
          data-opens="deciding"
          aria-expanded=${this.mode === 'deciding'}
          @click=${this.#askPeople}
        >
          Add or exclude
        </button>
        <button class="quiet-button" type="button" data-opens="placing" aria-expanded=${this.mode === 'placing'} @click=${this.#showPlatforms}>
          On platforms
        </button>
        <button class="quiet-button" type="button" data-opens="deleting" aria-expanded=${this.mode === 'deleting'} @click=${() => void this.#askUse(segment)}>
          Delete
        </button>
      </div>
      <div @keydown=${this.#onKey}>
        ${this.mode === 'renaming' ? this.#renaming(segment) : ''}${this.mode === 'deleting' ? this.#deleting(segment) : ''}${this.mode === 'deciding' ? this.#deciding(segment) : ''}${this.mode === 'placing' ? this.#placing(segment) : ''}
      </div>
      <p class="wrong" role="alert">${this.problem}</p>`;
  }

  #renaming(segment: SavedSegment): TemplateResult {
    return html`<form class="asked" @submit=${(event: Event) => this.#onRename(event, segment)}>
      <label class="small muted" for="name">New name</label>
      <div class="row">
        <input id="name" autocomplete="off" maxlength="200" .value=${segment.name} @input=${this.#forgetProblem} />
        <button class="button" type="submit" ?disabled=${this.busy}>Rename</button>
        <button class="quiet-button" type="button" @click=${this.#close}>Cancel</button>
      </div>
    </form>`;
  }

  #deleting(segment: SavedSegment): TemplateResult {
    if (this.use === null) return html``;
    const { count: members, referredToBy } = this.use;
    const quoted = referredToBy.map(({ name }) => `“${name}”`);
    const names = new Intl.ListFormat(this.locale).format(quoted);
    const keep = html`<button class="quiet-button" type="button" @click=${this.#close}>Keep it</button>`;
    return html`<div class="asked" role="group" aria-labelledby="question" aria-describedby="about">
      ${
        quoted.length > 0
          ? html`<p class="name" id="question" tabindex="-1">“${segment.name}” cannot be deleted.</p>
              <p class="small" id="about">
                ${names} ${quoted.length === 1 ? 'refers' : 'refer'} to it: change or delete
                ${quoted.length === 1 ? 'that one' : 'those'} first.
              </p>
              <div class="row">${keep}</div>`
          : html`<p class="name" id="question" tabindex="-1">Delete “${segment.name}”?</p>
              <p class="small" id="about">
                ${(members ?? 0) === 0 ? 'Nobody is in it.' : `${counted(members ?? 0, 'profile', this)} would leave it.`}
                They themselves stay, and so does the history of the segment.
              </p>
              <div class="row">
                <button class="button danger" type="button" ?disabled=${this.busy} @click=${() => void this.#delete(segment)}>
                  Delete segment
                </button>
                ${keep}
              </div>`
      }
    </div>`;
  }

  #deciding(segment: SavedSegment): TemplateResult {
    return html`<clientele-decide-people .via=${this.via} .segment=${segment} .locale=${this.locale}>
      <button class="quiet-button" type="button" @click=${this.#leave}>Close</button>
    </clientele-decide-people>`;
  }

  #placing(segment: SavedSegment): TemplateResult {
    return html`<clientele-segment-platforms .via=${this.via} .segment=${segment}>
      <button class="quiet-button" type="button" @click=${this.#leave}>Close</button>
    </clientele-segment-platforms>`;
  }

  #showPlatforms = (): void => {
    this.problem = '';
    this.mode = this.mode === 'placing' ? 'closed' : 'placing';
  };

  #askPeople = async (): Promise<void> => {
    if (this.mode === 'deciding') {
      this.#close();
      return;
    }
    this.problem = '';
    this.mode = 'deciding';
    await this.updateComplete;
    this.shadowRoot?.querySelector<HTMLElement>('clientele-decide-people')?.focus();
  };

  #askName = async (): Promise<void> => {
    this.problem = '';
    this.mode = 'renaming';
    await this.updateComplete;
    this.shadowRoot?.querySelector('input')?.select();
  };

  async #askUse(segment: SavedSegment): Promise<void> {
    const data = await this.#ask((client, signal) => client.ask(SEGMENT_USE, { id: segment.id }, signal));
    if (data === undefined || this.segment?.id !== segment.id) return;
    if (data.segment === null) {
      this.#deleted(segment);
      return;
    }
    this.use = data.segment;
    this.mode = 'deleting';
    await this.updateComplete;
    this.shadowRoot?.getElementById('question')?.focus();
  }

  #onRename(event: Event, { id }: SavedSegment): void {
    event.preventDefault();
    const name = this.shadowRoot?.querySelector('input')?.value.trim() ?? '';
    void this.#change((client, signal) => client.ask(RENAME_SEGMENT, { id, name }, signal)).then((segment) => {
      if (segment === undefined) return;
      this.#close();
      this.#fire('clientele-segment-saved', { segment, query: textOf(segment) } satisfies SegmentSaved);
    });
  }

  async #delete(segment: SavedSegment): Promise<void> {
    const gone = await this.#change((client, signal) => client.ask(DELETE_SEGMENT, { id: segment.id }, signal));
    if (gone !== undefined) this.#deleted(segment);
  }

  #deleted(segment: SavedSegment): void {
    this.#close();
    this.#fire('clientele-segment-deleted', { segment } satisfies SegmentDeleted);
  }

  /** The segment after a change; undefined where it was refused, which is said. */
  async #change(
    ask: (client: GatewayClient, signal: AbortSignal) => Promise<Answer<SaveAnswer>>,
  ): Promise<SavedSegment | undefined> {
    const data = await this.#ask(ask);
    this.problem ||= data?.saved.userErrors.map(sentence).join(' ') ?? '';
    return data?.saved.segment ?? undefined;
  }

  async #ask<Data>(
    ask: (client: GatewayClient, signal: AbortSignal) => Promise<Answer<Data>>,
  ): Promise<Data | undefined> {
    if (this.via === undefined || this.busy) return undefined;
    this.busy = true;
    this.problem = '';
    const answer = await ask(this.via, new AbortController().signal);
    this.busy = false;
    if (answer.outcome === 'answered') return answer.data;
    if (answer.outcome === 'session-ended') this.problem = 'The session has ended: sign in again, then try once more.';
    else if (answer.outcome !== 'superseded') this.problem = answer.message;
    return undefined;
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') this.#leave();
  };

  /** Closes what is open, and goes back to the button that opened it. */
  #leave = (): void => {
    this.shadowRoot?.querySelector<HTMLElement>(`[data-opens=${this.mode}]`)?.focus();
    this.#close();
  };

  #forgetProblem = (): void => {
    this.problem = '';
  };

  #close = (): void => {
    this.mode = 'closed';
    this.use = null;
    this.problem = '';
  };

  #fire(name: string, detail: SegmentSaved | SegmentDeleted): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
