import { keyCreate, keyList, keyRevoke, signIn, widgetAllow } from './access.js';
import { audit } from './audit.js';
import { importFiles } from './import.js';
import { profileFind, profileShow } from './profiles.js';
import { refused } from './refused.js';
import { segmentChanges } from './segment-changes.js';
import { segmentCheck } from './segment-check.js';
import { segmentDelete, segmentRename } from './segment-edits.js';
import { segmentExport } from './segment-export.js';
import { segmentCount, segmentExplain, segmentMembers } from './segment-queries.js';
import { segmentTemplates } from './segment-templates.js';
import { segmentDiff, segmentList, segmentSave } from './segments.js';
import { shopRfm } from './shop-rfm.js';
import { status } from './status.js';
import type { Asked, Verb } from './verb.js';

/** Erases what a verb takes and answers: at the local door both are JSON that the same release wrote. */
type AnyVerb = Verb<never, never> & Verb<Asked, unknown>;

const VERBS = [
  audit,
  importFiles,
  keyCreate,
  keyList,
  keyRevoke,
  profileFind,
  profileShow,
  refused,
  segmentChanges,
  segmentCheck,
  segmentCount,
  segmentDelete,
  segmentDiff,
  segmentExplain,
  segmentExport,
  segmentList,
  segmentMembers,
  segmentRename,
  segmentSave,
  segmentTemplates,
  shopRfm,
  signIn,
  status,
  widgetAllow,
] as const;

export function findVerb(name: string): AnyVerb | undefined {
  return VERBS.find((verb) => verb.name === name) as AnyVerb | undefined;
}
