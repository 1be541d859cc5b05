import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../verbs/verb.js';

/** Work shorter than this shows no bar. */
const QUIET_MS = 1_000;

/** Shows how far long work has come, on a terminal only. One bar a label; a new label starts a new bar. */
export class ProgressBar {
  readonly #stream: NodeJS.WriteStream;
  readonly #started = performance.now();
  #bar: SingleBar | undefined;
  #label: string | undefined;

  constructor(stream: NodeJS.WriteStream) {
    this.#stream = stream;
  }

  show({ label, done, of }: Progress): void {
    if (this.#stream.isTTY !== true || performance.now() - this.#started < QUIET_MS) return;
    if (label !== this.#label) {
      this.#bar?.stop();
      this.#label = label;
      this.#bar = new SingleBar(
        { format: '{label} {bar} {percentage}%', stream: this.#stream, hideCursor: true, clearOnComplete: false },
        Presets.shades_classic,
      );
      this.#bar.start(Math.max(of, 1), done, { label: label.padEnd(24) });
    }
    this.#bar?.setTotal(Math.max(of, 1));
    this.#bar?.update(done);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#label = undefined;
  }
}
