export { type Detected, detectFormat } from './detect-format.js';
export type { Failure } from './failure.js';
export { fingerprint } from './fingerprint.js';
export type { ReadingOptions } from './formats/format.js';
export { FORMATS } from './formats/formats.js';
export { MAPPING_FIELDS } from './mapping/fields.js';
export { type Mapping, type MappingReading, readMapping } from './mapping/mapping.js';
export { type FileReading, type FileRequest, readFile } from './read-file.js';
export type { Progress } from './table/row.js';
