import { css } from 'lit';

export const memberStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
  }
  clientele-members-file[open] {
    flex: 1 1 100%;
  }
  .member {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
    min-block-size: 24px;
  }
  .member-name {
    overflow-wrap: anywhere;
    color: var(--text);
    font-weight: 550;
    text-decoration: underline;
    text-decoration-color: var(--border);
    text-underline-offset: 4px;
  }
  .member:hover .member-name {
    color: var(--accent);
    text-decoration-color: currentcolor;
  }
  .email {
    font-weight: 400;
    overflow-wrap: anywhere;
  }
  .group {
    font-weight: 400;
  }
  @container (max-width: 420px) {
    .wide {
      display: none;
    }
  }
`;
