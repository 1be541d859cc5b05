import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { formStyles } from '../element/form-styles.js';
import { GatewayElement } from '../element/gateway-element.js';
import { stateStyles } from '../element/state-views.js';
import { theme } from '../element/theme.js';
import type { Answer } from '../gateway/answer.js';
import type { GatewayClient, Question } from '../gateway/gateway-client.js';
import {
  CONNECTION,
  type ConnectionAnswer,
  type ConnectionRow,
  END_CONNECTION,
  REFUSED_CONTENT,
  RESUME_CONNECTION,
  RETRY_REFUSED,
  type RefusedRow,
  type StreamRow,
  SYNC_CONNECTION,
} from '../questions/connections.js';
import type { SaveProblem } from '../questions/save-segment.js';
import { momentOf } from '../words/dates.js';
import { count, counted, type Style } from '../words/numbers.js';
import { sentence } from '../words/sentence.js';
import { staleness, there, tried } from './connection-words.js';
import { connectionStyles } from './connections-styles.js';

const FIRST_PAGE = 20;
const LARGEST_PAGE = 250;

type Detail = ConnectionAnswer['connection'];

/**
 * `<clientele-connection>`: one connection closer by: what it holds, how fresh each kind of thing is, its webhooks, and
 * what was refused. Whatever is done here fires `clientele-connection-changed`.
 */
export class ClienteleConnection extends GatewayElement<Detail> {
  static override styles = [theme, stateStyles, formStyles, connectionStyles];

  /** As the list around it knows it, which is newer. */
  @property({ attribute: false }) row: ConnectionRow | undefined;
  /** How the shop's figures are written. */
  @property({ attribute: false }) figures: Style | undefined;

  /** What came, of the refused input that is looked at. */
  @state() private shown: { readonly id: string; readonly content: string } | undefined;
  /** What is being done: the id of refused input, or a word. */
  @state() private doing = '';
  @state() private isEnding = false;
  @state() private problem = '';
  @state() private said = '';

  #wanted = FIRST_PAGE;

  protected override asksFor(): readonly unknown[] {
    return [this.row?.id];
  }

  /** What the list saw change is asked for anew; what is shown stays until then. */
  protected override updated(changed: PropertyValues<this>): void {
    const before = changed.get('row');
    const { row } = this;
    if (before === undefined || row === undefined || before.id !== row.id) return;
    if (before.state !== row.state || before.refusedCount !== row.refusedCount) void this.refresh();
  }

