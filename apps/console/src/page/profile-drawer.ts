import type { GatewayClient } from '@clientele/widgets';
import { html, nothing, type TemplateResult } from 'lit';

/** Whose profile stands in the drawer, where it is asked for, and what the page does about it. */
export interface ProfileDrawer {
  readonly isOpen: boolean;
  /** Empty until somebody opened one. */
  readonly profileId: string;
  readonly endpoint: string;
  readonly shop?: string | undefined;
  /** The page's own client, to share its token. */
  readonly via?: GatewayClient | undefined;
  readonly onClosed: () => void;
  readonly onDecided: () => void;
}

/** The drawer of a page, with one person. */
export function profileDrawer(drawer: ProfileDrawer): TemplateResult {
  const { isOpen, profileId, endpoint, shop, via, onClosed, onDecided } = drawer;
  return html`<clientele-drawer label="Profile" .open=${isOpen} @clientele-drawer-closed=${onClosed}>
    ${
      profileId === ''
        ? nothing
        : html`<clientele-profile .endpoint=${endpoint} .shop=${shop} .via=${via} .profileId=${profileId}
            ><clientele-by-hand
              slot="by-hand"
              .endpoint=${endpoint}
              .shop=${shop}
              .via=${via}
              .profileId=${profileId}
              @clientele-decided=${onDecided}
            ></clientele-by-hand
          ></clientele-profile>`
    }
  </clientele-drawer>`;
}
