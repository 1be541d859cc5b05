import { css, html, type TemplateResult } from 'lit';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import { mapAnswer } from '../gateway/answer.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { SHOP_TOTALS, type ShopTotals } from '../questions/shop.js';
import { count, counted, magnitude, money, percent, shareOf, shortMoney } from '../words/numbers.js';

/** `<clientele-totals>`: a shop's profiles, orders and revenue at a glance. */
export class ClienteleTotals extends GatewayElement<ShopTotals> {
  static override styles = [
    theme,
    stateStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(4, 1fr);
      }
      dl > div {
        display: grid;
        align-content: start;
        gap: 2px;
        padding-inline: 24px;
        border-inline-start: 1px solid var(--border);
      }
      dl > div:first-child {
        padding-inline-start: 0;
        border: 0;
      }
      dt {
        color: var(--muted);
        font-size: 0.8125rem;
      }
      dd {
        font-size: 2rem;
        line-height: 1.15;
        font-weight: 500;
        letter-spacing: -0.028em;
      }
      dd.note {
        font-size: 0.8125rem;
        font-weight: 400;
        line-height: 1.4;
        letter-spacing: 0;
        color: var(--muted);
      }
      @container (max-width: 760px) {
        dl {
          grid-template-columns: 1fr 1fr;
          gap: 20px 0;
        }
        dl > div:nth-child(odd) {
          padding-inline-start: 0;
          border: 0;
        }
      }
      @container (max-width: 360px) {
        dd {
          font-size: 1.5rem;
        }
        dl > div {
          padding-inline: 14px 0;
        }
      }
    `,
  ];

  protected override async load(client: GatewayClient, signal: AbortSignal) {
    return mapAnswer(await client.ask(SHOP_TOTALS, {}, signal), ({ shop }) => shop);
  }

  protected override emptiness({ totals }: ShopTotals): string | undefined {
    return totals.orders + totals.profiles === 0
      ? 'Import orders and the totals of the shop appear here: npx clientele import FILE --shop mine.'
      : undefined;
  }

  protected override renderData({ totals }: ShopTotals): TemplateResult {
    const style = { locale: this.locale };
    const { gross, grossOfCustomers, net } = totals.revenue;
    const kept = shareOf(magnitude(net), magnitude(gross));
    // Orders that name nobody belong to no profile: shares of revenue are of the rest.
    const ofCustomers =
      grossOfCustomers.amount === gross.amount
        ? ''
        : `, of that ${shortMoney(grossOfCustomers, style)} from customers we know`;
    return html`<dl part="totals">
      ${total('Profiles', count(totals.profiles, style), `from ${counted(totals.customerRecords, 'customer record', style)}`)}
      ${total('Orders', count(totals.orders, style), 'sales that were not cancelled')}
      ${total('Gross revenue', shortMoney(gross, style), `${money(gross, style)}${ofCustomers}`)}
      ${total('Net of refunds', shortMoney(net, style), `${percent(kept, style)} of gross kept`)}
    </dl>`;
  }
}

function total(label: string, figure: string, note: string): TemplateResult {
  return html`<div><dt>${label}</dt><dd>${figure}</dd><dd class="note">${note}</dd></div>`;
}
