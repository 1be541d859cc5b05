import { CHANNEL_KINDS } from '@clientele/model';
import { keyOf } from './key-of.js';

const KINDS = CHANNEL_KINDS.map((kind) => `'${kind}'`).join(', ');

/** Of a row that came through a channel. */
export const CHANNEL_PARTS = {
  /** Position from 1 in the kinds of channel. */
  channel_code: `toUInt8(indexOf([${KINDS}], toString(channel_kind)))`,
  channel_key: keyOf('channel_id'),
} as const;
