interface ConnectionOptions {
  /** Whether the server answers at this moment. */
  readonly ask: () => Promise<boolean>;
  readonly waitMs: (attempt: number) => number;
}

/** Whether the server answers: calls report what they saw, and while it is silent it is asked again and again. */
export interface Connection {
  /** The server answered, whatever it said. */
  readonly answered: () => void;
  /** No answer came; from now on the server is asked until it is back. */
  readonly silent: () => void;
  /** A stream broke, which may mean nothing: asks once, and believes the answer. */
  readonly doubted: () => void;
  readonly subscribe: (listener: () => void) => () => void;
  readonly isSilent: () => boolean;
}

export const createConnection = ({ ask, waitMs }: ConnectionOptions): Connection => {
  const listeners = new Set<() => void>();
  let isSilent = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const change = (next: boolean): void => {
    if (next === isSilent) return;
    isSilent = next;
    clearTimeout(timer);
    if (next) askLater(0);
    for (const listener of listeners) listener();
  };
  const askLater = (attempt: number): void => {
    timer = setTimeout(async () => {
      const isBack = await ask();
      // A call may have been answered meanwhile.
      if (!isSilent) return;
      if (isBack) change(false);
      else askLater(attempt + 1);
    }, waitMs(attempt));
  };
  return {
    answered: () => change(false),
    silent: () => change(true),
    doubted: () => void ask().then((isThere) => isThere || change(true)),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    isSilent: () => isSilent,
  };
};

const shortestMs = 1_000;
const longestMs = 15_000;

/** The connection of this console to its server. A proxy answers for a server that is away with 502 to 504. */
export const connection = createConnection({
  ask: () =>
    fetch('/readyz', { cache: 'no-store' }).then(
      ({ ok }) => ok,
      () => false,
    ),
  waitMs: (attempt) => Math.min(longestMs, shortestMs * 2 ** attempt),
});
