import { css, html, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { REASONS, type Reason, type ReasonsAnswer } from '../questions/profile.js';
import { longDay } from '../words/dates.js';
import { count, type Style } from '../words/numbers.js';

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
    const {
      outline = [],
      member = false,
      changesAt = null,
      staysForDays = null,
      recordedOtherwise = [],
    } = explainMembership ?? {};
    return html`${listOf(outline, this)}
    ${changesAt && html`<p class="muted small">${member ? 'Leaves' : 'Enters'} by itself on ${longDay(changesAt, this)}.</p>`}
    ${staysForDays === null ? '' : html`<p class="muted small">Does not change by itself within ${staysForDays} days.</p>`}
    ${recordedOtherwise.map(({ segment, recorded }) => html`<p class="muted small">${otherwise(segment, recorded)}</p>`)}`;
  }
}

type Locale = Pick<Style, 'locale'>;

function otherwise(segment: string, recorded: boolean): string {
  const [standing, says] = recorded ? ['Still a member', 'no'] : ['Not a member yet', 'yes'];
  return `${standing} of ‘${segment}’ as it is recorded; its query now says ${says}.`;
}

/** Conditions of one level, each with its parts under it. */
function listOf(outline: readonly Reason[], style: Locale): TemplateResult | '' {
  const [first] = outline;
  if (first === undefined) return '';
  const starts = outline.flatMap(({ level }, place) => (level === first.level ? [place] : []));
  return html`<ul>
    ${starts.map((start, index) => reason(outline.slice(start, starts[index + 1]), style))}
  </ul>`;
}

function reason([first, ...parts]: readonly Reason[], style: Locale): TemplateResult | '' {
  if (first === undefined) return '';
  const { words, holds, display, missing } = first.condition;
  const found = [
    `${holds ? 'Holds' : 'Does not hold'}${display === null ? '' : `: found ${display}`}`,
    ...(missing === null ? [] : [NEEDED.test(missing) ? `needs ${missing}` : missing]),
  ];
  const records = recordsIn(first.condition, style);
  return html`<li class=${holds ? 'holds' : 'fails'}>
    <span class="sign" aria-hidden="true">${holds ? '✓' : '✗'}</span>
    <span class="words">${words}</span>
    <span class="found">${found.join(' · ')}</span>
    ${records === '' ? '' : html`<span class="found">${records}</span>`}
    ${listOf(parts, style)}
  </li>`;
}

const NEEDED = / more\b|^a first/;

/** Records that a line has room for. */
const SHOWN = 3;

const KINDS = [
  ['order', 'orders'],
  ['refund', 'refunds'],
  ['event', 'events'],
] as const;

/** `Order 1001`, `2 orders: 1001, 1002`, and of many `3 of 240 orders: 1001, 1002, 1003`. */
function recordsIn({ evidence, evidenceCounts }: Reason['condition'], style: Locale): string {
  const each = KINDS.flatMap(([kind, many]) => {
    const ids = evidence.filter((record) => record.kind === kind).map(({ externalId }) => externalId);
    const shown = ids.slice(0, SHOWN);
    const of = evidenceCounts[many];
    if (of === 0) return [];
    if (of === 1) return `${kind} ${shown.join()}`;
    const counts = of > shown.length ? `${shown.length} of ${count(of, style)}` : count(of, style);
    return `${counts} ${many}: ${shown.join(', ')}`;
  });
  const text = each.join('; ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