  protected override async load(client: GatewayClient, signal: AbortSignal): Promise<Answer<Detail>> {
    const answer = await client.ask(CONNECTION, { id: this.row?.id ?? '', first: this.#wanted }, signal);
    return answer.outcome === 'answered' ? { outcome: 'answered', data: answer.data.connection } : answer;
  }

  protected override emptiness(detail: Detail): string | undefined {
    return detail === null ? 'There is no such connection any more.' : undefined;
  }

  protected override renderData(detail: Detail): TemplateResult {
    const { row, figures: style } = this;
    if (detail === null || row === undefined || style === undefined) return html``;
    return html`${this.#actions(row)} ${streams(row, style)} ${records(row, detail, style)}
      ${webhooks(row, detail, style, this.client())} ${this.#refused(row, detail, style)}`;
  }

  #actions(row: ConnectionRow): TemplateResult {
    return html`<div class="row">
        ${this.#reading(row)}
        ${
          row.state === 'FED' || row.state === 'ENDED'
            ? nothing
            : html`<button
                class="quiet-button"
                type="button"
                aria-expanded=${this.isEnding}
                ?disabled=${this.doing !== ''}
                @click=${() => {
                  this.isEnding = !this.isEnding;
                }}
              >
                Disconnect
              </button>`
        }
        <p class="muted small" role="status">${this.said}</p>
      </div>
      ${this.isEnding ? this.#ending(row) : nothing}
      <p class="wrong" role="alert">${this.problem}</p>`;
  }

  #reading({ state, isResumable }: ConnectionRow): TemplateResult {
    const button = (word: string, isOff: boolean, act: () => Promise<void>) =>
      html`<button class="quiet-button" type="button" ?disabled=${isOff || this.doing !== ''} @click=${act}>${word}</button>`;
    switch (state) {
      case 'FED':
      case 'TOLD':
        return howItComes(state);
      case 'ENDED':
        return isResumable ? button('Connect again', false, this.#resume) : html`<p class="muted small">${ENDED}</p>`;
      case 'PULLING':
        return button('Being read', true, this.#sync);
      default:
        return button('Read now', false, this.#sync);
    }
  }

  #ending({ name }: ConnectionRow): TemplateResult {
    return html`<div role="group" aria-label="Disconnect ${name}">
      <p class="small">
        It is asked no more, nothing is written there any more, and what it is signed in with is deleted. What it brought
        stays here. Connected again, it goes on from where it was.
      </p>
      <div class="row">
        <button class="button" type="button" ?disabled=${this.doing !== ''} @click=${this.#end}>Disconnect ${name}</button>
        <button
          class="quiet-button"
          type="button"
          @click=${() => {
            this.isEnding = false;
          }}
        >
          Keep it
        </button>
      </div>
    </div>`;
  }

  #refused(
    { refusedCount, isRetrying, name }: ConnectionRow,
    detail: NonNullable<Detail>,
    style: Style,
  ): TemplateResult {
    const { nodes } = detail.refused;
    if (nodes.length === 0) {
      return html`<section>
        <h4 class="eyebrow">Refused</h4>
        <p class="muted small">Nothing is refused: all that came could be read.</p>
      </section>`;
    }
    const busy = isRetrying || this.doing !== '';
    return html`<section>
      <h4 class="eyebrow" id="refused">Refused</h4>
      <p class="muted small">
        What could not be read is set aside; the rest went in. Mend it where it came from, then try it again.
      </p>
      <div class="row">
        <button class="quiet-button" type="button" ?disabled=${busy} @click=${() => this.#retry(null)}>
          ${isRetrying ? 'Being tried again' : `Try all ${count(refusedCount, style)} again`}
        </button>
      </div>
      <table class="refused" aria-labelledby="refused">
        <thead>
          <tr>
            <th scope="col">Where</th>
            <th scope="col">What is wrong</th>
            <th scope="col" class="wide">Since</th>
            <th scope="col" class="wide">Tried</th>
            <th scope="col"><span class="visually-hidden">What to do</span></th>
          </tr>
        </thead>
        <tbody>
          ${nodes.map((each) => this.#refusedRow(each, name, style, busy))}
        </tbody>
      </table>
      ${
        detail.refused.pageInfo.hasNextPage && nodes.length < LARGEST_PAGE
          ? html`<div class="row">
              <button class="quiet-button" type="button" @click=${() => this.#showMore(nodes.length)}>Show more</button>
            </div>`
          : nothing
      }
    </section>`;
  }

  #refusedRow(each: RefusedRow, name: string, style: Style, busy: boolean): TemplateResult {
    const { id, source, place, reason, at } = each;
    const isShown = this.shown?.id === id;
    const where = source === name ? place : `${place} of ${source}`;
    return html`<tr>
        <th scope="row">${where}</th>
        <td>${reason}</td>
        <td class="wide">${momentOf(at, style)}</td>
        <td class="wide">${tried(each, style)}</td>
        <td class="do">
          <button class="quiet-button" type="button" aria-expanded=${isShown} @click=${() => this.#show(id, isShown)}>
            ${isShown ? 'Hide what came' : 'See what came'}<span class="visually-hidden">: ${where}</span>
          </button>
          <button class="quiet-button" type="button" ?disabled=${busy} @click=${() => this.#retry(id)}>
            ${this.doing === id ? 'Trying …' : 'Try again'}<span class="visually-hidden">: ${where}</span>
          </button>
        </td>
      </tr>
      ${
        isShown
          ? html`<tr>
              <td colspan="5"><pre tabindex="0" aria-label="What came: ${where}">${laidOut(this.shown?.content ?? '')}</pre></td>
            </tr>`
          : nothing
      }`;
  }

  async #show(id: string, isShown: boolean): Promise<void> {
    this.shown = undefined;
    if (isShown) return;
    const answer = await this.#do(id, REFUSED_CONTENT, { id });
    if (answer?.refusedInput != null) this.shown = { id, content: answer.refusedInput.content };
  }

