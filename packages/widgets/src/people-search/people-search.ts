import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { GatewayElement } from '../element/gateway-element.js';
import { openProfile } from '../element/open-events.js';
import { rest } from '../element/rest.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { Answer } from '../gateway/answer.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { memberName } from '../members/member-name.js';
import { type MemberRow, type MembersPage, PEOPLE } from '../questions/members.js';
import { counted } from '../words/numbers.js';
import { plainName } from '../words/plain-name.js';
import { peopleSearchStyles } from './people-search-styles.js';

const MOST = 8;
/** How long the keys must rest before the gateway is asked. */
const ASK_AFTER_MS = 200;

/**
 * `<clientele-people-search>`: finds people by name, e-mail address, telephone number, order or id while it is written.
 * Choosing one fires `clientele-open-profile`.
 */
export class ClientelePeopleSearch extends GatewayElement<MembersPage | undefined> {
  static override styles = [theme, stateStyles, peopleSearchStyles];

  @state() private text = '';
  @state() private isOpen = false;

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('focusout', this.#onFocusOut);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('focusout', this.#onFocusOut);
  }

  protected override asksFor(): readonly unknown[] {
    return [this.text.trim()];
  }

  protected override async load(client: GatewayClient, signal: AbortSignal): Promise<Answer<MembersPage | undefined>> {
    const search = this.text.trim();
    if (search === '') return { outcome: 'answered', data: undefined };
    await rest(ASK_AFTER_MS, signal);
    if (signal.aborted) return { outcome: 'superseded' };
    return client.ask(PEOPLE, { search, first: MOST }, signal);
  }

  protected override render(): TemplateResult {
    return html`<search part="people-search" @keydown=${this.#onKey}>
      <label class="visually-hidden" for="text">Find a person</label>
      <input
        id="text"
        type="search"
        maxlength="255"
        placeholder="Find a person"
        title="By name, e-mail address, telephone number, order or id"
        autocomplete="off"
        spellcheck="false"
        .value=${this.text}
        @input=${this.#onInput}
        @click=${this.#onClick}
      />
      ${this.isOpen && this.text.trim() !== '' ? html`<div class="found">${super.render()}</div>` : nothing}
    </search>`;
  }

  protected override renderData(page: MembersPage | undefined): TemplateResult {
    if (page === undefined) return html``;
    const { nodes, pageInfo } = page.profiles;
    if (nodes.length === 0) {
      return html`<p class="note" role="status">
        Nobody is found by “${this.text.trim()}”. Give a name, an e-mail address, a number with its country code, or an order.
      </p>`;
    }
    return html`<ul>
        ${nodes.map((row) => this.#row(row))}
      </ul>
      <p class=${pageInfo.hasNextPage ? 'note' : 'visually-hidden'} role="status">
        ${pageInfo.hasNextPage ? 'There are more: write more of it.' : `${counted(nodes.length, 'profile', this)} found.`}
      </p>`;
  }

  #row({ id, rfmGroup, records }: MemberRow): TemplateResult {
    const { name, email } = memberName(records);
    return html`<li>
      <button type="button" @click=${() => this.#choose(id)}>
        <span class="name">${name}</span>
        <span class="muted">${rfmGroup && plainName(rfmGroup)}</span>
        ${email === null ? nothing : html`<span class="email muted">${email}</span>`}
      </button>
    </li>`;
  }

  #choose(id: string): void {
    this.isOpen = false;
    // The drawer gives the focus back to where it was when it opened.
    this.#field?.focus();
    openProfile(this, id);
  }

  #onInput = (event: Event): void => {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.text = event.target.value;
    this.isOpen = true;
  };

  #onClick = (): void => {
    this.isOpen = true;
  };

  #onFocusOut = ({ relatedTarget }: FocusEvent): void => {
    const stays = relatedTarget instanceof Node && (this.shadowRoot?.contains(relatedTarget) ?? false);
    if (!stays) this.isOpen = false;
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' && this.isOpen && this.text !== '') {
      event.preventDefault();
      this.#field?.focus();
      this.isOpen = false;
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter' && event.target === this.#field) this.#rows[0]?.click();
    if (step === undefined) return;
    event.preventDefault();
    this.isOpen = true;
    const stops: readonly (HTMLElement | null)[] = [this.#field, ...this.#rows];
    const focused = this.shadowRoot?.activeElement;
    const at = focused instanceof HTMLElement ? stops.indexOf(focused) : 0;
    stops[Math.min(stops.length - 1, Math.max(0, at + step))]?.focus();
  };

  get #field(): HTMLInputElement | null {
    return this.shadowRoot?.querySelector('input') ?? null;
  }

  get #rows(): readonly HTMLElement[] {
    return [...(this.shadowRoot?.querySelectorAll<HTMLElement>('li button') ?? [])];
  }
}
