import { css, html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formStyles } from '../element/form-styles.js';
import { saveFile } from '../element/save-file.js';
import { theme } from '../element/theme.js';
import { failureSentence } from '../gateway/failure-sentence.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { type ExportPreview, type ExportUse, PREVIEW_EXPORT } from '../questions/members.js';
import { count, counted, percent } from '../words/numbers.js';
import { sentence } from '../words/sentence.js';

/** What for, and what a file for it has with people's names; every other use has them anyway. */
const USES: readonly { readonly use: ExportUse; readonly label: string; readonly named?: readonly string[] }[] = [
  { use: 'EMAIL', label: 'Write to them by e-mail', named: ['profile', 'email', 'name'] },
  { use: 'SMS', label: 'Write to them by text message', named: ['profile', 'phone', 'name'] },
  { use: null, label: 'Another use: everybody, with all addresses' },
];

/** Why people are left out, after their number. */
const REASONS: Readonly<Record<string, string>> = {
  HELD_OUT: 'whom the shop leaves alone',
  NO_ADDRESS: 'without an address there',
  SAME_ADDRESS: 'with no address that is not in the file already',
  NO_CONSENT: 'of whom no source says that they want it',
  UNSUBSCRIBED: 'unsubscribed',
  PENDING: 'not confirmed yet',
  INVALID: 'with an address that cannot be reached',
  NOT_SUBSCRIBED: 'not subscribed',
  REDACTED: 'with an address that was erased',
};

/**
 * `<clientele-members-file>`: the members of a query as CSV, for a stated use: only who may be written to, the others
 * counted by reason before; with names or without, and without whom the shop leaves alone. Part of the members.
 */
export class ClienteleMembersFile extends LitElement {
  static override styles = [
    theme,
    formStyles,
    css`
      :host {
        container-type: normal;
      }
      form {
        display: grid;
        gap: 10px;
        margin-block-start: 10px;
        padding: 14px 16px;
        border-radius: var(--radius);
        background: var(--sunken);
        font-size: 0.875rem;
      }
      fieldset {
        display: grid;
        gap: 6px;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        padding: 0 0 6px;
      }
      label {
        display: flex;
        gap: 8px;
        align-items: baseline;
        min-block-size: 24px;
        cursor: pointer;
      }
      input {
        inline-size: 16px;
        block-size: 16px;
        margin: 0;
        flex: none;
        accent-color: var(--accent);
        translate: 0 2px;
      }
    `,
  ];

  @property({ attribute: false }) via: GatewayClient | undefined;
  @property() query = '';
  /** What it is called, without its ending. */
  @property() file = 'members';
  @property({ attribute: false }) locale: string | undefined;

