/** What is looked at again and again. */
export interface Looking {
  readonly isStopped: () => boolean;
  readonly stop: () => void;
}

/**
 * Looks now, and again so many milliseconds after each look has ended, until it is stopped. A look that fails is told,
 * unless it was stopped meanwhile.
 */
export function lookOften(everyMs: number, look: () => Promise<void>, onFailure: (error: unknown) => void): Looking {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const round = async () => {
    await look().catch((error: unknown) => stopped || onFailure(error));
    if (!stopped) timer = setTimeout(round, everyMs);
  };
  void round();
  return {
    isStopped: () => stopped,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
