import { instantOfMs, msOfInstant } from '@clientele/model';
import type { Connector, Context, Stream } from '../connector.js';
import type { Stopped } from '../failure.js';
import { AccessToken } from '../http/access-token.js';
import { Asking, type Traffic } from '../http/asking.js';
import { perSecondOf } from '../http/budget.js';
import { secretTexts } from '../settings.js';
import { hideSecrets } from './hide-secrets.js';
import type { Host } from './host.js';
import { type Came, type Coming, Judge, type Judged, objectId } from './judge.js';
import type { OpenSpool, Spool } from './spool.js';
import { runStep, type StepParts, type Stepped } from './step.js';

/** Platforms show their clock in whole seconds. */
const CLOCK_SHOWN_MS = 1000;

/** What all streams of one connection share: its requests, its clock, its secrets, and what is known of it. */
export class Connection<Settings extends object> {
  readonly connector: Connector<Settings>;
  readonly settings: Settings;
  readonly host: Host;
  readonly #asking: Asking<Settings>;
  readonly #token: AccessToken | undefined;
  readonly #secrets: readonly string[];
  #spool: { readonly name: string; readonly open: OpenSpool } | undefined;

  constructor(connector: Connector<Settings>, settings: Settings, host: Host) {
    this.connector = connector;
    this.settings = settings;
    this.host = host;
    this.#secrets = secretTexts(connector.settings, settings);
    const { tokens } = connector;
    if (tokens !== undefined) {
      const unsigned = this.#newAsking(undefined);
      this.#token = new AccessToken(host.keep, async (kept) => {
        const obtained = await runStep(this.#parts, unsigned, (context) => tokens.obtain(kept, context));
        return obtained.outcome === 'done' ? { outcome: 'obtained', token: obtained.result } : obtained;
      });
    }
    this.#asking = this.#newAsking(this.#token);
  }

  get traffic(): Traffic {
    return this.#asking.traffic;
  }

  get nowMs(): number {
    return msOfInstant(this.host.now());
  }

  /** The platform's clock, in ms. */
  get platformMs(): number {
    return this.#asking.platformNow;
  }

  /** Runs a step of the connector; whoever wrote the sentence about its failure, there is no secret in it. */
  async step<Result>(step: (context: Context<Settings>) => Promise<Result>): Promise<Stepped<Result>> {
    const stepped = await runStep(this.#parts, this.#asking, step);
    return stepped.outcome === 'done' ? stepped : this.hidden(stepped);
  }

  /** Waits for the platform; counted like other waiting for it. */
  wait(ms: number): Promise<void> {
    return this.#asking.wait(ms);
  }

  /** The run is over: what its steps put aside is gone. */
  async forgetSpool(): Promise<void> {
    const spool = this.#spool;
    this.#spool = undefined;
    await spool?.open.close();
  }

  /** Whether the platform answers at all: then what failed is about what was asked for. */
  async isReached(): Promise<boolean> {
    return (await this.step((context) => this.connector.check(context))).outcome === 'done';
  }

  hidden(stopped: Stopped): Stopped {
    return { ...stopped, sentence: this.#hide(stopped.sentence) };
  }

  log(message: string): void {
    this.host.log({ connector: this.connector.id, message: this.#hide(message) });
  }

  /** Judges what came of a stream against what is known of its objects. */
  async judge(
    name: string,
    stream: Stream<Settings>,
    coming: Coming,
    { objects = [], left = [], unread = [], kept = [] }: Came,
  ): Promise<Judged> {
    const all = [...objects, ...kept.map(({ object }) => object)];
    const ids = [...all.flatMap((object) => objectId(stream, object) ?? []), ...left.map(({ id }) => id)];
    const known = await this.host.keep.known(name, [...new Set(ids)]);
    const latest = instantOfMs(this.platformMs + CLOCK_SHOWN_MS);
    const hide = (text: string) => this.#hide(text);
    const judge = new Judge({ name, stream, settings: this.settings, coming, latest, known, hide });
    for (const object of objects) judge.object(object);
    for (const one of left) judge.left(one);
    for (const one of unread) judge.unread(one);
    for (const one of kept) judge.kept(one);
    return judge.judged();
  }

  get #parts(): StepParts<Settings> {
    return { settings: this.settings, nowMs: this.nowMs, spool: (name) => this.#spoolOf(name) };
  }

  async #spoolOf(name: string): Promise<Spool> {
    if (this.#spool?.name === name) return this.#spool.open;
    await this.forgetSpool();
    const open = await this.host.openSpool();
    this.#spool = { name, open };
    return open;
  }

  #hide(text: string): string {
    return hideSecrets(text, [...this.#secrets, ...(this.#token?.secrets() ?? [])]);
  }

  #newAsking(token: AccessToken | undefined): Asking<Settings> {
    const { connector, settings, host } = this;
    const { limits } = connector;
    const directory = connector.directory?.(settings);
    const isSigned = token !== undefined || connector.tokens === undefined;
    return new Asking({
      settings,
      budget: () =>
        host.budgets.of(`${connector.id} ${limits.key(settings)}`, perSecondOf(limits, settings), limits.burst),
      learn: limits.learn?.bind(limits),
      sign: isSigned ? connector.sign?.bind(connector) : undefined,
      token,
      fetch: (request) => host.fetch(request, directory),
      now: () => msOfInstant(host.now()),
      sleep: (ms) => host.sleep(ms),
      random: () => host.random(),
    });
  }
}
