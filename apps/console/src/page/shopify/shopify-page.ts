import {
  count,
  GatewayClient,
  GatewayElement,
  type OpenProfile,
  type OpenQuery,
  percent,
  shareOf,
} from '@clientele/widgets';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { EXAMPLES } from '../example-queries.js';
import { profileDrawer } from '../profile-drawer.js';
import { showQuery } from '../show-query.js';
import { idToken } from './app-bridge.js';
import { isFirstRead, SHOPIFY_SHOP, type ShopifyShop } from './shopify-shop.js';
import { whatIsRead } from './what-is-read.js';

/** So often it is looked while the first reading goes on or nobody is known yet, and later. */
const LIVE_MS = 3_000;
const QUIET_MS = 60_000;

/**
 * `<clientele-shopify-page>`: the page within Shopify's admin, of Polaris elements and our panels. Its first request installs
 * the app; while the shop is read for the first time it shows what is known by then.
 *
 * It stands in the document itself, not in a shadow: App Bridge looks there for the page's heading.
 */
export class ClienteleShopifyPage extends GatewayElement<ShopifyShop> {
  @state() private asked: OpenQuery = { title: 'Ask a question', query: EXAMPLES[0] ?? '' };
  @state() private profileId = '';
  @state() private drawerOpen = false;
  /** Everything of the shop is being erased: asked once more, the app would begin anew. */
  @state() private isErased = false;

  #again: ReturnType<typeof setTimeout> | undefined;
  /** What the panels were asked about, to ask them again when there is more. */
  #known: ShopifyShop | undefined;

  constructor() {
    super();
    this.getToken = idToken;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#onVisible);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#onVisible);
    clearTimeout(this.#again);
  }

  protected override async load(client: GatewayClient, signal: AbortSignal) {
    clearTimeout(this.#again);
    if (this.isErased) return { outcome: 'superseded' } as const;
    const answer = await client.ask(SHOPIFY_SHOP, {}, signal);
    if (answer.outcome === 'superseded' || answer.outcome === 'session-ended') return answer;
    // Nobody looks at a hidden page; it asks again when it is shown.
    if (this.isConnected && document.visibilityState === 'visible') {
      // What was read to its end is worked out after that.
      const isLive = answer.outcome === 'answered' && (isFirstRead(answer.data) || !hasPeople(answer.data));
      this.#again = setTimeout(() => void this.refresh(), isLive ? LIVE_MS : QUIET_MS);
    }
    if (answer.outcome !== 'answered') return answer;
    const before = this.#known?.shop;
    const { shop } = answer.data;
    if (before !== undefined && !hasSameTotals(before, shop)) this.#refreshPanels();
    this.#known = answer.data;
    return answer;
  }

  protected override render(): TemplateResult {
    const { standing } = this;
    if (this.isErased) return ERASED;
    switch (standing.state) {
      case 'loading':
        return html`<s-page heading="Clientele"><s-section><s-spinner accessibilitylabel="Loading"></s-spinner></s-section></s-page>`;
      case 'ready':
        return this.renderData(standing.data);
      case 'stale':
        return html`${this.#wrong('This is not up to date', standing.message)}${this.renderData(standing.data)}`;
      case 'session-ended':
        return this.#instead('You are not signed in here', 'Load the page again in the admin of your shop.');
      case 'not-allowed':
        return this.#instead('Not open to you', standing.message);
      case 'error':
        return this.#instead('Your shop cannot be opened now', standing.message);
    }
  }

  protected override renderData(data: ShopifyShop): TemplateResult {
    const isRead = isFirstRead(data);
    const { shop } = data;
    return html`<s-page heading=${shop.name} inlinesize="large">
        ${isRead ? this.#firstRead(shop) : nothing}
        ${hasPeople(data) ? this.#panels(data, isRead) : nothing}
        ${isRead || hasPeople(data) ? nothing : NOBODY_YET} ${isRead ? nothing : this.#connections()}
        <s-section heading="What is read, and why">${whatIsRead}</s-section>
        <s-section accessibilitylabel="Personal data">
          <clientele-privacy .via=${this.client()} @clientele-shop-erased=${this.#onErased}></clientele-privacy>
        </s-section>
      </s-page>
      ${profileDrawer({
        isOpen: this.drawerOpen,
        profileId: this.profileId,
        endpoint: this.endpoint,
        via: this.client(),
        onClosed: () => {
          this.drawerOpen = false;
        },
        onDecided: this.#refreshPanels,
      })}`;
  }

  #firstRead({ connections }: ShopifyShop['shop']): TemplateResult {
    const failing = connections.find(({ state }) => state === 'FAILING');
    return html`${
      failing === undefined
        ? html`<s-banner tone="info" heading="Your shop is being read for the first time">
            It goes on when you leave this page. A large shop takes hours; what is known by then shows here.
          </s-banner>`
        : html`<s-banner tone="critical" heading="Your shop cannot be read now">
            <s-paragraph>${failing.failure ?? 'Shopify did not say why.'}</s-paragraph>
            <s-paragraph>
              It is tried again by itself, from where it stopped; “Read now” below does so at once. What was read already stays.
            </s-paragraph>
          </s-banner>`
    }
    ${this.#connections()}`;
  }

  #connections(): TemplateResult {
    return html`<s-section accessibilitylabel="Connections">
      <clientele-connections .via=${this.client()}></clientele-connections>
    </s-section>`;
  }

