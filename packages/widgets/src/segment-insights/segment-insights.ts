import { css, html, nothing, type TemplateResult } from 'lit';
import { bar } from '../element/bar.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import {
  type OverlappingPair,
  SEGMENT_INSIGHTS,
  type SegmentFinding,
  type SegmentInsights,
} from '../questions/segment-insights.js';
import { count, counted, percent } from '../words/numbers.js';

/** So many of one kind are shown; where there are more, the others stand behind a line of their own. */
const SHOWN_OF_A_KIND = 2;

/**
 * `<clientele-segment-insights>`: what is worth a look about the saved segments, and which of them have members in
 * common, the most alike first. Part of the list of segments, which shows it when it is asked for: it compares all members.
 */
export class ClienteleSegmentInsights extends GatewayElement<SegmentInsights> {
  static override styles = [
    theme,
    stateStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 16px;
      }
      ul {
        display: grid;
        gap: 8px;
        margin-block-start: 6px;
        font-size: 0.875rem;
      }
      li {
        padding-inline-start: 10px;
        border-inline-start: 2px solid var(--border);
        overflow-wrap: anywhere;
        text-wrap: pretty;
      }
      summary {
        inline-size: fit-content;
        min-block-size: 24px;
        color: var(--accent);
        cursor: pointer;
      }
      th[scope='row'] {
        overflow-wrap: anywhere;
        color: var(--text);
      }
      .bar {
        inline-size: 100%;
        block-size: 4px;
        margin-block-start: 4px;
      }
      @container (max-width: 420px) {
        .wide {
          display: none;
        }
      }
    `,
  ];

  protected override load(client: GatewayClient, signal: AbortSignal) {
    return client.ask(SEGMENT_INSIGHTS, {}, signal);
  }

  protected override emptiness({ segmentHealth, segmentOverlap }: SegmentInsights): string | undefined {
    const isNothing = segmentHealth.length === 0 && segmentOverlap.pairCount === 0;
    return isNothing ? 'No two segments have a member in common, and nothing else is worth a look.' : undefined;
  }

  protected override renderData({ segmentHealth, segmentOverlap }: SegmentInsights): TemplateResult {
    return html`${
      segmentHealth.length === 0
        ? nothing
        : html`<section aria-labelledby="look">
            <h3 class="eyebrow" id="look">Worth a look</h3>
            <ul>
              ${byKind(segmentHealth).map((alike) => this.#alike(alike))}
            </ul>
          </section>`
    }
    ${segmentOverlap.pairCount === 0 ? nothing : this.#pairs(segmentOverlap)}`;
  }

  #alike(findings: readonly SegmentFinding[]): TemplateResult {
    const lines = findings.map(({ message }) => html`<li>${message}</li>`);
    // One more line would be as long as the one that it hides.
    if (lines.length <= SHOWN_OF_A_KIND + 1) return html`${lines}`;
    const others = lines.slice(SHOWN_OF_A_KIND);
    return html`${lines.slice(0, SHOWN_OF_A_KIND)}
      <li>
        <details>
          <summary>${count(others.length, this)} more like this</summary>
          <ul>
            ${others}
          </ul>
        </details>
      </li>`;
  }

  #pairs({ pairs, pairCount }: SegmentInsights['segmentOverlap']): TemplateResult {
    const more = pairCount - pairs.length;
    return html`<section aria-labelledby="overlap">
      <h3 class="eyebrow" id="overlap">Members in common</h3>
      <div class="scroll" tabindex="0" role="region" aria-labelledby="overlap">
        <table>
          <thead>
            <tr>
              <th scope="col">Segments</th>
              <th scope="col" class="number">In both</th>
              <th scope="col" class="number">Of either</th>
              <th scope="col" class="number wide">Of the first</th>
              <th scope="col" class="number wide">Of the second</th>
            </tr>
          </thead>
          <tbody>
            ${pairs.map((pair) => this.#pair(pair))}
          </tbody>
        </table>
      </div>
      ${more > 0 ? html`<p class="muted small">${counted(more, 'pair', this)} with less in common.</p>` : nothing}
    </section>`;
  }

  #pair({ one, other, both, jaccard, ofOne, ofOther }: OverlappingPair): TemplateResult {
    return html`<tr>
      <th scope="row">${one.name} <span class="muted">and</span> ${other.name} ${bar(jaccard)}</th>
      <td class="number">${count(both, this)}</td>
      <td class="number">${percent(jaccard, this)}</td>
      <td class="number wide">${percent(ofOne, this)}</td>
      <td class="number wide">${percent(ofOther, this)}</td>
    </tr>`;
  }
}

/** Findings of one code together, in the order in which the first of each comes. */
function byKind(findings: readonly SegmentFinding[]): readonly (readonly SegmentFinding[])[] {
  const kinds = new Map<string, SegmentFinding[]>();
  for (const finding of findings) kinds.set(finding.code, [...(kinds.get(finding.code) ?? []), finding]);
  return [...kinds.values()];
}
