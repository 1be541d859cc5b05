import {
  type GatewayClient,
  GatewayElement,
  longDay,
  mapAnswer,
  type OpenProfile,
  type OpenQuery,
  SHOPS,
  type ShopChoice,
  stateStyles,
  theme,
} from '@clientele/widgets';
import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { consoleStyles } from './console-styles.js';
import { EXAMPLES } from './example-queries.js';
import { noShopView } from './no-shop-view.js';
import { profileDrawer } from './profile-drawer.js';
import { showQuery } from './show-query.js';
import { signInView } from './sign-in-view.js';
import { wordmark } from './wordmark.js';

/** `<clientele-console>`: the page at `/`, for a merchant who looks rather than reads. */
export class ClienteleConsole extends GatewayElement<readonly ShopChoice[]> {
  static override styles = [theme, stateStyles, consoleStyles];

  @state() private chosen: string | undefined = new URLSearchParams(location.search).get('shop') ?? undefined;
  @state() private asked: OpenQuery = { title: 'Ask a question', query: EXAMPLES[0] ?? '' };
  @state() private profileId = '';
  @state() private drawerOpen = false;
  @state() private signOutProblem = '';

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('visibilitychange', this.#onVisible);
    this.addEventListener('clientele-session-ended', this.#onSessionEnded);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('visibilitychange', this.#onVisible);
    this.removeEventListener('clientele-session-ended', this.#onSessionEnded);
  }

  protected override async load(client: GatewayClient, signal: AbortSignal) {
    return mapAnswer(await client.ask(SHOPS, {}, signal), ({ shops }) => shops);
  }

  protected override render(): TemplateResult {
    const { standing } = this;
    const hasData = standing.state === 'ready' || standing.state === 'stale';
    if (hasData && standing.data.length > 0) return super.render();
    return html`<header class="top">${wordmark}</header>
      <main class="alone">${this.#wayIn(hasData)}</main>`;
  }

  #wayIn(isSignedIn: boolean): TemplateResult {
    const retry = () => void this.refresh();
    if (isSignedIn) return noShopView(retry);
    return this.standing.state === 'session-ended' ? signInView(retry) : super.render();
  }

  protected override renderData(shops: readonly ShopChoice[]): TemplateResult {
    const shop = this.#shopOf(shops);
    if (shop === undefined) return html``;
    const isChosen = this.chosen === undefined || this.chosen === shop.id || this.chosen === shop.handle;
    return html`<header class="top">
        ${wordmark}
        <clientele-people-search
          .endpoint=${this.endpoint}
          .shop=${shop.id}
          @clientele-open-profile=${this.#onOpenProfile}
        ></clientele-people-search>
        ${this.#switcher(shops, shop)}
        <button class="quiet-button" type="button" @click=${this.#signOut}>Sign out</button>
        <p class="problem" role="alert">${this.signOutProblem}</p>
      </header>
      <main
        @clientele-open-query=${this.#onOpenQuery}
        @clientele-open-profile=${this.#onOpenProfile}
        @clientele-segment-saved=${this.#refreshSegments}
        @clientele-segment-deleted=${this.#refreshSegments}
        @clientele-decided=${this.#onDecided}
      >
        <div class="title">
          <h1>${shop.name}</h1>
          ${notes(shop, this.locale)}
          ${
            isChosen
              ? nothing
              : html`<p class="note" role="status">The shop of this address is not open to you; this is another.</p>`
          }
        </div>
        <clientele-totals .endpoint=${this.endpoint} .shop=${shop.id}></clientele-totals>
        <div class="columns">
          <clientele-rfm-map class="panel" .endpoint=${this.endpoint} .shop=${shop.id}></clientele-rfm-map>
          <clientele-segments class="panel" .endpoint=${this.endpoint} .shop=${shop.id}></clientele-segments>
        </div>
        <clientele-query-box
          class="panel"
          .endpoint=${this.endpoint}
          .shop=${shop.id}
          .query=${this.asked.query}
          .heading=${this.asked.title}
          .segment=${this.asked.segment}
          .examples=${EXAMPLES}
          guide="/language"
        ></clientele-query-box>
        <clientele-connections class="panel" .endpoint=${this.endpoint} .shop=${shop.id}></clientele-connections>
        <clientele-privacy class="panel" .endpoint=${this.endpoint} .shop=${shop.id}></clientele-privacy>
      </main>
      <footer>
        <a href="/language">The language</a><a href="/graphiql/?shop=${encodeURIComponent(shop.handle)}">GraphQL</a>
      </footer>
      ${profileDrawer({
        isOpen: this.drawerOpen,
        profileId: this.profileId,
        endpoint: this.endpoint,
        shop: shop.id,
        onClosed: () => {
          this.drawerOpen = false;
        },
        onDecided: this.#onDecided,
      })}`;
  }

  /** The shop of the address, by the id that GraphQL gives or as the command line names it; else the first. */
  #shopOf(shops: readonly ShopChoice[]): ShopChoice | undefined {
    return shops.find(({ id, handle }) => id === this.chosen || handle === this.chosen) ?? shops[0];
  }

