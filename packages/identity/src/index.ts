export { normaliseEmail } from './email.js';
export {
  IDENTIFIER_KINDS,
  type Identifier,
  type IdentifierKey,
  type IdentifierKind,
  identifierKey,
  identifierOfKey,
  identifiersOf,
  joinable,
  nameKeyOf,
} from './identifier.js';
export { type KeptInPartition, keepInPartition } from './keep-in-partition.js';
export { normaliseName } from './name.js';
export { normalisePhone } from './phone.js';
export { newProfileId } from './profile-id.js';
export { type CarriedKeys, type CustomerNo, type IdentityReader, MAX_NAMES, type ProfileNo } from './reader.js';
export { type CustomerIdentity, type Partition, resolveAll } from './resolve-all.js';
export { type ProfileSource, type Resolution, resolveTouched } from './resolve-touched.js';
