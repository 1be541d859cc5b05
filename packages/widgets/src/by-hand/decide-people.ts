import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { openQuery } from '../element/open-events.js';
import { theme } from '../element/theme.js';
import { failureSentence } from '../gateway/failure-sentence.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { DECIDE, type DecideAnswer, type Decision } from '../questions/by-hand.js';
import type { SavedSegment } from '../questions/save-segment.js';
import { count } from '../words/numbers.js';
import { sentence } from '../words/sentence.js';
import { byHandStyles } from './by-hand-styles.js';
import { membersFollow } from './members-follow.js';

const DECISIONS: readonly { readonly decision: Decision; readonly label: string; readonly done: string }[] = [
  { decision: 'ADDED', label: 'Add them', done: 'added' },
  { decision: 'EXCLUDED', label: 'Exclude them', done: 'excluded' },
  { decision: 'UNLISTED', label: 'Take back what was decided of them', done: 'neither added nor excluded any more' },
];

/** So many of those who are unknown are named by their line. */
const NAMED = 10;

/**
 * `<clientele-decide-people>`: decides by hand about people who are named one a line, and leads to those of whom that was
 * done. Part of the actions of a saved segment. It fires `clientele-decided` when something was, and once more when members
 * have followed, and `clientele-open-query`.
 */
export class ClienteleDecidePeople extends LitElement {
  static override styles = [theme, byHandStyles];

  @property({ attribute: false }) via: GatewayClient | undefined;
  @property({ attribute: false }) segment: SavedSegment | undefined;
  @property({ attribute: false }) locale: string | undefined;

  @state() private decision: Decision = 'ADDED';
  @state() private people = '';
  @state() private said = '';
  @state() private problem = '';
  @state() private busy = false;
  #following = new AbortController();

  /** Puts the cursor where people are named. */
  override focus(): void {
    this.shadowRoot?.querySelector('textarea')?.focus();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('segment') || changed.get('segment')?.id === this.segment?.id) return;
    this.decision = 'ADDED';
    this.people = '';
    this.said = '';
    this.problem = '';
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following.abort();
  }

  protected override render(): TemplateResult {
    const { segment } = this;
    if (segment === undefined) return html``;
    return html`<form @submit=${(event: Event) => this.#onSubmit(event, segment)}>
      <label class="small muted" for="people">
        One a line: an e-mail address, a telephone number with its country code, or an id
      </label>
      <textarea
        id="people"
        rows="4"
        spellcheck="false"
        autocomplete="off"
        .value=${this.people}
        @input=${this.#onPeople}
      ></textarea>
      <fieldset>
        <legend class="visually-hidden">What is decided</legend>
        ${DECISIONS.map(
          ({ decision, label }) => html`<label class="choice">
            <input
              type="radio"
              name="decision"
              .checked=${decision === this.decision}
              @change=${() => {
                this.decision = decision;
              }}
            />
            <span>${label}${decision === 'UNLISTED' || segment.query === '' ? nothing : ', whatever the query says'}</span>
          </label>`,
        )}
      </fieldset>
      <label class="small muted" for="reason">Why, for whoever asks later</label>
      <input id="reason" autocomplete="off" maxlength="500" />
      <div class="row">
        <button class="button" type="submit" ?disabled=${this.busy || this.people.trim() === ''}>Decide</button>
        <slot></slot>
      </div>
      <p class="wrong" role="alert">${this.problem}</p>
      <p class="small said" role="status">${this.said}</p>
      <div class="row">
        ${this.#shown(segment, 'added_to', 'Who was added')} ${this.#shown(segment, 'excluded_from', 'Who was excluded')}
      </div>
    </form>`;
  }

  #shown({ handle, name }: SavedSegment, asked: 'added_to' | 'excluded_from', label: string): TemplateResult {
    const opened = { title: `${name}: ${label.toLowerCase()} by hand`, query: `${asked}('${handle}')` };
    return html`<button class="quiet-button" type="button" @click=${() => openQuery(this, opened)}>${label}</button>`;
  }

  #onPeople = (event: Event): void => {
    if (event.target instanceof HTMLTextAreaElement) this.people = event.target.value;
    this.problem = '';
    this.said = '';
  };

  #onSubmit(event: Event, segment: SavedSegment): void {
    event.preventDefault();
    void this.#decide(segment);
  }

  async #decide(segment: SavedSegment): Promise<void> {
    if (this.via === undefined || this.busy) return;
    const lines = this.people.split('\n').flatMap((text, index) => {
      const trimmed = text.trim();
      return trimmed === '' ? [] : [{ text: trimmed, line: index + 1 }];
    });
    this.busy = true;
    this.problem = '';
    const reason = this.shadowRoot?.querySelector<HTMLInputElement>('#reason')?.value.trim() ?? '';
    const { via, decision } = this;
    const asked = { segment: segment.id, decision, people: lines.map(({ text }) => text), reason };
    // What is under way is stored, whatever becomes of the page.
    const answer = await via.ask(DECIDE, asked, new AbortController().signal);
    this.busy = false;
    if (this.segment?.id !== segment.id) return;
    if (answer.outcome !== 'answered') {
      this.problem = failureSentence(answer);
      return;
    }
    const decided = answer.data.segmentDecide;
    this.problem = decided.userErrors.map(sentence).join(' ') || this.#unknown(decided, lines);
    if (decided.people === 0) return;
    const { done } = DECISIONS.find((one) => one.decision === decision) ?? { done: 'decided about' };
    this.said = `${count(decided.people, this)} ${decided.people === 1 ? 'person' : 'people'} ${done}.`;
    // Those who are unknown stay, to be mended.
    const wrong = new Set(decided.unknown.map(({ index }) => index));
    this.people =
      decided.unknown.length === 0
        ? ''
        : lines.flatMap(({ text }, index) => (wrong.has(index) ? [text] : [])).join('\n');
    this.#fire();
    this.#following.abort();
    this.#following = new AbortController();
    if (await membersFollow(via, segment.id, this.#following.signal)) this.#fire();
  }

  #unknown({ unknown }: DecideAnswer['segmentDecide'], lines: readonly { readonly line: number }[]): string {
    if (unknown.length === 0) return '';
    const named = unknown
      .slice(0, NAMED)
      .map(
        ({ index, reason }) =>
          `line ${lines[index]?.line} (${reason === 'SEVERAL' ? 'several people have that' : 'nobody has that'})`,
      );
    const more = unknown.length - named.length;
    const list = new Intl.ListFormat(this.locale).format([
      ...named,
      ...(more > 0 ? [`${count(more, this)} more`] : []),
    ]);
    return `Not decided about ${list}.`;
  }

  #fire(): void {
    this.dispatchEvent(new CustomEvent('clientele-decided', { bubbles: true, composed: true }));
  }
}