  /** Whether it asks what the file is for; an attribute, for the room that it takes. */
  @property({ type: Boolean, reflect: true }) open = false;
  @state() private use: ExportUse = 'EMAIL';
  @state() private named = false;
  @state() private withoutHoldOut = true;
  @state() private found: ExportPreview['previewExport'] | undefined;
  /** In percent of the shop. */
  @state() private holdOut = 0;
  @state() private busy = false;
  @state() private problem = '';
  #request = new AbortController();

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('query') || changed.has('via')) this.#close();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#request.abort();
  }

  protected override render(): TemplateResult {
    return html`<button class="quiet-button" type="button" aria-expanded=${this.open} @click=${this.#onToggle}>
        Download CSV
      </button>
      ${this.open ? this.#form() : nothing}`;
  }

  #form(): TemplateResult {
    return html`<form @submit=${this.#onDownload} @keydown=${this.#onKey}>
      <fieldset>
        <legend class="muted">What for?</legend>
        ${USES.map(
          ({ use, label }) => html`<label>
            <input type="radio" name="use" .checked=${use === this.use} @change=${() => void this.#count(use)} />
            <span>${label}</span>
          </label>`,
        )}
      </fieldset>
      ${this.#choices()}
      <p role="status">${this.#summary()}</p>
      <div class="row">
        <button class="button" type="submit" ?disabled=${this.busy || !this.found?.exported}>Download</button>
        <button class="quiet-button" type="button" @click=${this.#close}>Cancel</button>
      </div>
      <p class="wrong" role="alert">${this.problem}</p>
    </form>`;
  }

  #choices(): TemplateResult {
    const share = percent(this.holdOut / 100, this);
    return html`${
      this.holdOut === 0
        ? nothing
        : checkbox(`Without the ${share} whom the shop leaves alone, to measure against`, this.withoutHoldOut, (on) => {
            this.withoutHoldOut = on;
            void this.#count(this.use);
          })
    }
    ${
      this.#columns(true) === undefined
        ? nothing
        : checkbox('With their names', this.named, (on) => {
            this.named = on;
          })
    }`;
  }

  /** Undefined where the use says them. */
  #columns(named: boolean): readonly string[] | undefined {
    return named ? USES.find(({ use }) => use === this.use)?.named : undefined;
  }

  #summary(): TemplateResult | typeof nothing {
    const { found } = this;
    if (found === undefined || found.exported === null) return this.problem === '' ? html`Counting …` : nothing;
    const left = found.excluded.map(
      ({ reason, count: size }) => `${count(size, this)} ${REASONS[reason] ?? reason.toLowerCase()}`,
    );
    return html`<strong>${counted(found.exported, 'member', this)}</strong> in the file.
      ${left.length === 0 ? nothing : html`Left out: ${left.join('; ')}.`}`;
  }

  #onToggle = (): void => {
    if (this.open) {
      this.#close();
      return;
    }
    this.open = true;
    void this.#count(this.use);
  };

  async #count(use: ExportUse): Promise<void> {
    this.use = use;
    this.found = undefined;
    this.problem = '';
    const signal = this.#anew();
    const { query, withoutHoldOut } = this;
    const answer = await this.via?.ask(PREVIEW_EXPORT, { query, use, withoutHoldOut }, signal);
    if (answer === undefined || signal.aborted) return;
    if (answer.outcome !== 'answered') this.problem = failureSentence(answer);
    else {
      this.holdOut = Number(answer.data.shop.holdOuts[0]?.percent ?? 0);
      this.found = answer.data.previewExport;
      this.problem = this.found.userErrors.map(sentence).join(' ');
    }
  }

  #onDownload = (event: Event): void => {
    event.preventDefault();
    void this.#download();
  };

  async #download(): Promise<void> {
    if (this.via === undefined || this.busy) return;
    this.busy = true;
    this.problem = '';
    const signal = this.#anew();
    const { query, use } = this;
    const columns = this.#columns(this.named);
    const asked = {
      query,
      ...(use !== null && { for: use.toLowerCase() }),
      ...(columns !== undefined && { columns }),
      ...(this.holdOut > 0 && this.withoutHoldOut && { withoutHoldOut: true }),
    };
    const answer = await this.via.file('members.csv', asked, signal);
    this.busy = false;
    if (signal.aborted) return;
    if (answer.outcome !== 'answered') this.problem = failureSentence(answer);
    else {
      saveFile(answer.data, `${this.file}.csv`);
      this.#close();
    }
  }

  #anew(): AbortSignal {
    this.#request.abort();
    this.#request = new AbortController();
    return this.#request.signal;
  }

  #close = (): void => {
    this.#request.abort();
    this.open = false;
    this.found = undefined;
    this.problem = '';
  };

  #onKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    this.#close();
    this.shadowRoot?.querySelector('button')?.focus();
  };
}

function checkbox(label: string, checked: boolean, choose: (on: boolean) => void): TemplateResult {
  return html`<label>
    <input
      type="checkbox"
      .checked=${checked}
      @change=${({ target }: Event) => choose(target instanceof HTMLInputElement && target.checked)}
    />
    <span>${label}</span>
  </label>`;
}
