import type { Sleep } from '../wait.ts';

/** Pages follow one another, so each waits for the one before; bulk requests fill what they leave. */
export type Lane = 'page' | 'bulk';

export interface Spending {
  readonly cost: number;
  readonly lane: Lane;
  readonly signal?: AbortSignal | undefined;
}

interface Waiting extends Spending {
  readonly admit: () => void;
}

/** Who waits for units: pages before bulk, in each lane who came first. */
export interface TurnQueue {
  /** Resolves when it is this one's turn; rejects with the signal's reason. */
  turn(spending: Spending): Promise<void>;
}

export interface TurnQueueOptions {
  /** Milliseconds until so many units may be spent; 0 spends them. */
  readonly spend: (cost: number) => number;
  readonly sleep: Sleep;
}

/** No timer of the queue is longer: one that nobody waits for any more ends soon. */
const longestNapMs = 1_000;

export const createTurnQueue = ({ spend, sleep }: TurnQueueOptions): TurnQueue => {
  const queues: Record<Lane, Waiting[]> = { page: [], bulk: [] };
  let serving = false;

  const serve = async (): Promise<void> => {
    if (serving) return;
    serving = true;
    try {
      for (let queue = nextQueue(queues); queue !== null; queue = nextQueue(queues)) {
        const [first] = queue;
        if (first === undefined) break;
        const waitMs = spend(first.cost);
        if (waitMs > 0) {
          await sleep(Math.min(waitMs, longestNapMs));
          continue;
        }
        queue.shift();
        first.admit();
      }
    } finally {
      serving = false;
    }
  };

  return {
    turn: (spending) =>
      new Promise((resolve, reject) => {
        const { signal } = spending;
        signal?.throwIfAborted();
        const queue = queues[spending.lane];
        const leave = (): void => {
          const index = queue.indexOf(waiting);
          if (index >= 0) queue.splice(index, 1);
          reject(signal?.reason);
        };
        const admit = (): void => {
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        const waiting: Waiting = { ...spending, admit };
        signal?.addEventListener('abort', leave, { once: true });
        queue.push(waiting);
        void serve();
      }),
  };
};

const nextQueue = (queues: Record<Lane, Waiting[]>): Waiting[] | null => {
  if (queues.page.length > 0) return queues.page;
  return queues.bulk.length > 0 ? queues.bulk : null;
};
