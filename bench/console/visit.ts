import type { BrowserContext, CDPSession, Page } from 'playwright-core';
import { waitFor } from '../../test/support/wait-for.ts';
import { type PageTimes, pageClock } from './page-clock.ts';

/** One visit of a page. */
export interface Visit {
  readonly requests: number;
  /** Over the wire, headers and compression included. */
  readonly bytes: number;
  readonly scriptBytes: number;
  readonly largestPaintMs: number;
  /** The content is there, and no long task keeps it from answering. */
  readonly interactiveMs: number;
  readonly blockedMs: number;
}

/** Counts what comes over the network; what the cache answers does not. */
const countTraffic = async (session: CDPSession) => {
  const types = new Map<string, string>();
  const count = { requests: 0, bytes: 0, scriptBytes: 0 };
  const cached = new Set<string>();
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    types.set(requestId, type);
    if (response.fromDiskCache === true) cached.add(requestId);
  });
  session.on('Network.requestServedFromCache', ({ requestId }) => cached.add(requestId));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (cached.has(requestId) || encodedDataLength === 0) return;
    count.requests += 1;
    count.bytes += encodedDataLength;
    if (types.get(requestId) === 'Script') count.scriptBytes += encodedDataLength;
  });
  await session.send('Network.enable');
  return count;
};

/** Tasks that begin with the content end after it; so long without one is the usual sign of quiet. */
const quietMs = 2000;

const readClock = async (page: Page): Promise<PageTimes> => {
  const read = () => page.evaluate<PageTimes & { now: number }>('({ ...pageClock, now: performance.now() })');
  return waitFor(
    read,
    ({ content, longTaskEnd, now }) => content > 0 && now - Math.max(content, longTaskEnd) > quietMs,
    60_000,
  );
};

/** Opens the address in a fresh tab of the context, with the processor slowed down so many times. */
export const visit = async (context: BrowserContext, address: string, slowdown: number): Promise<Visit> => {
  const page = await context.newPage();
  try {
    await page.addInitScript(pageClock);
    const session = await context.newCDPSession(page);
    const traffic = await countTraffic(session);
    await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await page.goto(address);
    const times = await readClock(page);
    return {
      ...traffic,
      largestPaintMs: times.largestPaint,
      interactiveMs: Math.max(times.content, times.longTaskEnd),
      blockedMs: times.blocked,
    };
  } finally {
    await page.close();
  }
};
