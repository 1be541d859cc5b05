import { html, type TemplateResult } from 'lit';
import { profileName } from '../profile/profile-name.js';
import type { SampleMember } from '../questions/preview.js';
import { shortDay } from '../words/dates.js';
import { money, quantity, type Style } from '../words/numbers.js';
import { plainName } from '../words/plain-name.js';

/** Some of a query's members. */
export function sampleTable(
  sample: readonly SampleMember[],
  style: Style,
  open: (profileId: string) => void,
): TemplateResult {
  return html`<div class="scroll" part="sample">
    <table>
      <thead>
        <tr>
          <th scope="col">Some of them</th>
          <th scope="col" class="number">Spent</th>
          <th scope="col" class="number">Orders</th>
          <th scope="col" class="number wide">Last order</th>
        </tr>
      </thead>
      <tbody>
        ${sample.map((member) => {
          const trait = (name: string) => member.traits.find((each) => each.name === name)?.value ?? null;
          const spent = trait('amount_spent');
          const last = trait('last_order_date');
          return html`<tr>
            <th scope="row">
              <button class="member" type="button" @click=${() => open(member.id)}>
                <span class="member-name">${profileName(member.records)}</span>
                <span class="group">${member.rfmGroup && plainName(member.rfmGroup)}</span>
              </button>
            </th>
            <td class="number">${spent === null ? '–' : money({ amount: spent, currency: style.currency }, style, 'whole')}</td>
            <td class="number">${quantity(trait('number_of_orders') ?? '0', style)}</td>
            <td class="number wide">${last === null ? '–' : shortDay(last, style)}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}
