export type { Item, Items, ReadRecord, RefusedInput } from './item.js';
