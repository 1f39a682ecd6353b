/**
 * Runs in the page before anything else: notes the largest paint, the tasks that keep the page from answering,
 * and the moment when the page shows its content instead of its outline.
 */
export const pageClock = `(() => {
  const clock = { largestPaint: 0, longTaskEnd: 0, blocked: 0, content: 0 };
  globalThis.pageClock = clock;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) clock.largestPaint = Math.max(clock.largestPaint, entry.startTime);
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      clock.longTaskEnd = startTime + duration;
      clock.blocked += duration - 50;
    }
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    const loading = '[aria-busy="true"], .fui-Skeleton, .fui-Spinner';
    const isThere = document.querySelector('h1') !== null && document.querySelector(loading) === null;
    if (isThere) clock.content = performance.now();
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})()`;

/** What the clock in the page has noted, in milliseconds since the navigation began. */
export interface PageTimes {
  /** Largest contentful paint. */
  readonly largestPaint: number;
  /** End of the last task of more than 50 ms. */
  readonly longTaskEnd: number;
  /** Total blocking time: what such tasks took beyond 50 ms. */
  readonly blocked: number;
  /** When the content was there. */
  readonly content: number;
}
