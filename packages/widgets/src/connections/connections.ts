import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { bar } from '../element/bar.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { Answer } from '../gateway/answer.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { CONNECTIONS, type ConnectionRow, type ConnectionsAnswer } from '../questions/connections.js';
import { counted, type Style } from '../words/numbers.js';
import { ClienteleConnection } from './connection.js';
import { attention, firstReading, freshness, goingOn, healthOf, holdings, isMoving } from './connection-words.js';
import { connectionsStyles } from './connections-styles.js';

/** So often it is looked while something goes on, and while nothing does. */
const LIVE_MS = 2_000;
const QUIET_MS = 60_000;

type Shown = ConnectionsAnswer['shop'];

/** `<clientele-connections>`: where the shop's records come from, how each connection fares, and what was refused of it. */
export class ClienteleConnections extends GatewayElement<Shown> {
  static override styles = [theme, stateStyles, connectionsStyles];

  /** The connection that is looked at closer. */
  @state() private openId = '';

  #again: ReturnType<typeof setTimeout> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#onVisible);
    clearTimeout(this.#again);
  }

  protected override async load(client: GatewayClient, signal: AbortSignal): Promise<Answer<Shown>> {
    clearTimeout(this.#again);
    const answer = await client.ask(CONNECTIONS, {}, signal);
    if (answer.outcome === 'superseded') return answer;
    // Nobody looks at a hidden page; it asks again when it is shown.
    if (this.isConnected && document.visibilityState === 'visible' && answer.outcome !== 'session-ended') {
      const isLive = answer.outcome === 'answered' && answer.data.shop.connections.some(isMoving);
      this.#again = setTimeout(() => void this.refresh(), isLive ? LIVE_MS : QUIET_MS);
    }
    return answer.outcome === 'answered' ? { outcome: 'answered', data: answer.data.shop } : answer;
  }

  protected override willUpdate(changed?: PropertyValues<this>): void {
    if (changed?.has('shop')) this.openId = '';
    super.willUpdate();
  }

  protected override renderData(shop: Shown): TemplateResult {
    const rows = shop.connections;
    if (rows.length === 0) return noConnection(shop.handle);
    const style = { ...shop, locale: this.locale };
    return html`<h2 class="eyebrow" id="title">Connections</h2>
      <p class="finding">${finding(rows, style)}</p>
      <p class="visually-hidden" aria-live="polite">${goingOn(rows, style)}</p>
      <ul part="list" aria-labelledby="title">
        ${rows.map((row) => this.#row(row, style))}
      </ul>`;
  }

  #row(row: ConnectionRow, style: Style): TemplateResult {
    const isOpen = row.id === this.openId;
    const { mark, word, isBad } = healthOf(row);
    return html`<li class=${isOpen ? 'open' : ''}>
      <h3>
        <button
          type="button"
          aria-expanded=${isOpen}
          aria-controls=${isOpen ? 'detail' : nothing}
          @click=${() => {
            this.openId = isOpen ? '' : row.id;
          }}
        >
          <span class="name">${row.name}</span>
          <span class="of">${row.account === null ? row.connector : `${row.connector}, ${row.account}`}</span>
          <span class=${isBad ? 'health bad' : 'health'}><i aria-hidden="true">${mark}</i> ${word}</span>
          <span class="about">${holdings(row, style)} <strong>${attention(row, style)}</strong></span>
          <span class="about when">${freshness(row, style)}</span>
        </button>
      </h3>
      ${row.failure === null || row.state === 'PULLING' || row.state === 'ENDED' ? nothing : html`<p class=${isBad ? 'why bad' : 'why'}>The last try: ${closed(row.failure)}</p>`}
      ${row.warnings.map((warning) => html`<p class="why">Of its account: ${closed(warning)}</p>`)} ${progress(row, style)}
      ${
        isOpen
          ? html`<clientele-connection
              id="detail"
              .via=${this.client()}
              .row=${row}
              .figures=${style}
              @clientele-connection-changed=${this.#onChanged}
            ></clientele-connection>`
          : nothing
      }
    </li>`;
  }

  #onChanged = async (): Promise<void> => {
    await this.refresh();
    const detail = this.shadowRoot?.querySelector('clientele-connection');
    if (detail instanceof ClienteleConnection) await detail.refresh();
  };

  #onVisible = (): void => {
    clearTimeout(this.#again);
    if (document.visibilityState === 'visible') void this.refresh();
  };
}

function progress(row: ConnectionRow, style: Style): TemplateResult | typeof nothing {
  const reading = firstReading(row, style);
  if (reading === undefined || row.state === 'NEW' || row.state === 'ENDED') return nothing;
  return html`<div class="progress">${bar(reading.share)} <span>${reading.says}</span></div>`;
}

function finding(rows: readonly ConnectionRow[], style: Style): string {
  const failing = rows.filter(({ state }) => state === 'FAILING');
  const first = rows.filter(({ firstPull, state }) => firstPull !== null && state !== 'FAILING' && state !== 'ENDED');
  const ended = rows.filter(({ state }) => state === 'ENDED');
  const refused = rows.reduce((sum, { refusedCount }) => sum + refusedCount, 0);
  const said = [
    ...failing.map(({ name }) => `${name} cannot be reached`),
    ...first.map(({ name }) => `${name} is not wholly here yet`),
    ...ended.map(({ name }) => `${name} is disconnected`),
    ...(refused > 0 ? [`${counted(refused, 'thing', style)} that came ${refused === 1 ? 'was' : 'were'} refused`] : []),
  ];
  const where = `Records come from ${counted(rows.length, 'connection', style)}`;
  return said.length === 0 ? `${where}; nothing is wrong.` : `${where}: ${said.join('; ')}.`;
}

function noConnection(shop: string): TemplateResult {
  return html`<h2 class="eyebrow">Connections</h2>
    <p class="finding">Nothing is connected yet. Connect a platform, and it is asked for what is new by itself.</p>
    <pre><code>npx clientele connect woocommerce address=https://shop.example --shop ${shop}
npx clientele connect --help
npx clientele import orders.csv --shop ${shop}</code></pre>`;
}

function closed(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}
