import { html, nothing, type TemplateResult } from 'lit';
import type { MemberRow } from '../questions/members.js';
import { shortDay } from '../words/dates.js';
import { money, quantity, type Style } from '../words/numbers.js';
import { plainName } from '../words/plain-name.js';
import { memberName } from './member-name.js';

export interface MemberTable {
  /** What stands over the names. */
  readonly heading: string;
  readonly style: Style;
  readonly open: (profileId: string) => void;
}

/** Members with what they spent and when they last ordered; choosing one opens it. */
export function memberTable(members: readonly MemberRow[], { heading, style, open }: MemberTable): TemplateResult {
  return html`<div class="scroll" part="members">
    <table>
      <thead>
        <tr>
          <th scope="col">${heading}</th>
          <th scope="col" class="number">Spent</th>
          <th scope="col" class="number">Orders</th>
          <th scope="col" class="number wide">Last order</th>
        </tr>
      </thead>
      <tbody>
        ${members.map((member) => {
          const trait = (name: string) => member.traits.find((each) => each.name === name)?.value ?? null;
          const { name, email } = memberName(member.records);
          const spent = trait('amount_spent');
          const last = trait('last_order_date');
          return html`<tr>
            <th scope="row">
              <button class="member" type="button" @click=${() => open(member.id)}>
                <span class="member-name">${name}</span>
                ${email === null ? nothing : html`<span class="email">${email}</span>`}
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
