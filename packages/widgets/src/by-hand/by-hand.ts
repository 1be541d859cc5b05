import { html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { Answer } from '../gateway/answer.js';
import { failureSentence } from '../gateway/failure-sentence.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import {
  BY_HAND,
  type ByHandPage,
  DECIDE,
  type DecidedByHand,
  type Decision,
  type NamedSegment,
} from '../questions/by-hand.js';
import { dayOf } from '../words/dates.js';
import { sentence } from '../words/sentence.js';
import { byHandStyles } from './by-hand-styles.js';
import { membersFollow } from './members-follow.js';

type Deciding = DecidedByHand['decision'];

const WORDS: Readonly<Record<Deciding, { readonly begin: string; readonly verb: string; readonly done: string }>> = {
  ADDED: { begin: 'Add to a segment', verb: 'Add', done: 'Added to' },
  EXCLUDED: { begin: 'Exclude from a segment', verb: 'Exclude', done: 'Excluded from' },
};

interface AboutPerson {
  readonly shop: ByHandPage['shop'];
  readonly decided: readonly DecidedByHand[];
  /** Ids of the segments that the person is in. */
  readonly memberOf: ReadonlySet<string>;
  readonly segments: readonly NamedSegment[];
}

/**
 * `<clientele-by-hand profile-id="…">`: what was decided by hand about a person and segments, whatever their queries say,
 * and deciding it: adding, excluding, taking back. Made for the slot `by-hand` of `<clientele-profile>`. It fires
 * `clientele-decided` when something was, and once more when members have followed.
 */
export class ClienteleByHand extends GatewayElement<AboutPerson> {
  static override styles = [theme, stateStyles, byHandStyles];

  @property({ attribute: 'profile-id' }) profileId = '';

  @state() private deciding: Deciding | undefined;
  @state() private problem = '';
  @state() private said = '';
  @state() private busy = false;
  #following = new AbortController();

  protected override asksFor(): readonly unknown[] {
    return [this.profileId];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#following.abort();
  }

  protected override async load(client: GatewayClient, signal: AbortSignal): Promise<Answer<AboutPerson>> {
    const segments: NamedSegment[] = [];
    for (let after: string | null = null; ; ) {
      const answer: Answer<ByHandPage> = await client.ask(BY_HAND, { profile: this.profileId, after }, signal);
      if (answer.outcome !== 'answered') return answer;
      const { shop, profile, segments: page }: ByHandPage = answer.data;
      segments.push(...page.nodes);
      after = page.pageInfo.endCursor;
      if (page.pageInfo.hasNextPage) continue;
      const memberOf = new Set(profile?.segments.map(({ segment }) => segment.id));
      return { outcome: 'answered', data: { shop, decided: profile?.decidedByHand ?? [], memberOf, segments } };
    }
  }

  protected override willUpdate(): void {
    super.willUpdate();
    // Another person, or another shop: nothing that was begun is about them.
    if (this.standing.state === 'loading') this.#close();
  }

