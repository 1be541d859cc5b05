export type LedgerErrorCode =
  /** The database does not answer, or its file cannot be opened. */
  | 'ledger.unreachable'
  /** The address of the database is no PostgreSQL URL. */
  | 'ledger.url-invalid'
  /** A newer program has migrated this database. */
  | 'ledger.newer'
  /** The secrets in this database were encrypted with another key. */
  | 'ledger.wrong-key'
  /** The key is not 64 hexadecimal digits. */
  | 'ledger.key-invalid'
  /** There is a ledger, but its key file is gone. */
  | 'ledger.key-missing'
  /** Text with a NUL character, which PostgreSQL cannot hold. */
  | 'ledger.nul-in-text';

/** What can go wrong with the ledger as a whole; the message says what, where and how to mend it. */
export class LedgerError extends Error {
  override readonly name = 'LedgerError';
  readonly code: LedgerErrorCode;

  constructor(code: LedgerErrorCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}
