import { html, type TemplateResult } from 'lit';
import { count, money, percent } from '../words/numbers.js';
import { plainName } from '../words/plain-name.js';
import type { MeasuredCell } from './group-totals.js';

/** The same figures as the drawing, cell by cell. */
export function mapTable(cells: readonly MeasuredCell[], locale: string | undefined): TemplateResult {
  const style = { locale };
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Profiles by recency and value, as a table">
    <table>
      <thead>
        <tr>
          <th scope="col">Group</th>
          <th scope="col" class="number">Recency</th>
          <th scope="col" class="number">Value</th>
          <th scope="col" class="number">Profiles</th>
          <th scope="col" class="number">Revenue</th>
          <th scope="col" class="number">Share of it</th>
        </tr>
      </thead>
      <tbody>
        ${cells.map(
          (cell) => html`<tr>
            <th scope="row">${plainName(cell.group)}</th>
            <td class="number">${cell.recency}</td>
            <td class="number">${cell.fm}</td>
            <td class="number">${count(cell.profiles, style)}</td>
            <td class="number">${money(cell.revenue, style, 'whole')}</td>
            <td class="number">${percent(cell.revenueShare, style)}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
