import { css, html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { formStyles } from '../element/form-styles.js';
import { GatewayElement } from '../element/gateway-element.js';
import { saveFile } from '../element/save-file.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import { failureSentence } from '../gateway/failure-sentence.js';
import type { GatewayClient, Question } from '../gateway/gateway-client.js';
import {
  COPY_ASKED,
  ERASE_SHOP,
  PRIVACY,
  type PrivacyData,
  type PrivacyRow,
  REQUEST_ANSWERED,
} from '../questions/privacy.js';
import { dayOf } from '../words/dates.js';
import { count, type Style } from '../words/numbers.js';
import { sentence } from '../words/sentence.js';

/**
 * `<clientele-privacy>`: what people asked for by law, with the copy for whoever waits for one, and the way to erase
 * everything of the shop. When that has begun it fires `clientele-shop-erased`.
 */
export class ClientelePrivacy extends GatewayElement<PrivacyData> {
  static override styles = [
    theme,
    stateStyles,
    formStyles,
    css`
      .finding {
        margin-block: 4px 12px;
      }
      li {
        padding-block: 8px;
      }
      li + li {
        border-block-start: 1px solid var(--border);
      }
      .late {
        color: var(--danger);
      }
      .erasing {
        display: grid;
        gap: 8px;
        max-inline-size: 44em;
        padding-block-start: 8px;
      }
      .danger {
        background: var(--danger);
        color: var(--on-danger);
      }
      .danger:hover {
        background: color-mix(in oklab, var(--danger) 88%, var(--text));
      }
      .end {
        padding-block-start: 16px;
      }
    `,
  ];

  @state() private isErasing = false;
  @state() private isErased = false;
  @state() private written = '';
  @state() private busy = false;
  @state() private said = '';
  @state() private problem = '';

  protected override load(client: GatewayClient, signal: AbortSignal) {
    return client.ask(PRIVACY, {}, signal);
  }

  protected override renderData({ shop, privacyRequests: all }: PrivacyData): TemplateResult {
    const style = { ...shop, locale: this.locale };
    const copies = all.filter(({ what, doneAt }) => what === 'EXPORT_PERSON' && doneAt === null);
    return html`<h2 class="eyebrow" id="title">Personal data</h2>
      <p class="finding">${finding(all, style)}</p>
      ${
        copies.length === 0
          ? nothing
          : html`<ul aria-labelledby="title">
              ${copies.map((row) => this.#copy(row, style))}
            </ul>`
      }
      <p class="muted small" role="status">${this.said}</p>
      <p class="wrong" role="alert">${this.problem}</p>
      <div class="end">${this.isErased ? nothing : this.#erasing(shop.name)}</div>`;
  }

  #copy(row: PrivacyRow, style: Style): TemplateResult {
    const isLate = Date.parse(row.dueAt) < Date.now();
    const by = row.connection === null ? '' : ` by ${row.connection}`;
    return html`<li class="row">
      <p>
        A copy of what is kept of them, asked for${by} on ${dayOf(row.receivedAt, style)},
        <strong class=${isLate ? 'late' : nothing}>due ${dayOf(row.dueAt, style)}</strong>.
      </p>
      <button class="quiet-button" type="button" ?disabled=${this.busy} @click=${() => void this.#copyOf(row)}>
        Download the copy
      </button>
      <button class="quiet-button" type="button" ?disabled=${this.busy} @click=${() => void this.#answered(row)}>
        It was handed over
      </button>
    </li>`;
  }

  #erasing(shop: string): TemplateResult {
    const close = (): void => {
      this.isErasing = false;
      this.written = '';
    };
    if (!this.isErasing) {
      return html`<button
        class="quiet-button"
        type="button"
        @click=${() => {
          this.isErasing = true;
          this.said = '';
        }}
      >
        Erase everything of this shop
      </button>`;
    }
    return html`<form class="erasing" @submit=${this.#erase}>
      <p class="small">
        Within minutes everything that is kept here of ${shop} is gone: people, orders, segments, connections and keys. It
        cannot be undone. What is on your platforms stays there, also tags that were written: take those back first.
      </p>
      <label class="small" for="name">To erase it, write the name of the shop: <strong>${shop}</strong></label>
      <div class="row">
        <input
          id="name"
          autocomplete="off"
          .value=${this.written}
          @input=${(event: InputEvent & { readonly currentTarget: HTMLInputElement }) => {
            this.written = event.currentTarget.value;
          }}
        />
        <button class="button danger" type="submit" ?disabled=${this.busy || this.written.trim() !== shop}>
          Erase everything
        </button>
        <button class="quiet-button" type="button" @click=${close}>Keep it</button>
      </div>
    </form>`;
  }

  async #copyOf({ id }: PrivacyRow): Promise<void> {
    const data = await this.#do(COPY_ASKED, { id });
    if (data === undefined) return;
    const { document: text, userErrors } = data.copied;
    this.problem = userErrors.map(sentence).join(' ');
    if (text === null) return;
    saveFile(new Blob([text], { type: 'application/json' }), 'personal-data.json');
    this.said = 'The copy is in personal-data.json: hand it over, delete it here, then say so.';
  }

  async #answered({ id }: PrivacyRow): Promise<void> {
    const data = await this.#do(REQUEST_ANSWERED, { id });
    if (data === undefined) return;
    this.problem = data.answered.userErrors.map(sentence).join(' ');
    if (this.problem === '') this.said = 'The request is answered.';
    await this.refresh();
  }

  #erase = async (event: Event): Promise<void> => {
    event.preventDefault();
    const data = await this.#do(ERASE_SHOP, { name: this.written.trim() });
    if (data === undefined) return;
    this.problem = data.erased.userErrors.map(sentence).join(' ');
    if (!data.erased.isBegun) return;
    this.isErasing = false;
    this.isErased = true;
    this.said = 'Everything of the shop is being erased: in some minutes nothing of it is left here.';
    this.dispatchEvent(new CustomEvent('clientele-shop-erased', { bubbles: true, composed: true }));
  };

  async #do<Data, Variables extends Readonly<Record<string, unknown>>>(
    question: Question<Data, Variables>,
    variables: Variables,
  ): Promise<Data | undefined> {
    if (this.busy) return undefined;
    this.busy = true;
    this.problem = '';
    this.said = '';
    const answer = await this.client().ask(question, variables, new AbortController().signal);
    this.busy = false;
    if (answer.outcome === 'answered') return answer.data;
    this.problem = failureSentence(answer);
    return undefined;
  }
}

function finding(all: readonly PrivacyRow[], style: Style): string {
  const copies = all.filter(({ what, doneAt }) => what === 'EXPORT_PERSON' && doneAt === null).length;
  const erased = all.filter(({ what, doneAt }) => what === 'ERASE_PERSON' && doneAt !== null).length;
  const open = all.filter(({ what, doneAt }) => what === 'ERASE_PERSON' && doneAt === null);
  const stuck = open.some(({ hasFailed }) => hasFailed) ? '; the last try failed, and it is tried again' : '';
  const said = [
    ...(copies > 0
      ? [`${people(copies, style)} ${copies === 1 ? 'waits' : 'wait'} for a copy of what is kept of them`]
      : []),
    ...(open.length > 0 ? [`${people(open.length, style)} being erased${stuck}`] : []),
    ...(erased > 0 ? [`${people(erased, style)} erased`] : []),
  ];
  return said.length === 0 ? 'Nobody has asked for a copy of their data, or to be erased.' : `${said.join('; ')}.`;
}

function people(size: number, style: Style): string {
  return size === 1 ? '1 person' : `${count(size, style)} people`;
}
