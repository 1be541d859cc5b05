/** Why an engine cannot be used; `message` says what to do about it. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  /**
   * `directory_in_use`: another process has the directory open. `not_supported`: the embedded engine does not run on
   * this machine. `not_started`: it could not be opened. `not_running`: it crashed and has not come back in time, or it
   * was stopped.
   */
  readonly code: 'directory_in_use' | 'not_supported' | 'not_started' | 'not_running';

  constructor(code: EngineError['code'], message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}
