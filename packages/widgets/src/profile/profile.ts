import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { GatewayClient } from '../gateway/gateway-client.js';
import { memberName } from '../members/member-name.js';
import {
  type MemberOf,
  PROFILE,
  PROFILE_WITH_ADDRESSES,
  type Profile,
  type ProfileAnswer,
  type Trait,
} from '../questions/profile.js';
import { dayOf, shortDay } from '../words/dates.js';
import { money, quantity, type Style } from '../words/numbers.js';
import { plainName } from '../words/plain-name.js';
import { profileStyles } from './profile-styles.js';

const ORDERS_AT_ONCE = 8;
/** The gateway's largest page. */
const MOST_ORDERS = 250;
/** Traits worth a look before all others. */
const FACTS = ['amount_spent', 'number_of_orders', 'last_order_date', 'average_order_value'];

/**
 * `<clientele-profile profile-id="…" endpoint="…">`: one person across channels: facts, segments with reasons, orders,
 * customer records and traits; the slot `by-hand` is below its segments. On another site set `getToken`; on a signed-in
 * page nothing more is needed.
 */
export class ClienteleProfile extends GatewayElement<ProfileAnswer> {
  static override styles = [theme, stateStyles, profileStyles];

  @property({ attribute: 'profile-id' }) profileId = '';
  @state() private opened: ReadonlySet<string> = new Set();
  #orders = ORDERS_AT_ONCE;

  protected override asksFor(): readonly unknown[] {
    return [this.profileId];
  }

  protected override willUpdate(changed?: PropertyValues<this>): void {
    if (changed?.has('profileId')) {
      this.opened = new Set();
      this.#orders = ORDERS_AT_ONCE;
    }
    super.willUpdate();
  }

  protected override load(client: GatewayClient, signal: AbortSignal) {
    // Addresses are for who is signed in, and closed to tokens of widgets.
    const question = this.getToken === undefined ? PROFILE_WITH_ADDRESSES : PROFILE;
    return client.ask(question, { id: this.profileId, orders: this.#orders }, signal);
  }

  protected override emptiness({ profile }: ProfileAnswer): string | undefined {
    return profile === null ? 'There is no such profile in this shop.' : undefined;
  }

  protected override renderData({ shop, profile }: ProfileAnswer): TemplateResult {
    if (profile === null) return html``;
    const style: Style = { ...shop, locale: this.locale };
    return html`<article part="profile" aria-labelledby="name">
      <header part="header">
        <p class="eyebrow">Profile</p>
        <h2 id="name">${memberName(profile.records).name}</h2>
        ${profile.rfmGroup && html`<span class="chip" part="group">${plainName(profile.rfmGroup)}</span>`}
      </header>
      ${facts(profile, style)} ${this.#segments(profile, style)} <slot name="by-hand"></slot> ${this.#ordersOf(profile, style)} ${records(profile)}
      ${traits(profile)}
    </article>`;
  }

  #segments({ id, segments }: Profile, style: Style): TemplateResult {
    return html`<section part="segments" aria-labelledby="segments">
      <h3 class="eyebrow" id="segments">Segments, and why</h3>
      ${segments.length === 0 ? html`<p class="muted">In none at present.</p>` : nothing}
      ${segments.map(
        (member) => html`<details @toggle=${(event: Event) => this.#onToggle(event, member)}>
          <summary>
            <span>${member.segment.name}</span>
            <span class="muted small">since ${dayOf(member.since, style)}</span>
          </summary>
          ${
            this.opened.has(member.segment.id)
              ? html`<clientele-reasons .via=${this.client()} .segment=${member.segment.id} .profile=${id}></clientele-reasons>`
              : nothing
          }
        </details>`,
      )}
    </section>`;
  }

  #ordersOf({ orders }: Profile, style: Style): TemplateResult {
    const more = orders.pageInfo.hasNextPage && this.#orders < MOST_ORDERS;
    return html`<section part="orders" aria-labelledby="orders">
      <h3 class="eyebrow" id="orders">Orders</h3>
      ${
        orders.nodes.length === 0
          ? html`<p class="muted">No order yet.</p>`
          : html`<table aria-labelledby="orders">
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col">Channel</th>
                  <th scope="col" class="number">Units</th>
                  <th scope="col" class="number">Total</th>
                </tr>
              </thead>
              <tbody>
                ${orders.nodes.map(
                  (order) => html`<tr>
                    <td>${dayOf(order.placedAt, style)}</td>
                    <td class="channel">${plainName(order.channel)}</td>
                    <td class="number">${quantity(order.units, style)}</td>
                    <td class="number">${order.total === null ? '–' : money(order.total, style)}</td>
                  </tr>`,
                )}
              </tbody>
            </table>`
      }
      ${more ? html`<button class="quiet-button more" type="button" @click=${this.#showMore}>More orders</button>` : nothing}
    </section>`;
  }

  #showMore = (): void => {
    this.#orders = Math.min(MOST_ORDERS, this.#orders * 4);
    void this.refresh();
  };

  #onToggle(event: Event, { segment }: MemberOf): void {
    if (event.target instanceof HTMLDetailsElement && event.target.open) {
      this.opened = new Set([...this.opened, segment.id]);
    }
  }
}

function facts({ traits: all }: Profile, style: Style): TemplateResult | typeof nothing {
  const chosen = FACTS.flatMap((name) => all.find((trait) => trait.name === name && trait.value !== null) ?? []);
  if (chosen.length === 0) return nothing;
  return html`<dl class="facts" part="facts">
    ${chosen.map(({ name, label, value }) => html`<div><dt>${label}</dt><dd>${factText(name, value ?? '', style)}</dd></div>`)}
  </dl>`;
}

function factText(name: string, value: string, style: Style): string {
  if (name === 'last_order_date') return shortDay(value, style);
  return name === 'number_of_orders'
    ? quantity(value, style)
    : money({ amount: value, currency: style.currency }, style);
}

function records({ records: all }: Profile): TemplateResult {
  return html`<section part="records" aria-labelledby="records">
    <h3 class="eyebrow" id="records">Known from</h3>
    <ul class="records">
      ${all.map(
        (record) =>
          html`<li>
            <span>${plainName(record.connection)}</span><span class="id muted">${record.externalId}</span>
            ${record.email && record.email !== record.externalId ? html`<span class="email muted">${record.email}</span>` : nothing}
          </li>`,
      )}
    </ul>
  </section>`;
}

function traits({ traits: all }: Profile): TemplateResult {
  const present = all.filter(({ value }) => value !== null);
  // What a connection states may be called like a trait of ours.
  const isShared = ({ label }: Trait) => present.filter((other) => other.label === label).length > 1;
  return html`<details part="traits">
    <summary><span>All traits</span><span class="muted small">${present.length}</span></summary>
    <table>
      <tbody>
        ${present.map(
          (trait) => html`<tr>
            <th scope="row">
              ${trait.label} ${isShared(trait) ? html`<span class="id">${trait.name}</span>` : nothing}
            </th>
            <td class="number">${trait.display ?? trait.value}</td>
          </tr>`,
        )}
      </tbody>
    </table>
  </details>`;
}
