import { keyCreate, keyList, keyRevoke, sessionsEnd, signIn } from './access.js';
import { audit } from './audit.js';
import { auditLog } from './audit-log.js';
import { connect } from './connect.js';
import { connections } from './connections.js';
import { erase } from './erase.js';
import { importFiles } from './import.js';
import { profileExport } from './profile-export.js';
import { profileFind, profileShow } from './profiles.js';
import { refused } from './refused.js';
import { requestAnswer, requests } from './requests.js';
import { segmentApply } from './segment-apply.js';
import { segmentChanges } from './segment-changes.js';
import { segmentCheck } from './segment-check.js';
import { segmentCheckFiles } from './segment-check-files.js';
import { segmentComplete } from './segment-complete.js';
import { segmentDelete, segmentRename } from './segment-edits.js';
import { segmentExport } from './segment-export.js';
import { segmentHistory, segmentMembersAt } from './segment-history.js';
import { segmentImport } from './segment-import.js';
import { segmentImportFrom } from './segment-import-from.js';
import { segmentAdd, segmentExclude, segmentListed, segmentSnapshot, segmentUnlist } from './segment-lists.js';
import { segmentFamilyOf, segmentHealthOf, segmentOverlap } from './segment-overlap.js';
import { segmentCount, segmentExplain, segmentMembers } from './segment-queries.js';
import { segmentTemplates } from './segment-templates.js';
import { segmentRestore, segmentVersions } from './segment-versions.js';
import { segmentWrite } from './segment-write.js';
import { segmentDiff, segmentList, segmentSave } from './segments.js';
import { shopAttributes } from './shop-attributes.js';
import { shopErase } from './shop-erase.js';
import { shopHoldOut } from './shop-hold-out.js';
import { shopRfm } from './shop-rfm.js';
import { shopRfmAgreement } from './shop-rfm-agreement.js';
import { shopSet } from './shop-set.js';
import { status } from './status.js';
import { sync } from './sync.js';
import type { Asked, Verb } from './verb.js';
import { connectionRotateSecret, connectionWebhooks } from './webhooks.js';
import { widgetAllow, widgetList, widgetRemove } from './widgets.js';
import { segmentTakeBack, segmentWriteBack, segmentWriteBacks } from './write-back.js';

/** Erases what a verb takes and answers: at the local door both are JSON that the same release wrote. */
type AnyVerb = Verb<never, never> & Verb<Asked, unknown>;

const VERBS = [
  audit,
  auditLog,
  connect,
  connectionRotateSecret,
  connections,
  connectionWebhooks,
  erase,
  importFiles,
  keyCreate,
  keyList,
  keyRevoke,
  profileExport,
  profileFind,
  profileShow,
  refused,
  requestAnswer,
  requests,
  segmentAdd,
  segmentApply,
  segmentChanges,
  segmentCheck,
  segmentCheckFiles,
  segmentComplete,
  segmentCount,
  segmentDelete,
  segmentDiff,
  segmentExclude,
  segmentExplain,
  segmentExport,
  segmentImport,
  segmentImportFrom,
  segmentFamilyOf,
  segmentHealthOf,
  segmentHistory,
  segmentList,
  segmentListed,
  segmentMembers,
  segmentMembersAt,
  segmentOverlap,
  segmentRename,
  segmentRestore,
  segmentSave,
  segmentSnapshot,
  segmentTakeBack,
  segmentTemplates,
  segmentUnlist,
  segmentVersions,
  segmentWrite,
  segmentWriteBack,
  segmentWriteBacks,
  sessionsEnd,
  shopAttributes,
  shopErase,
  shopHoldOut,
  shopRfm,
  shopRfmAgreement,
  shopSet,
  signIn,
  status,
  sync,
  widgetAllow,
  widgetList,
  widgetRemove,
] as const;

export function findVerb(name: string): AnyVerb | undefined {
  return VERBS.find((verb) => verb.name === name) as AnyVerb | undefined;
}
