import { theme } from '@clientele/widgets';
import { css, html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';

/** `<clientele-drawer>`: a panel at the side, over the page, that Escape, its button or a click beside it closes. */
export class ClienteleDrawer extends LitElement {
  static override styles = [
    theme,
    css`
      dialog {
        position: fixed;
        inset-block: 0;
        inset-inline: auto 0;
        inline-size: min(480px, 100vw);
        max-inline-size: none;
        block-size: 100dvh;
        max-block-size: none;
        margin: 0;
        padding: 0;
        border: 0;
        border-inline-start: 1px solid var(--border);
        background: var(--bg);
        color: var(--text);
        overscroll-behavior: contain;
      }
      dialog::backdrop {
        background: rgb(10 18 15 / 0.42);
      }
      .inside {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 4px;
        padding: 20px 28px 40px;
      }
      .close {
        justify-self: end;
      }
      @media (max-width: 480px) {
        .inside {
          padding-inline: 16px;
        }
      }
      @media (prefers-reduced-motion: no-preference) {
        dialog[open] {
          animation: arrive 200ms cubic-bezier(0.2, 0.8, 0.2, 1);
        }
        @keyframes arrive {
          from {
            translate: 32px 0;
            opacity: 0;
          }
        }
      }
    `,
  ];

  @property({ type: Boolean }) open = false;
  /** What the panel is about, for those who hear it. */
  @property() label = '';

  protected override updated(changed: PropertyValues<this>): void {
    const dialog = this.#dialog;
    if (!changed.has('open') || dialog === null) return;
    if (this.open && !dialog.open) dialog.showModal();
    if (!this.open && dialog.open) dialog.close();
  }

  protected override render(): TemplateResult {
    return html`<dialog aria-label=${this.label} @close=${this.#onClose} @click=${this.#onClick}>
      <div class="inside">
        <button class="quiet-button close" type="button" @click=${() => this.#dialog?.close()}>Close</button>
        <slot></slot>
      </div>
    </dialog>`;
  }

  #onClose = (): void => {
    this.open = false;
    this.dispatchEvent(new CustomEvent('clientele-drawer-closed'));
  };

  /** A click on the dialog itself, not on what is inside of it, is one beside the panel. */
  #onClick = (event: Event): void => {
    if (event.composedPath()[0] === this.#dialog) this.#dialog?.close();
  };

  get #dialog(): HTMLDialogElement | null {
    return this.shadowRoot?.querySelector('dialog') ?? null;
  }
}
