import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { REASONS, type Reason, type ReasonsAnswer } from '../questions/profile.js';
import { longDay } from '../words/dates.js';

/** `<clientele-reasons>`: why a profile is in a segment, condition by condition. Part of the profile's card. */
export class ClienteleReasons extends GatewayElement<ReasonsAnswer> {
  static override styles = [
    theme,
    stateStyles,
    css`
      li {
        display: grid;
        grid-template-columns: 1.2em minmax(0, 1fr);
        gap: 0 6px;
        padding-block: 4px;
        font-size: 0.8125rem;
      }
      .sign {
        font-weight: 700;
        color: var(--accent);
      }
      .fails .sign {
        color: var(--muted);
      }
      code {
        font-family: var(--mono);
        font-variant-ligatures: none;
        font-size: 0.75rem;
        overflow-wrap: anywhere;
      }
      .found {
        grid-column: 2;
        color: var(--muted);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() segment = '';
  @property() profile = '';

  protected override asksFor(): readonly unknown[] {
    return [this.segment, this.profile];
  }

  protected override load(client: GatewayClient, signal: AbortSignal) {
    return client.ask(REASONS, { segment: this.segment, profile: this.profile }, signal);
  }

  protected override emptiness({ explainMembership }: ReasonsAnswer): string | undefined {
    return explainMembership === null ? 'This segment or profile no longer exists.' : undefined;
  }

  protected override renderData({ explainMembership }: ReasonsAnswer): TemplateResult {
    const { conditions = [], changesAt = null } = explainMembership ?? {};
    return html`<ul>
        ${conditions.map(reason)}
      </ul>
      ${changesAt && html`<p class="muted small">Changes by itself on ${longDay(changesAt, this)}.</p>`}`;
  }
}

function reason({ text, holds, value, missing }: Reason): TemplateResult {
  return html`<li class=${holds ? 'holds' : 'fails'}>
    <span class="sign"><span aria-hidden="true">${holds ? '✓' : '–'}</span><span class="visually-hidden">${holds ? 'holds' : 'does not hold'}:</span></span>
    <code>${text}</code>
    <span class="found">${value === null ? '' : `found ${value}`}${missing === null ? '' : ` · missing ${missing}`}</span>
  </li>`;
}
