import { html, type TemplateResult } from 'lit';
import { profileName } from '../profile/profile-name.js';
import type { Movers } from '../questions/preview.js';
import { count, shortMoney } from '../words/numbers.js';

interface MoversStyle {
  readonly locale: string | undefined;
  readonly open: (profileId: string) => void;
}

/** Who would enter and leave a segment, by number and a few by name. */
export function moversView(entering: Movers, leaving: Movers, style: MoversStyle): TemplateResult {
  return html`<dl class="movers">${side('enter', entering, style)} ${side('leave', leaving, style)}</dl>`;
}

function side(
  way: 'enter' | 'leave',
  { count: number, revenue, sample }: Movers,
  { locale, open }: MoversStyle,
): TemplateResult {
  const spent = number === 0 ? '' : ` (${shortMoney(revenue, { locale })} spent)`;
  const more = number - sample.length;
  return html`<div>
    <dt>${number === 0 ? 'Nobody' : count(number, { locale })} would ${way}${spent}</dt>
    ${
      number === 0
        ? ''
        : html`<dd>
            ${sample.map(
              ({ id, records }, index) =>
                html`${index === 0 ? '' : ', '}<button type="button" @click=${() => open(id)}>${profileName(records)}</button>`,
            )}${more > 0 ? ` and ${count(more, { locale })} more` : ''}
          </dd>`
    }
  </div>`;
}
