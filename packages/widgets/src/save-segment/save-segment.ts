import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { openProfile } from '../element/open-events.js';
import { theme } from '../element/theme.js';
import type { Answer } from '../gateway/answer.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import type { Preview, QueryProblem } from '../questions/preview.js';
import {
  CREATE_LIST,
  CREATE_SEGMENT,
  REVISE_SEGMENT,
  type SaveAnswer,
  type SavedSegment,
  textOf,
} from '../questions/save-segment.js';
import { sentence } from '../words/sentence.js';
import { moversView } from './movers-view.js';
import { saveStyles } from './save-styles.js';

/** What `clientele-segment-saved` tells: the segment as it is now, and the text that was sent. */
export interface SegmentSaved {
  readonly segment: SavedSegment;
  readonly query: string;
}

/**
 * `<clientele-save-segment>`: keeps a query as a new segment or who is in it as a list, or changes the segment that it is of,
 * with who would enter and leave. Part of the query box. It fires `clientele-segment-saved`, and `clientele-query-refused` with
 * what is wrong in the text.
 */
export class ClienteleSaveSegment extends LitElement {
  static override styles = [theme, saveStyles];

  @property({ attribute: false }) via: GatewayClient | undefined;
  @property() query = '';
  /** The segment that the query is of; undefined for one of its own. */
  @property({ attribute: false }) segment: SavedSegment | undefined;
  /** What the query would select now, where it is counted already. */
  @property({ attribute: false }) preview: Preview | undefined;
  @property({ attribute: false }) locale: string | undefined;

  @state() private name = '';
  @state() private asList = false;
  @state() private nameProblem = '';
  /** What is wrong with neither name nor query. */
  @state() private problem = '';
  @state() private saving = false;

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('segment')) {
      this.name = '';
      this.asList = false;
      this.nameProblem = '';
    }
    if (changed.has('segment') || changed.has('query')) this.problem = '';
  }

  protected override render(): TemplateResult {
    const { segment } = this;
    return html`${segment === undefined ? this.#newForm('Save as a segment') : this.#change(segment)}
      <p class="wrong" role="alert">${this.problem}</p>`;
  }

  #change(segment: SavedSegment): TemplateResult {
    if (this.query.trim() === textOf(segment).trim()) {
      return html`<p class="small">
          <span class="muted">Saved as</span> <span class="name">${segment.name}</span>.
          <span class="muted">
            ${
              segment.query === ''
                ? 'It is a list, which changes by hand alone.'
                : 'Change the text to see who would enter and leave.'
            }
          </span>
        </p>
        <clientele-segment-actions .via=${this.via} .segment=${segment} .locale=${this.locale}>
          <button class="quiet-button" type="button" @click=${() => this.#fire('clientele-new-query')}>New question</button>
        </clientele-segment-actions>`;
    }
    const { entering, leaving } = this.preview?.segmentDiff ?? {};
    const open = (id: string) => openProfile(this, id);
    const { locale } = this;
    return html`<p class="small"><span class="muted">Changing</span> <span class="name">${segment.name}</span></p>
      ${entering && leaving ? moversView(entering, leaving, { locale, open }) : html`<p class="muted small">Comparing …</p>`}
      <div class="row">
        <button class="button" type="button" ?disabled=${this.saving} @click=${() => void this.#revise(segment)}>
          Save changes
        </button>
        <button class="quiet-button" type="button" @click=${() => this.#fire('clientele-undo-query')}>Undo</button>
      </div>
      <details>
        <summary>Keep it, and save this as another segment</summary>
        ${this.#newForm('Name of the new segment')}
      </details>`;
  }

  #newForm(label: string): TemplateResult {
    return html`<form @submit=${this.#onCreate}>
      <label class="small muted" for="name">${label}</label>
      <div class="row">
        <input
          id="name"
          autocomplete="off"
          maxlength="200"
          placeholder="Name"
          aria-describedby="name-problem"
          aria-invalid=${this.nameProblem !== ''}
          .value=${this.name}
          @input=${this.#onName}
        />
        <button class="button" type="submit" ?disabled=${this.saving}>Save</button>
      </div>
      <p class="wrong" id="name-problem" role="alert">${this.nameProblem}</p>
      <label class="as-list small muted">
        <input type="checkbox" .checked=${this.asList} @change=${this.#onAsList} />
        <span>As a list: who is in it now, until somebody changes it by hand</span>
      </label>
    </form>`;
  }

  #onName = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) this.name = event.target.value;
    this.nameProblem = '';
  };

  #onAsList = (event: Event): void => {
    this.asList = event.target instanceof HTMLInputElement && event.target.checked;
  };

  #onCreate = (event: Event): void => {
    event.preventDefault();
    const { name, query } = this;
    const question = this.asList ? CREATE_LIST : CREATE_SEGMENT;
    void this.#save((client, signal) => client.ask(question, { name, query }, signal));
  };

  #revise({ id, version }: SavedSegment): Promise<void> {
    const { query } = this;
    return this.#save((client, signal) => client.ask(REVISE_SEGMENT, { id, query, version }, signal));
  }

  async #save(ask: (client: GatewayClient, signal: AbortSignal) => Promise<Answer<SaveAnswer>>): Promise<void> {
    if (this.via === undefined || this.saving) return;
    this.saving = true;
    this.problem = '';
    // What is under way is stored, whatever becomes of the page.
    const { query } = this;
    const answer = await ask(this.via, new AbortController().signal);
    this.saving = false;
    if (answer.outcome === 'answered') this.#take(answer.data.saved, query);
    else if (answer.outcome === 'session-ended') this.problem = 'The session has ended: sign in again, then save.';
    else if (answer.outcome !== 'superseded') this.problem = answer.message;
  }

  #take({ segment, userErrors }: SaveAnswer['saved'], query: string): void {
    const at = (field: string) => userErrors.filter((error) => error.field.at(-1) === field);
    const [names, queries] = [at('name'), at('query')];
    this.nameProblem = names.map(sentence).join(' ');
    this.problem = userErrors
      .filter((error) => !names.includes(error) && !queries.includes(error))
      .map(sentence)
      .join(' ');
    if (queries.length > 0) this.#fire('clientele-query-refused', queries);
    if (names.length > 0) this.shadowRoot?.querySelector('input')?.focus();
    if (segment !== null) this.#fire('clientele-segment-saved', { segment, query } satisfies SegmentSaved);
  }

  #fire(name: string, detail?: SegmentSaved | readonly QueryProblem[]): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