  #sync = async (): Promise<void> => {
    const answer = await this.#do('sync', SYNC_CONNECTION, { id: this.row?.id ?? '' });
    if (answer !== undefined) this.#after(answer.connectionSync.userErrors, 'It is being read.');
  };

  #end = async (): Promise<void> => {
    const answer = await this.#do('end', END_CONNECTION, { id: this.row?.id ?? '' });
    if (answer === undefined) return;
    this.isEnding = false;
    this.#after(answer.changed.userErrors, 'It is disconnected.');
  };

  #resume = async (): Promise<void> => {
    const answer = await this.#do('resume', RESUME_CONNECTION, { id: this.row?.id ?? '' });
    if (answer !== undefined) this.#after(answer.changed.userErrors, 'It is being connected.');
  };

  async #retry(refused: string | null): Promise<void> {
    const answer = await this.#do(refused ?? 'all', RETRY_REFUSED, { id: this.row?.id ?? '', refused });
    if (answer === undefined) return;
    const { accepted, userErrors } = answer.connectionRetryRefused;
    const taken = accepted === 0 ? 'It still cannot be read.' : `Taken in: ${accepted ?? ''}.`;
    this.#after(userErrors, accepted === null ? 'All of it is being tried again.' : taken);
  }

  /** What is under way is done, whatever becomes of the page. */
  async #do<Result, Variables extends Readonly<Record<string, unknown>>>(
    what: string,
    question: Question<Result, Variables>,
    variables: Variables,
  ): Promise<Result | undefined> {
    if (this.doing !== '') return undefined;
    this.doing = what;
    this.problem = '';
    this.said = '';
    const answer = await this.client().ask(question, variables, new AbortController().signal);
    this.doing = '';
    if (answer.outcome === 'answered') return answer.data;
    if (answer.outcome === 'session-ended') this.problem = 'The session has ended: sign in, then try once more.';
    else if (answer.outcome !== 'superseded') this.problem = answer.message;
    return undefined;
  }

  #after(userErrors: readonly SaveProblem[], said: string): void {
    this.problem = userErrors.map(sentence).join(' ');
    if (this.problem === '') this.said = said;
    this.dispatchEvent(new CustomEvent('clientele-connection-changed', { bubbles: true, composed: true }));
  }

  /** Adds a page, and moves to its first row whoever uses the keyboard. */
  async #showMore(shown: number): Promise<void> {
    this.#wanted = LARGEST_PAGE;
    await this.refresh();
    await this.updateComplete;
    this.shadowRoot?.querySelectorAll<HTMLElement>('td.do button:first-child')[shown]?.focus();
  }
}

function streams({ streams: rows, state }: ConnectionRow, style: Style): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<section>
    <h4 class="eyebrow" id="streams">What is read</h4>
    <div class="scroll">
      <table aria-labelledby="streams">
        <thead>
          <tr>
            <th scope="col">Kind</th>
            <th scope="col" class="number">There</th>
            <th scope="col">Known up to</th>
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            (row) => html`<tr>
              <th scope="row">${row.name}</th>
              <td class="number">${there(row, style)}</td>
              <td>
                ${knownUpTo(row, state, style)}<span class="small">${staleness(row, style.locale)}</span>
              </td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}

function knownUpTo({ caughtUpAt, isUnderWay, everySeconds }: StreamRow, state: ConnectionRow['state'], style: Style) {
  if (caughtUpAt !== null) return momentOf(caughtUpAt, style);
  if (everySeconds === null) return '–';
  if (!isUnderWay) return 'Not begun';
  return state === 'PULLING' ? 'Being read' : 'Begun, not at its end';
}

const ENDED = 'It is not asked any more. What it signed in with is deleted: connect it again to go on.';

function howItComes(state: 'FED' | 'TOLD'): TemplateResult {
  return state === 'FED'
    ? html`<p class="muted small">Files are imported by <code>npx clientele import</code>.</p>`
    : html`<p class="muted small">Its platform sends what is new by itself.</p>`;
}

function records({ state }: ConnectionRow, detail: NonNullable<Detail>, style: Style): TemplateResult {
  const held = detail.records.map(({ kind, count }) => counted(count, RECORD_WORDS[kind] ?? kind.toLowerCase(), style));
  return html`<section>
    <h4 class="eyebrow">Records</h4>
    <p>${held.length > 0 ? held.join(', ') : state === 'FED' || state === 'TOLD' ? 'None is stored.' : 'None is stored yet.'}</p>
  </section>`;
}

const RECORD_WORDS: Readonly<Record<string, string>> = { CUSTOMER: 'customer record' };

function webhooks(
  { webhooks: heard }: ConnectionRow,
  detail: NonNullable<Detail>,
  style: Style,
  client: GatewayClient,
) {
  if (heard === null || detail.webhooks === null) return nothing;
  const { waiting, waitingSince, lastHeardAt } = heard;
  const last =
    lastHeardAt === null ? 'None came in the last ten days.' : `The last came ${momentOf(lastHeardAt, style)}.`;
  const queue =
    waiting === 0 || waitingSince === null
      ? 'None waits.'
      : `${count(waiting, style)} to be taken, the oldest since ${momentOf(waitingSince, style)}.`;
  return html`<section>
    <h4 class="eyebrow">Webhooks</h4>
    <p>${last} ${queue}</p>
    <p class="muted small">
      With them, changes show at once. Tell the platform this address, and nobody else:
      <code>${client.addressOf(detail.webhooks.path)}</code>
    </p>
  </section>`;
}

/** JSON over several lines; what is none as it came. */
function laidOut(content: string): string {
  try {
    return JSON.stringify(JSON.parse(content), null, 2);
  } catch {
    return content;
  }
}
