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
      .fails > .sign {
        color: var(--muted);
      }
      .words {
        font-weight: 500;
        overflow-wrap: anywhere;
      }
      .found,
      ul ul {
        grid-column: 2;
      }
      .found {
        color: var(--muted);
        overflow-wrap: anywhere;
      }
      ul ul {
        margin-block-start: 4px;
        padding-inline-start: 8px;
        border-inline-start: 1px solid var(--border);
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
    const { outline = [], member = false, changesAt = null, staysForDays = null } = explainMembership ?? {};
    return html`${listOf(outline)}
    ${changesAt && html`<p class="muted small">${member ? 'Leaves' : 'Enters'} by itself on ${longDay(changesAt, this)}.</p>`}
    ${staysForDays === null ? '' : html`<p class="muted small">Does not change by itself within ${staysForDays} days.</p>`}`;
  }
}

/** Conditions of one level, each with its parts under it. */
function listOf(outline: readonly Reason[]): TemplateResult | '' {
  const [first] = outline;
  if (first === undefined) return '';
  const starts = outline.flatMap(({ level }, place) => (level === first.level ? [place] : []));
  return html`<ul>
    ${starts.map((start, index) => reason(outline.slice(start, starts[index + 1])))}
  </ul>`;
}

function reason([first, ...parts]: readonly Reason[]): TemplateResult | '' {
  if (first === undefined) return '';
  const { words, holds, display, missing } = first.condition;
  const found = [
    `${holds ? 'Holds' : 'Does not hold'}${display === null ? '' : `: found ${display}`}`,
    ...(missing === null ? [] : [/ more\b|^a first/.test(missing) ? `needs ${missing}` : missing]),
  ];
  return html`<li class=${holds ? 'holds' : 'fails'}>
    <span class="sign" aria-hidden="true">${holds ? '✓' : '✗'}</span>
    <span class="words">${words}</span>
    <span class="found">${found.join(' · ')}</span>
    ${listOf(parts)}
  </li>`;
}
