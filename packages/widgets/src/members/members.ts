import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formStyles } from '../element/form-styles.js';
import { openProfile } from '../element/open-events.js';
import { theme } from '../element/theme.js';
import { failureSentence } from '../gateway/failure-sentence.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { MEMBERS, type MemberRow } from '../questions/members.js';
import { count, type Style } from '../words/numbers.js';
import { memberStyles } from './member-styles.js';
import { memberTable } from './member-table.js';

const PAGE = 50;

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
    const { nodes, pageInfo } = answer.data.profiles;
    const shown = this.pages?.length ?? 0;
    this.pages = [...(this.pages ?? []), ...nodes];
    this.hasMore = pageInfo.hasNextPage;
    this.#after = pageInfo.endCursor;
    await this.updateComplete;
    this.shadowRoot?.querySelectorAll<HTMLElement>('.member')[shown]?.focus();
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
