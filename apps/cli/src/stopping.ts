type Step = () => unknown;

/** Longer than this no step is waited for: stores are safe at any moment. */
const PATIENCE_MS = 1_800;

/**
 * Ends the process in order when it is told to: the last thing opened is closed first. It listens from the start, so
 * that a long import can be stopped too.
 */
export class Stopping {
  readonly #steps: Step[] = [];
  #stopping = false;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void this.#stop());
  }

  /** Adds a step that is taken before all those added earlier. */
  onStop(step: Step): void {
    this.#steps.unshift(step);
  }

  async #stop(): Promise<void> {
    if (this.#stopping) return;
    this.#stopping = true;
    setTimeout(() => process.exit(0), PATIENCE_MS).unref();
    for (const step of this.#steps) {
      try {
        await step();
      } catch {
        // What cannot be closed is left to the end of the process.
      }
    }
    process.exit(0);
  }
}
