import { html, LitElement, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { Answer } from '../gateway/answer.js';
import { GatewayClient } from '../gateway/gateway-client.js';
import type { GetToken } from '../gateway/token-holder.js';
import type { Standing } from './standing.js';
import { loadingView, messageView, staleView } from './state-views.js';

/**
 * An element that asks the gateway one thing and shows the answer, or one of five states: loading, empty, stale, error,
 * not allowed. It fires `clientele-session-ended` when nobody is signed in (any more).
 */
export abstract class GatewayElement<Data> extends LitElement {
  /** Address of the gateway's GraphQL door. */
  @property() endpoint = '/graphql';
  /** The shop to ask about, where a session may see several. */
  @property() shop: string | undefined;
  /** Fetches a widget token; without it the browser's session cookie speaks. Never an attribute: those are logged. */
  @property({ attribute: false }) getToken: GetToken | undefined;

  /** Another element's client, to share its token. */
  @property({ attribute: false }) via: GatewayClient | undefined;

  @state() protected standing: Standing<Data> = { state: 'loading' };

  #client: GatewayClient | undefined;
  #asked: readonly unknown[] = [];
  #request = new AbortController();

  /** Asks the gateway for what this element shows. */
  protected abstract load(client: GatewayClient, signal: AbortSignal): Promise<Answer<Data>>;
  protected abstract renderData(data: Data): TemplateResult;

  /** The sentence to show where an answer holds nothing; undefined where it holds something. */
  protected emptiness(_data: Data): string | undefined {
    return undefined;
  }

  /** Properties whose change asks anew, besides where and whom to ask. */
  protected asksFor(): readonly unknown[] {
    return [];
  }

  /** Asks again; what is shown stays until the answer is there. */
  async refresh(): Promise<void> {
    this.#request.abort();
    this.#request = new AbortController();
    const answer = await this.load(this.client(), this.#request.signal);
    if (answer.outcome === 'superseded') return;
    this.standing = this.#after(answer);
    if (answer.outcome === 'session-ended') {
      this.dispatchEvent(new CustomEvent('clientele-session-ended', { bubbles: true, composed: true }));
    }
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#request.abort();
    this.#asked = [];
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  protected client(): GatewayClient {
    if (this.via !== undefined) return this.via;
    this.#client ??= new GatewayClient({
      endpoint: this.endpoint,
      shop: this.shop,
      getToken: this.getToken,
      clock: () => performance.now(),
      fetch: (input, init) => fetch(input, init),
    });
    return this.#client;
  }

  /** The language of the page around the element. */
  get locale(): string | undefined {
    return this.closest<HTMLElement>('[lang]')?.lang || document.documentElement.lang || undefined;
  }

  protected override willUpdate(): void {
    const whom = [this.endpoint, this.shop, this.getToken, this.via];
    const asked = [...whom, ...this.asksFor()];
    if (asked.length === this.#asked.length && asked.every((value, index) => value === this.#asked[index])) return;
    if (whom.some((value, index) => value !== this.#asked[index])) this.#client = undefined;
    this.#asked = asked;
    this.standing = { state: 'loading' };
    if (!this.#awaitsToken()) void this.refresh();
  }

  /** Another origin's gateway sees no cookie of ours: nothing is asked of it until the page has set `getToken`. */
  #awaitsToken(): boolean {
    const isElsewhere = new URL(this.endpoint, location.href).origin !== location.origin;
    return isElsewhere && this.getToken === undefined && this.via === undefined;
  }

  protected override render(): TemplateResult {
    const { standing } = this;
    const retry = { label: 'Try again', run: () => void this.refresh() };
    switch (standing.state) {
      case 'loading':
        return loadingView();
      case 'error':
        return messageView('This could not be loaded', standing.message, retry);
      case 'not-allowed':
        return messageView('Not open to you', standing.message);
      case 'session-ended':
        return messageView('The session has ended', 'Sign in again, then try once more.', retry);
      case 'stale':
        return html`${staleView(standing.message, retry.run)}${this.#view(standing.data)}`;
      case 'ready':
        return this.#view(standing.data);
    }
  }

  #view(data: Data): TemplateResult {
    const empty = this.emptiness(data);
    return empty === undefined ? this.renderData(data) : messageView('Nothing here yet', empty);
  }

  #after(answer: Exclude<Answer<Data>, { outcome: 'superseded' }>): Standing<Data> {
    if (answer.outcome === 'answered') return { state: 'ready', data: answer.data };
    if (answer.outcome === 'not-allowed') return { state: 'not-allowed', message: answer.message };
    const { standing } = this;
    if (standing.state === 'ready' || standing.state === 'stale') {
      const message = answer.outcome === 'failed' ? answer.message : 'The session has ended; sign in again.';
      return { state: 'stale', data: standing.data, message };
    }
    return answer.outcome === 'failed' ? { state: 'error', message: answer.message } : { state: 'session-ended' };
  }
}
