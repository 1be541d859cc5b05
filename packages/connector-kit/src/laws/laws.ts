import { complete } from './all/complete.js';
import { contract } from './all/contract.js';
import { cursors } from './all/cursors.js';
import { deletions } from './all/deletions.js';
import { editedBetweenPages } from './all/edited-between-pages.js';
import { forged } from './all/forged.js';
import { idempotent } from './all/idempotent.js';
import { late } from './all/late.js';
import { oddData } from './all/odd-data.js';
import { rate } from './all/rate.js';
import { resumable } from './all/resumable.js';
import { secrets } from './all/secrets.js';
import { sums } from './all/sums.js';
import { ties } from './all/ties.js';
import { webhooks } from './all/webhooks.js';
import { zones } from './all/zones.js';
import type { Law } from './law.js';

/** The laws that every connector keeps, by number. */
export const LAWS: readonly Law[] = [
  complete,
  resumable,
  idempotent,
  editedBetweenPages,
  ties,
  cursors,
  late,
  webhooks,
  forged,
  rate,
  sums,
  deletions,
  zones,
  oddData,
  contract,
  secrets,
];

export const LAW_NUMBERS: readonly number[] = LAWS.map(({ number }) => number);
