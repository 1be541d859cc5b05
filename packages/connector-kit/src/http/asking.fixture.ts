import type { Limits } from '../connector.js';
import type { AccessToken } from './access-token.js';
import { Asking } from './asking.js';
import { Budgets } from './budget.js';

export type Answering = (request: Request, nowMs: number) => Response | Promise<Response>;

interface Wishes {
  readonly perSecond?: number;
  readonly burst?: number;
  readonly random?: number;
  readonly budgets?: Budgets;
  readonly learn?: Limits['learn'];
  readonly token?: (clock: { nowMs: number }) => AccessToken;
}

/** Requests on a clock of the test's own, to a platform that is a function. */
export function askingOn(
  answering: Answering,
  { perSecond = 10, burst = 5, random = 0.5, budgets = new Budgets(), learn, token }: Wishes = {},
) {
  const clock = { nowMs: 1_000_000 };
  const made: number[] = [];
  const asking = new Asking({
    settings: {},
    budget: () => budgets.of('account', perSecond, burst),
    learn,
    sign: undefined,
    token: token?.(clock),
    async fetch(request) {
      made.push(clock.nowMs - 1_000_000);
      return answering(request, clock.nowMs);
    },
    now: () => clock.nowMs,
    async sleep(ms) {
      clock.nowMs += ms;
    },
    random: () => random,
  });
  const ask = (more = {}) => asking.ask({ url: 'https://shop.example/orders?key=abc', ...more });
  return { asking, ask, made, clock };
}

/** Answers one after the other; the last one for ever. */
export function answers(...responses: (() => Response)[]): Answering {
  let next = 0;
  return () => {
    const response = responses[Math.min(next, responses.length - 1)];
    next += 1;
    if (response === undefined) throw new Error('no answer');
    return response();
  };
}

export const ok = () => Response.json({ fine: true });
export const status =
  (code: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('', { status: code, headers });
export const cut = (): Response => {
  throw new Error('socket hang up with ck_secret');
};
