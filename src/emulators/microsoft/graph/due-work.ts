/** Work of the service itself that happens some time after the request that caused it. */
export interface DueWork {
  add(delayMs: number, run: () => void): void;
  /** Does what is due, in order. */
  settle(): void;
}

export const createDueWork = (paceMs: () => number): DueWork => {
  let waiting: { readonly atMs: number; readonly run: () => void }[] = [];
  return {
    add(delayMs, run) {
      waiting.push({ atMs: paceMs() + delayMs, run });
    },
    settle() {
      if (waiting.length === 0) return;
      const nowMs = paceMs();
      const due = waiting.filter(({ atMs }) => atMs <= nowMs);
      waiting = waiting.filter(({ atMs }) => atMs > nowMs);
      for (const { run } of due) run();
    },
  };
};
