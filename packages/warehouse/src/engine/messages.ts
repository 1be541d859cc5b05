/** What the supervisor tells the door's process. The token comes this way, for arguments can be read by every user. */
export type ToDoor =
  | {
      readonly kind: 'start';
      readonly directory: string;
      readonly memoryCapBytes: number;
      readonly token: string;
      /** 0 for any free one. */
      readonly port: number;
    }
  | { readonly kind: 'memory' }
  | { readonly kind: 'stop'; readonly graceMs: number };

/** What the door's process answers. */
export type FromDoor =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'failed'; readonly code: 'not_supported' | 'not_opened' | 'port_taken'; readonly reason: string }
  | { readonly kind: 'memory'; readonly residentBytes: number };
