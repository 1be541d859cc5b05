import { CHANNEL_KINDS } from '@clientele/model';

const KINDS = CHANNEL_KINDS.map((kind) => `'${kind}'`).join(', ');

/** SQL of the position from 1 of an order's `channel_kind` in the kinds of channel. */
export const CHANNEL_CODE = `indexOf([${KINDS}], toString(channel_kind))`;
