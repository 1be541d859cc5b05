import { Presets, SingleBar } from 'cli-progress';
import type { Progress } from '../verbs/verb.js';
import type { Out } from './terminal.js';

/** Work shorter than this shows no bar. */
const QUIET_MS = 1_000;

/** Shows how far long work has come, on a terminal only. One bar a label; a new label starts a new bar. */
export class ProgressBar {
  readonly #stream: Out;
  readonly #clock: () => number;
  /** When the work began to tell of itself: what came before it, such as opening the stores, is no part of it. */
  #started: number | undefined;
  #bar: SingleBar | undefined;
  #label: string | undefined;

  /** @param clock milliseconds */
  constructor(stream: Out, clock = () => performance.now()) {
    this.#stream = stream;
    this.#clock = clock;
  }

  show({ label, done, of }: Progress): void {
    this.#started ??= this.#clock();
    if (this.#stream.isTTY !== true || this.#clock() - this.#started < QUIET_MS) return;
    if (label !== this.#label) {
      this.#bar?.stop();
      this.#label = label;
      this.#bar = new SingleBar(
        {
          format: of === 0 ? '{label} {value}' : '{label} {bar} {percentage}%',
          stream: this.#stream,
          hideCursor: true,
          clearOnComplete: false,
        },
        Presets.shades_classic,
      );
      this.#bar.start(Math.max(of, 1), done, { label: label.padEnd(24) });
    }
    this.#bar?.setTotal(of === 0 ? Math.max(done, 1) : Math.max(of, 1));
    this.#bar?.update(done);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#label = undefined;
  }
}