  #panels({ bought, returned }: ShopifyShop, isRead: boolean): TemplateResult {
    const via = this.client();
    const share = percent(shareOf(returned.count, bought.count), this);
    return html`<s-section heading=${isRead ? 'Found so far' : 'Your customers'}>
        <s-stack gap="base">
        ${
          bought.count === 0
            ? nothing
            : html`<s-paragraph data-finding>
                ${count(returned.count, this)} of the ${count(bought.count, this)} who bought came back for another order:
                ${share}.
              </s-paragraph>`
        }
        <clientele-totals .via=${via}></clientele-totals>
        </s-stack>
      </s-section>
      <div
        class="panels"
        @clientele-open-query=${this.#onOpenQuery}
        @clientele-open-profile=${this.#onOpenProfile}
        @clientele-segment-saved=${this.#refreshSegments}
        @clientele-segment-deleted=${this.#refreshSegments}
        @clientele-decided=${this.#refreshPanels}
      >
        <s-section accessibilitylabel="Segments">
          <clientele-segments .via=${via}></clientele-segments>
        </s-section>
        <s-section accessibilitylabel="RFM map">
          <clientele-rfm-map .via=${via}></clientele-rfm-map>
        </s-section>
        <s-section accessibilitylabel="A question">
          <clientele-query-box
            .via=${via}
            .query=${this.asked.query}
            .heading=${this.asked.title}
            .segment=${this.asked.segment}
            .examples=${EXAMPLES}
            guide="/language"
          ></clientele-query-box>
        </s-section>
      </div>`;
  }

  #instead(heading: string, message: string): TemplateResult {
    return html`<s-page heading="Clientele">${this.#wrong(heading, message)}</s-page>`;
  }

  #wrong(heading: string, message: string): TemplateResult {
    return html`<s-banner tone="critical" heading=${heading}>
      <s-paragraph>${message}</s-paragraph>
      <s-button slot="secondary-actions" variant="secondary" @click=${() => void this.refresh()}>Try again</s-button>
    </s-banner>`;
  }

  #onOpenQuery = (event: CustomEvent<OpenQuery>): void => {
    this.asked = event.detail;
    showQuery(this.querySelector('clientele-query-box'), event.detail);
  };

  #onOpenProfile = (event: CustomEvent<OpenProfile>): void => {
    this.profileId = event.detail.profileId;
    this.drawerOpen = true;
  };

  /** Whoever comes back to the page sees what is true now. */
  #onVisible = (): void => {
    if (document.visibilityState !== 'visible') return;
    void this.refresh();
    this.#refreshPanels();
  };

  #onErased = (): void => {
    clearTimeout(this.#again);
    this.isErased = true;
  };

  #refreshSegments = (): void => this.#refreshAll('clientele-segments');

  #refreshPanels = (): void => this.#refreshAll('*');

  #refreshAll(elements: string): void {
    for (const element of this.querySelectorAll(elements)) {
      if (element instanceof GatewayElement) void element.refresh();
    }
  }
}

function hasPeople({ shop }: ShopifyShop): boolean {
  return shop.totals.profiles > 0;
}

const ERASED = html`<s-page heading="Clientele">
  <s-banner tone="info" heading="Everything of your shop is being erased here">
    <s-paragraph>In some minutes nothing of it is left. Tags and segments that were written to Shopify stay there.</s-paragraph>
    <s-paragraph>Uninstall the app in the settings of your admin. Opened again before that, it begins anew.</s-paragraph>
  </s-banner>
</s-page>`;

const NOBODY_YET = html`<s-section heading="Your customers">
  <s-paragraph>Nobody is known yet: either your shop has no customers, or what was read is still being worked out.</s-paragraph>
</s-section>`;

function hasSameTotals({ totals: one }: ShopifyShop['shop'], { totals: other }: ShopifyShop['shop']): boolean {
  return one.profiles === other.profiles && one.orders === other.orders;
}
