/** Why a whole file cannot be read; a bad row is no failure, it is refused by itself. */
export const FAILURE_CODES = [
  'not_found',
  'empty',
  'not_text',
  'unsupported',
  'broken',
  'wrong_columns',
  'unknown_format',
  'wrong_mapping',
] as const;

/** A file, format or mapping that cannot be used, with one sentence on what is wrong and how to mend it. */
export interface Failure {
  readonly outcome: 'failed';
  readonly code: (typeof FAILURE_CODES)[number];
  readonly reason: string;
}

export function failure(code: Failure['code'], reason: string): Failure {
  return { outcome: 'failed', code, reason };
}
