import { css } from 'lit';
import { formStyles } from '../element/form-styles.js';

export const segmentActionsStyles = [
  formStyles,
  css`
    :host {
      display: grid;
      gap: 8px;
    }
    .asked {
      display: grid;
      gap: 8px;
      padding-block-start: 8px;
    }
    #question:focus {
      outline: none;
    }
    .danger {
      background: var(--danger);
      color: var(--on-danger);
    }
    .danger:hover {
      background: color-mix(in oklab, var(--danger) 88%, var(--text));
    }
  `,
];
