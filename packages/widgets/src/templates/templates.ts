import { css, html, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formStyles } from '../element/form-styles.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { SAVE_TEMPLATES, TEMPLATES, type TemplateRow, type TemplatesAnswer } from '../questions/templates.js';
import { count, percent, shareOf } from '../words/numbers.js';
import { sentence } from '../words/sentence.js';

/**
 * `<clientele-templates>`: segments to begin with, each with how many it would hold; the chosen ones are saved together.
 * Part of the list of segments. It fires `clientele-templates-saved`.
 */
export class ClienteleTemplates extends GatewayElement<TemplatesAnswer> {
  static override styles = [
    theme,
    stateStyles,
    formStyles,
    css`
      form {
        display: grid;
        gap: 12px;
      }
      li + li {
        border-block-start: 1px solid var(--border);
      }
      li label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        column-gap: 12px;
        align-items: baseline;
        padding-block: 8px;
        cursor: pointer;
      }
      input[type='checkbox'] {
        inline-size: 18px;
        block-size: 18px;
        margin: 0;
        accent-color: var(--accent);
        translate: 0 3px;
      }
      .share {
        min-inline-size: 3em;
        text-align: end;
        color: var(--muted);
      }
      .about {
        grid-column: 2 / -1;
        color: var(--muted);
        font-size: 0.8125rem;
        line-height: 1.4;
        text-wrap: pretty;
      }
    `,
  ];

  /** Whether those that would hold anybody are chosen at first; else none is. */
  @property({ type: Boolean }) choosing = false;

  /** Handles; undefined until somebody has chosen. */
  @state() private chosen: ReadonlySet<string> | undefined;
  @state() private saving = false;
  @state() private problem = '';

  protected override load(client: GatewayClient, signal: AbortSignal) {
    return client.ask(TEMPLATES, {}, signal);
  }

  protected override renderData({ shop, segmentTemplates }: TemplatesAnswer): TemplateResult {
    const offered = segmentTemplates.filter(({ saved }) => !saved);
    if (offered.length === 0) return html`<p class="muted small" role="status">All templates are saved already.</p>`;
    const chosen =
      this.chosen ?? new Set(offered.filter((row) => this.choosing && row.count > 0).map(({ handle }) => handle));
    const number = chosen.size === 0 ? '' : `${count(chosen.size, this)} `;
    return html`<form @submit=${(event: Event) => this.#onSubmit(event, chosen)}>
      <ul>
        ${offered.map((row) => this.#row(row, shop.totals.profiles, chosen))}
      </ul>
      <div class="row">
        <button class="button" type="submit" ?disabled=${this.saving || chosen.size === 0}>
          ${chosen.size === 1 ? 'Save 1 segment' : `Save ${number}segments`}
        </button>
        <p class="muted small">Each is a query that you can change afterwards.</p>
      </div>
      <p class="wrong" role="alert">${this.problem}</p>
    </form>`;
  }

  #row({ handle, name, description, count: size }: TemplateRow, of: number, chosen: ReadonlySet<string>) {
    return html`<li>
      <label>
        <input
          type="checkbox"
          .checked=${chosen.has(handle)}
          @change=${(event: Event) => this.#onChoose(event, handle, chosen)}
        />
        <span class="name">${name}</span>
        <span>${count(size, this)}</span>
        <span class="share">${percent(shareOf(size, of), this)}</span>
        <span class="about">${description}</span>
      </label>
    </li>`;
  }

  #onChoose({ target }: Event, handle: string, chosen: ReadonlySet<string>): void {
    const now = new Set(chosen);
    if (target instanceof HTMLInputElement && target.checked) now.add(handle);
    else now.delete(handle);
    this.chosen = now;
  }

  #onSubmit(event: Event, chosen: ReadonlySet<string>): void {
    event.preventDefault();
    void this.#save([...chosen]);
  }

  async #save(handles: readonly string[]): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    this.problem = '';
    // What is under way is stored, whatever becomes of the page.
    const answer = await this.client().ask(SAVE_TEMPLATES, { handles }, new AbortController().signal);
    this.saving = false;
    if (answer.outcome === 'session-ended') this.problem = 'The session has ended: sign in again, then save.';
    else if (answer.outcome === 'not-allowed' || answer.outcome === 'failed') this.problem = answer.message;
    if (answer.outcome !== 'answered') return;
    this.problem = answer.data.saved.userErrors.map(sentence).join(' ');
    if (this.problem === '') {
      this.dispatchEvent(new CustomEvent('clientele-templates-saved', { bubbles: true, composed: true }));
    }
  }
}
