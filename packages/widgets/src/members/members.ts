import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formStyles } from '../element/form-styles.js';
import { openProfile } from '../element/open-events.js';
import { theme } from '../element/theme.js';
import { failureSentence } from '../gateway/failure-sentence.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { MEMBERS, type MemberRow, type MembersPage } from '../questions/members.js';
import { count, type Style } from '../words/numbers.js';
import { memberStyles } from './member-styles.js';
import { memberTable } from './member-table.js';

const PAGE = 50;
/** The gateway's largest page. */
const LARGEST_PAGE = 250;

/**
 * `<clientele-members>`: some members of a query, on demand all of them page by page, and the file of them. Part of the
 * query box. Choosing one fires `clientele-open-profile`.
 */
export class ClienteleMembers extends LitElement {
  static override styles = [theme, formStyles, memberStyles];

  @property({ attribute: false }) via: GatewayClient | undefined;
  @property() query = '';
  /** The first few. */
  @property({ attribute: false }) sample: readonly MemberRow[] = [];
  /** How many there are. */
  @property({ type: Number }) total = 0;
  /** What a file of them is called, without its ending. */
  @property() file = 'members';
  @property({ attribute: false }) look: Style = { locale: undefined, currency: 'GBP', timeZone: 'UTC' };

  /** The pages that were read; undefined while only some are shown. */
  @state() private pages: readonly MemberRow[] | undefined;
  @state() private hasMore = false;
  @state() private busy = false;
  @state() private problem = '';
  #after: string | null = null;
  #request = new AbortController();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query') || changed.has('via')) this.#showFew();
    // Somebody came or left meanwhile, perhaps by hand.
    else if (changed.has('total') && this.pages !== undefined) void this.#readAgain(this.pages.length);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#request.abort();
  }

  protected override render(): TemplateResult {
    const { pages, sample, look } = this;
    const heading = pages === undefined && sample.length < this.total ? 'Some of them' : 'All, the oldest first';
    return html`${memberTable(pages ?? sample, { heading, style: look, open: (id) => openProfile(this, id) })}
      <div class="row">
        ${this.#pager()}
        <clientele-members-file
          .via=${this.via}
          .query=${this.query}
          .file=${this.file}
          .locale=${look.locale}
        ></clientele-members-file>
      </div>
      <p class="wrong" role="alert">${this.problem}</p>`;
  }

  #pager(): TemplateResult | typeof nothing {
    const { pages, total, look } = this;
    if (pages === undefined) {
      if (this.sample.length >= total) return nothing;
      return html`<button class="quiet-button" type="button" ?disabled=${this.busy} @click=${() => void this.#showMore()}>
        Show all ${count(total, look)} members
      </button>`;
    }
    return html`${
      this.hasMore
        ? html`<button class="quiet-button" type="button" ?disabled=${this.busy} @click=${() => void this.#showMore()}>
            Show ${count(PAGE, look)} more
          </button>`
        : nothing
    }
      <button class="quiet-button" type="button" @click=${this.#showFew}>Show fewer</button>
      <span class="muted small" role="status">${count(pages.length, look)} of ${count(Math.max(total, pages.length), look)} shown</span>`;
  }

  /** Reads what is shown anew, where one page holds it. */
  async #readAgain(shown: number): Promise<void> {
    if (this.via === undefined || shown > LARGEST_PAGE) {
      this.#showFew();
      return;
    }
    const { signal } = this.#request;
    const first = Math.max(PAGE, shown);
    const answer = await this.via.ask(MEMBERS, { query: this.query, first, after: null }, signal);
    if (signal.aborted || answer.outcome !== 'answered') return;
    this.#take(answer.data, []);
  }

  #take({ profiles: { nodes, pageInfo } }: MembersPage, before: readonly MemberRow[]): void {
    this.pages = [...before, ...nodes];
    this.hasMore = pageInfo.hasNextPage;
    this.#after = pageInfo.endCursor;
  }

  /** Reads the next page, and moves to its first row whoever uses the keyboard. */
  async #showMore(): Promise<void> {
    if (this.via === undefined || this.busy) return;
    this.busy = true;
    this.problem = '';
    const { signal } = this.#request;
    const answer = await this.via.ask(MEMBERS, { query: this.query, first: PAGE, after: this.#after }, signal);
    if (signal.aborted) return;
    this.busy = false;
    if (answer.outcome !== 'answered') {
      this.problem = failureSentence(answer);
      return;
    }
    const before = this.pages ?? [];
    this.#take(answer.data, before);
    await this.updateComplete;
    this.shadowRoot?.querySelectorAll<HTMLElement>('.member')[before.length]?.focus();
  }

  #showFew = (): void => {
    this.#request.abort();
    this.#request = new AbortController();
    this.#after = null;
    this.pages = undefined;
    this.busy = false;
    this.problem = '';
  };
}
