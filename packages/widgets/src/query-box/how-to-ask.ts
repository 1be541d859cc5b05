import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { theme } from '../element/theme.js';
import { failureSentence } from '../gateway/failure-sentence.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { QUERY_NAMES, type QueryName } from '../questions/query-names.js';

/** The forms of the language, each by an example that can be asked of any shop. */
const FORMS: readonly (readonly [form: string, example: string])[] = [
  ['Compare a value', 'amount_spent > 500'],
  ['Days, counted from today', 'last_order_date < -90d'],
  ['From one to another', 'number_of_orders BETWEEN 2 AND 5'],
  ['One of several', "rfm_group IN ('CHAMPIONS', 'LOYAL')"],
  ['A list that holds something', "channels CONTAINS 'online_store'"],
  ['The top of the shop', 'amount_spent IN TOP 10%'],
  ['Nothing is known', 'customer_language IS NULL'],
  ['How many orders of a time', 'orders_placed MATCHES (date >= -3m, count >= 3)'],
  ['What they came to', 'sum_amount OF orders_placed (date >= -1y) > 1000'],
  ['Together, either, not', 'number_of_orders = 1 AND NOT (last_order_date >= -6m OR amount_spent < 20)'],
];

/** What `clientele-insert-text` tells: a text for the place where somebody writes. */
export interface InsertText {
  readonly text: string;
}

/**
 * `<clientele-how-to-ask>`: how a question is written, with examples, and all that it may be about. Part of the query
 * box. It fires `clientele-example` with an example as its text, and `clientele-insert-text` with a name.
 */
export class ClienteleHowToAsk extends LitElement {
  static override styles = [
    theme,
    css`
      summary {
        inline-size: fit-content;
        padding-block: 3px;
        color: var(--accent);
        font-size: 0.875rem;
        font-weight: 600;
        cursor: pointer;
      }
      details details {
        margin-block-start: 12px;
      }
      .inside {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 10px;
        padding-block: 8px;
        font-size: 0.8125rem;
      }
      dl {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px;
      }
      dt {
        color: var(--muted);
      }
      dd button,
      dt button {
        min-block-size: 24px;
        color: var(--accent);
        font: 400 0.8125rem / 1.5 var(--mono);
        font-variant-ligatures: none;
        overflow-wrap: anywhere;
      }
      a {
        color: var(--accent);
        text-underline-offset: 3px;
      }
      button:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .names {
        gap: 6px;
        max-block-size: 24rem;
        overflow-y: auto;
      }
      .names dd {
        color: var(--muted);
        text-wrap: pretty;
      }
    `,
  ];

  @property({ attribute: false }) via: GatewayClient | undefined;
  /** The address of a page that has all names of the language; empty where there is none. */
  @property() guide = '';

  @state() private names: readonly QueryName[] | undefined;
  @state() private problem = '';

  protected override render(): TemplateResult {
    return html`<details @toggle=${this.#onToggle}>
      <summary>How to ask</summary>
      <div class="inside">
        <p>
          A question is a condition that people meet: what it is about, a comparison, a value. AND, OR, NOT and brackets join
          conditions. While you write, the box offers what may come next. An example takes the place of the text:
        </p>
        <dl>
          ${FORMS.map(
            ([form, example]) => html`<div>
              <dt>${form}</dt>
              <dd><button type="button" @click=${() => this.#fire('clientele-example', example)}>${example}</button></dd>
            </div>`,
          )}
        </dl>
        ${this.guide === '' ? nothing : html`<p><a href=${this.guide} target="_blank">All names of the language</a></p>`}
        ${this.#list('About a person', 'ATTRIBUTE')} ${this.#list('What they did', 'ROWS')}
        ${this.names === undefined && this.problem === '' ? html`<p class="muted" role="status">Loading …</p>` : nothing}
        <p role="alert">${this.problem}</p>
      </div>
    </details>`;
  }

  #list(title: string, kind: QueryName['kind']): TemplateResult | typeof nothing {
    const names = (this.names ?? []).filter((name) => name.kind === kind);
    if (names.length === 0) return nothing;
    return html`<details>
      <summary>${title}: ${names.length} names</summary>
      <dl class="names inside" tabindex="0" aria-label=${title}>
        ${names.map(
          ({ label, insert, description }) => html`<div>
            <dt><button type="button" @click=${() => this.#fire('clientele-insert-text', insert)}>${label}</button></dt>
            <dd>${description}</dd>
          </div>`,
        )}
      </dl>
    </details>`;
  }

  #onToggle = (event: Event): void => {
    const isOpen = event.target instanceof HTMLDetailsElement && event.target.open;
    if (isOpen && this.names === undefined) void this.#load();
  };

  async #load(): Promise<void> {
    this.problem = '';
    const answer = await this.via?.ask(QUERY_NAMES, {}, new AbortController().signal);
    if (answer === undefined) return;
    if (answer.outcome === 'answered') this.names = answer.data.queryNames;
    else this.problem = failureSentence(answer);
  }

  #fire(name: string, text: string): void {
    this.dispatchEvent(new CustomEvent<InsertText>(name, { detail: { text } }));
  }
}