  protected override updated(): void {
    const { standing } = this;
    const shop = standing.state === 'ready' || standing.state === 'stale' ? this.#shopOf(standing.data) : undefined;
    document.title = shop === undefined ? 'Clientele' : `${shop.name} · Clientele`;
  }

  #switcher(shops: readonly ShopChoice[], current: ShopChoice): TemplateResult {
    return html`<nav aria-label="Shops">
      ${shops.map(
        (shop) => html`<button
          type="button"
          aria-pressed=${shop.id === current.id}
          @click=${() => this.#choose(shop.handle)}
        >${shop.name}${shop.generated ? html` <small>generated</small>` : nothing}</button>`,
      )}
    </nav>`;
  }

  #signOut = async (): Promise<void> => {
    this.signOutProblem = '';
    const answer = await fetch('/sign-out', { method: 'POST' }).catch(() => undefined);
    if (answer?.ok === true) this.#onSessionEnded();
    else this.signOutProblem = 'You are still signed in: the server did not answer. Try again in a minute.';
  };

  /** Nothing of the shop stays in sight of whoever comes next, wherever on the page it was noticed. */
  #onSessionEnded = (): void => {
    this.drawerOpen = false;
    this.profileId = '';
    this.standing = { state: 'session-ended' };
  };

  #choose(handle: string): void {
    this.chosen = handle;
    this.profileId = '';
    const address = new URL(location.href);
    address.searchParams.set('shop', handle);
    history.replaceState(null, '', address);
  }

  #onOpenQuery = (event: CustomEvent<OpenQuery>): void => {
    this.asked = event.detail;
    showQuery(this.shadowRoot?.querySelector('clientele-query-box'), event.detail);
  };

  #refreshSegments = (): void => this.#refreshAll('clientele-segments');

  /** Who is in which segment is another now. */
  #onDecided = (): void => this.#refreshAll('clientele-segments, clientele-query-box, clientele-profile');

  #onOpenProfile = (event: CustomEvent<OpenProfile>): void => {
    if (this.profileId === event.detail.profileId) this.#refreshAll('clientele-profile, clientele-by-hand');
    this.profileId = event.detail.profileId;
    this.drawerOpen = true;
  };

  /** Whoever comes back to the page sees what is true now. */
  #onVisible = (): void => {
    if (document.visibilityState !== 'visible') return;
    // There may be another shop by now.
    void this.refresh();
    this.#refreshAll('*');
  };

  #refreshAll(elements: string): void {
    for (const element of this.shadowRoot?.querySelectorAll(elements) ?? []) {
      if (element instanceof GatewayElement) void element.refresh();
    }
  }
}

function notes(shop: ShopChoice, locale: string | undefined): TemplateResult {
  return html`${shop.generated ? html`<p class="note">A generated shop: everybody in it is made up.</p>` : nothing}
  ${shop.clock === null ? nothing : html`<p class="note">The clock stands at ${longDay(shop.clock, { locale })}.</p>`}`;
}
