import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import { rest } from '../element/rest.js';
import type { Answer } from '../gateway/answer.js';
import type { CompleteAnswer, Completion } from '../questions/complete.js';
import { counted } from '../words/numbers.js';

/** How long the keys must rest before the gateway is asked. */
const ASK_AFTER_MS = 80;
const LIST = 'next';

/** The element whose text is completed. */
interface Writing extends ReactiveControllerHost {
  readonly locale: string | undefined;
  readonly field: HTMLTextAreaElement | null;
  /** Asks what may come next. */
  readonly next: (text: string, offset: number, signal: AbortSignal) => Promise<Answer<CompleteAnswer>>;
  /** Takes the text of the field over after it was completed. */
  readonly completed: () => void;
}

/**
 * Offers what may come next in a textarea, as a listbox that the text keeps the focus beside: arrow keys choose, Enter and
 * Tab take what is chosen, Escape closes it, Control and the space bar open it. Where nothing is chosen, Enter and Tab do
 * what they always do.
 */
export class Completing implements ReactiveController {
  readonly #host: Writing;
  #options: readonly Completion[] = [];
  #range = { from: 0, to: 0 };
  #chosen = -1;
  #request = new AbortController();

  constructor(host: Writing) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected(): void {
    this.close();
  }

  /** The list at its place below the field, empty where nothing is offered. */
  render(): TemplateResult {
    return html`<ul
      id=${LIST}
      class="next"
      role="listbox"
      aria-label="What may come next"
      ?hidden=${this.#options.length === 0}
      @mousedown=${(event: Event) => event.preventDefault()}
    >
      ${this.#options.map((option, index) => this.#option(option, index))}
    </ul>`;
  }

  /** Of the field, for `aria-activedescendant`. */
  get chosenId(): string | typeof nothing {
    return this.#chosen === -1 ? nothing : `${LIST}-${this.#chosen}`;
  }

  /** Asks for the place where the cursor stands; by itself only where something is being written. */
  async ask(byItself = true): Promise<void> {
    const { field } = this.#host;
    this.#request.abort();
    this.#request = new AbortController();
    const { signal } = this.#request;
    if (field === null || field.selectionStart !== field.selectionEnd) return this.close();
    if (byItself) await rest(ASK_AFTER_MS, signal);
    if (signal.aborted) return;
    const { value: text, selectionStart: offset } = field;
    if (byItself && !/[\s(,'\w.<>=!+-]$/.test(text.slice(0, offset))) return this.close();
    const answer = await this.#host.next(text, offset, signal);
    if (signal.aborted || field.value !== text || field.selectionStart !== offset) return;
    if (answer.outcome !== 'answered') return this.close();
    const { from, to, completions } = answer.data.completeQuery;
    const typed = text.slice(from, offset);
    this.#range = { from, to };
    this.#options = byItself
      ? completions.filter((option) => continues(option, typed, text.slice(0, from)))
      : completions;
    // Who has written a word to its end wants no more of it.
    const isWhole = this.#options[0]?.insert.trim() === typed;
    if (isWhole && this.#options.length === 1) this.#options = [];
    this.#chosen = typed === '' || isWhole || this.#options.length === 0 ? -1 : 0;
    this.#host.requestUpdate();
  }

  close(): void {
    this.#request.abort();
    if (this.#options.length === 0) return;
    this.#options = [];
    this.#chosen = -1;
    this.#host.requestUpdate();
  }

  readonly onInput = (event: Event): void => {
    if (event instanceof InputEvent && event.isComposing) return;
    void this.ask();
  };

  readonly onKeydown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === ' ' && event.ctrlKey) void this.ask(false);
    else if (this.#options.length === 0 || !this.#pressed(event)) return;
    event.preventDefault();
    event.stopPropagation();
  };

  /** Whether a key was for the list. */
  #pressed({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
    if (ctrlKey || altKey || metaKey) return false;
    switch (key) {
      case 'ArrowDown':
        return this.#choose(this.#chosen + 1);
      case 'ArrowUp':
        return this.#choose(this.#chosen === -1 ? this.#options.length - 1 : this.#chosen - 1);
      case 'Enter':
      case 'Tab': {
        const option = this.#options[this.#chosen];
        if (option === undefined || shiftKey) return false;
        this.#take(option);
        return true;
      }
      case 'Escape':
        this.close();
        return true;
      case 'ArrowLeft':
      case 'ArrowRight':
      case 'Home':
      case 'End':
        this.close();
        return false;
      default:
        return false;
    }
  }

  /** Around the ends. */
  #choose(index: number): boolean {
    this.#chosen = (index + this.#options.length) % this.#options.length;
    this.#host.requestUpdate();
    void this.#host.updateComplete.then(() => {
      const list = this.#host.field?.parentElement;
      list?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
    });
    return true;
  }

  #take({ insert }: Completion): void {
    const { field } = this.#host;
    const { from, to } = this.#range;
    this.close();
    if (field === null) return;
    field.focus();
    field.setRangeText(insert, from, to, 'end');
    this.#host.completed();
    void this.ask();
  }

  #option(option: Completion, index: number): TemplateResult {
    const { label, description, profiles } = option;
    return html`<li
      id=${`${LIST}-${index}`}
      role="option"
      aria-selected=${index === this.#chosen}
      @click=${() => this.#take(option)}
    >
      <code>${label}</code>
      ${description === '' ? nothing : html`<span class="muted">${description}</span>`}
      ${profiles === null ? nothing : html`<span class="muted have">${counted(profiles, 'profile', this.#host)}</span>`}
    </li>`;
  }
}

/** Whether a completion goes on with the word at the cursor, or begins one after a blank; the one behind a whole word does not. */
function continues({ label, insert }: Completion, typed: string, before: string): boolean {
  if (typed === '') return /[\s(,]$/.test(before);
  return !(insert.startsWith(typed) && insert.slice(typed.length).trimStart().startsWith(label));
}