  protected override renderData(about: AboutPerson): TemplateResult {
    const { decided, segments, shop } = about;
    const style = { ...shop, locale: this.locale };
    return html`<section part="by-hand" aria-labelledby="title">
      <h3 class="eyebrow" id="title">By hand</h3>
      ${
        decided.length === 0
          ? nothing
          : html`<ul>
              ${decided.map(
                ({ decision, at, reason, segment }) => html`<li>
                  <span class="what">
                    ${WORDS[decision].done} <span class="name">${segment.name}</span>
                    <span class="muted small">${dayOf(at, style)}${reason === '' ? '' : `: ${reason}`}</span>
                  </span>
                  <button
                    class="quiet-button"
                    type="button"
                    aria-label=${`Take back: ${WORDS[decision].done} ${segment.name}`}
                    ?disabled=${this.busy}
                    @click=${() => void this.#decide(segment, 'UNLISTED', '')}
                  >
                    Take back
                  </button>
                </li>`,
              )}
            </ul>`
      }
      ${
        segments.length === 0
          ? html`<p class="muted small">Save a segment, and people can be added to it by hand.</p>`
          : html`<div class="row">${this.#begin('ADDED')}${this.#begin('EXCLUDED')}</div>`
      }
      ${this.deciding === undefined ? nothing : this.#form(this.deciding, about)}
      <p class="wrong" role="alert">${this.problem}</p>
      <p class="muted small said" role="status">${this.said}</p>
    </section>`;
  }

  #begin(decision: Deciding): TemplateResult {
    return html`<button
      class="quiet-button"
      type="button"
      data-begins=${decision}
      aria-expanded=${this.deciding === decision}
      @click=${() => void this.#toggle(decision)}
    >
      ${WORDS[decision].begin}
    </button>`;
  }

  #form(decision: Deciding, { segments, decided, memberOf }: AboutPerson): TemplateResult {
    const already = new Set(decided.filter((one) => one.decision === decision).map(({ segment }) => segment.id));
    const open = segments.filter(({ id }) => !already.has(id));
    const [inIt, notInIt] = [open.filter(({ id }) => memberOf.has(id)), open.filter(({ id }) => !memberOf.has(id))];
    const group = (label: string, some: readonly NamedSegment[]) =>
      some.length === 0
        ? nothing
        : html`<optgroup label=${label}>${some.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}</optgroup>`;
    return html`<form @submit=${(event: Event) => this.#onSubmit(event, decision, open)} @keydown=${this.#onKey}>
      <label class="small muted" for="segment">Segment</label>
      <select id="segment">
        ${
          decision === 'ADDED'
            ? [group('Not in it now', notInIt), group('In it now, to stay', inIt)]
            : [group('In it now', inIt), group('Not in it now, to stay out', notInIt)]
        }
      </select>
      <label class="small muted" for="reason">Why, for whoever asks later</label>
      <input id="reason" autocomplete="off" maxlength="500" />
      <div class="row">
        <button class="button" type="submit" ?disabled=${this.busy || open.length === 0}>${WORDS[decision].verb}</button>
        <button class="quiet-button" type="button" @click=${this.#cancel}>Cancel</button>
      </div>
    </form>`;
  }

  async #toggle(decision: Deciding): Promise<void> {
    this.problem = '';
    this.said = '';
    this.deciding = this.deciding === decision ? undefined : decision;
    await this.updateComplete;
    this.shadowRoot?.querySelector('select')?.focus();
  }

  #onSubmit(event: Event, decision: Deciding, open: readonly NamedSegment[]): void {
    event.preventDefault();
    const chosen = this.shadowRoot?.querySelector('select')?.value;
    const reason = this.shadowRoot?.querySelector('input')?.value.trim() ?? '';
    const segment = open.find(({ id }) => id === chosen);
    if (segment !== undefined) void this.#decide(segment, decision, reason);
  }

  async #decide(segment: NamedSegment, decision: Decision, reason: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.problem = '';
    const { profileId } = this;
    const asked = { segment: segment.id, decision, people: [profileId], reason };
    // What is under way is stored, whatever becomes of the page.
    const answer = await this.client().ask(DECIDE, asked, new AbortController().signal);
    this.busy = false;
    if (this.profileId !== profileId) return;
    if (answer.outcome !== 'answered') {
      this.problem = failureSentence(answer);
      return;
    }
    const { people, userErrors } = answer.data.segmentDecide;
    this.problem = userErrors.map(sentence).join(' ');
    if (this.problem === '' && people === 0) this.problem = 'There is no such profile in this shop any more.';
    if (this.problem !== '') return;
    const begun = this.deciding;
    this.#close();
    const done = decision === 'UNLISTED' ? 'Taken back:' : WORDS[decision].done;
    this.said = `${done} ${segment.name}. Its members follow.`;
    await this.refresh();
    await this.updateComplete;
    // What had the focus is gone.
    this.shadowRoot?.querySelector<HTMLElement>(`[data-begins=${begun ?? 'ADDED'}]`)?.focus();
    this.#fire();
    void this.#follow(segment);
  }

  /** What is shown follows the members. */
  async #follow({ id }: NamedSegment): Promise<void> {
    this.#following.abort();
    this.#following = new AbortController();
    if (!(await membersFollow(this.client(), id, this.#following.signal))) return;
    await this.refresh();
    this.#fire();
  }

  #fire(): void {
    this.dispatchEvent(new CustomEvent('clientele-decided', { bubbles: true, composed: true }));
  }

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    // Of the form, and not of the panel around it.
    event.preventDefault();
    event.stopPropagation();
    this.#cancel();
  };

  #cancel = (): void => {
    const begun = this.deciding;
    this.#close();
    this.shadowRoot?.querySelector<HTMLElement>(`[data-begins=${begun ?? 'ADDED'}]`)?.focus();
  };

  #close(): void {
    this.deciding = undefined;
    this.problem = '';
    this.said = '';
  }
}
