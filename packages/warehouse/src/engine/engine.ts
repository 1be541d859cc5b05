/** A ClickHouse engine to speak to over HTTP: embedded in a child process, or a server. */
export interface Engine {
  readonly kind: 'embedded' | 'server';
  /** For `createClient({ url, username, password })`; the embedded engine's stays the same over its restarts. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  /** The embedded engine's process; undefined while it restarts, and for a server. */
  pid(): number | undefined;
  /** Undefined while it restarts, and for a server. */
  memory(): Promise<EngineMemory | undefined>;
  /** Resolves when requests can be sent. Rejects with an EngineError when the engine was stopped or does not come back. */
  ready(): Promise<void>;
  /**
   * The parts that the engine set aside because their files are damaged: their rows are missing from the tables. It
   * looks at them when it opens and says nothing of it, so ask after every start.
   */
  brokenParts(): Promise<BrokenPart[]>;
  /** Calls back after each restart; returns how to stop that. A server restarts unseen. */
  onRestart(listener: (restart: EngineRestart) => void): () => void;
  /** Ends the embedded engine within two seconds, also under load. Nothing happens to a server. */
  stop(): Promise<void>;
}

export interface EngineMemory {
  readonly residentBytes: number;
  /** The engine's own limit; its process takes up to about 550 MB more. */
  readonly capBytes: number;
}

export interface EngineRestart {
  /** How the process before ended: a signal or an exit status. */
  readonly reason: string;
  readonly pid: number;
}

export interface BrokenPart {
  /** With its database: `default.records`. */
  readonly table: string;
  readonly part: string;
  /** The engine's word for it, such as `broken-on-start`. */
  readonly reason: string;
}
