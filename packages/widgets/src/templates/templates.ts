import { css, html, nothing, type TemplateResult } from 'lit';
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
 * `<clientele-templates>`: segments to begin with, in groups, each with how many it would hold and what to tell whom it
 * holds; the chosen ones are saved together.
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
        gap: 18px;
      }
      .offers {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 18px;
        max-block-size: 36rem;
        overflow-y: auto;
      }
      .others > summary {
        font-size: 0.8125rem;
      }
      .others > fieldset {
        margin-block-start: 18px;
      }
      fieldset {
        min-inline-size: 0;
        padding: 0;
        border: 0;
        margin: 0;
      }
      legend {
        padding: 0;
      }
      li + li {
        border-block-start: 1px solid var(--border);
      }
      li label {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr) auto auto;
        column-gap: 12px;
        align-items: baseline;
        padding-block: 8px 2px;
        cursor: pointer;
      }
      li details {
        padding: 0 0 8px 30px;
        font-size: 0.8125rem;
        line-height: 1.4;
      }
      summary {
        inline-size: fit-content;
        min-block-size: 24px;
        color: var(--accent);
        cursor: pointer;
      }
      dl {
        display: grid;
        grid-template-columns: auto minmax(0, 1fr);
        gap: 4px 12px;
        padding-block: 4px;
      }
      dt {
        color: var(--muted);
      }
      dd {
        text-wrap: pretty;
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

  /** Whether those that can be taken as they are and would hold anybody are chosen at first; else none is. */
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
      this.chosen ??
      new Set(
        offered.filter((row) => this.choosing && row.count > 0 && row.change === null).map(({ handle }) => handle),
      );
    const groups = (rows: readonly TemplateRow[]) =>
      inGroups(rows, (row) => this.#row(row, shop.totals.profiles, chosen));
    const [found, others] = [offered.filter((row) => row.count > 0), offered.filter((row) => row.count === 0)];
    const number = chosen.size === 0 ? '' : `${count(chosen.size, this)} `;
    return html`<form @submit=${(event: Event) => this.#onSubmit(event, chosen)}>
      <div class="offers">
        ${groups(found)}
        ${
          others.length === 0
            ? nothing
            : html`<details class="others" ?open=${found.length === 0}>
              <summary>Others that hold nobody now, and what they need: ${count(others.length, this)}</summary>
              ${groups(others)}
            </details>`
        }
      </div>
      <div class="row">
        <button class="button" type="submit" ?disabled=${this.saving || chosen.size === 0}>
          ${chosen.size === 1 ? 'Save 1 segment' : `Save ${number}segments`}
        </button>
        <p class="muted small">Each is a query that you can change afterwards.</p>
      </div>
      <p class="wrong" role="alert">${this.problem}</p>
    </form>`;
  }

  #row(row: TemplateRow, of: number, chosen: ReadonlySet<string>) {
    const { handle, name, description, needs, change, count: size } = row;
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
        <span class="about">
          ${description}${size === 0 ? html` Needs ${needs}.` : nothing}${change === null ? nothing : ' To be adapted.'}
        </span>
      </label>
      <details>
        <summary>What to do with it<span class="visually-hidden">: ${name}</span></summary>
        <dl>
          ${change === null ? nothing : advice('Change', change)} ${advice('Message', row.message)}
          ${advice('Offer', row.offer)} ${advice('Timing', row.timing)} ${advice('Channel', row.channel)}
        </dl>
      </details>
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

function inGroups(rows: readonly TemplateRow[], row: (row: TemplateRow) => TemplateResult): TemplateResult[] {
  return [...new Set(rows.map(({ group }) => group))].map(
    (group) => html`<fieldset>
      <legend class="eyebrow">${group}</legend>
      <ul>
        ${rows.filter((each) => each.group === group).map(row)}
      </ul>
    </fieldset>`,
  );
}

function advice(word: string, sentence: string): TemplateResult {
  return html`<dt>${word}</dt>
    <dd>${sentence}</dd>`;
}
