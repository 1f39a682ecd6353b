/** At most `limit` admissions in any `windowMs`: Microsoft counts calls of each usage report like this. */
export interface SlidingWindow {
  /** Milliseconds until the next admission fits; 0 admits and counts it. */
  admit(nowMs: number): number;
}

export const createSlidingWindow = (limit: number, windowMs: number): SlidingWindow => {
  let admitted: number[] = [];
  return {
    admit: (nowMs) => {
      admitted = admitted.filter((at) => nowMs - at < windowMs);
      const [oldest] = admitted;
      if (oldest !== undefined && admitted.length >= limit) return oldest + windowMs - nowMs;
      admitted.push(nowMs);
      return 0;
    },
  };
};
