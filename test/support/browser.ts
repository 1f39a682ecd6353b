import { mkdir } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';
import { findChromium } from '../../scripts/chromium.ts';

/** Where a failed journey leaves what it saw last. */
export const screenshotFolder = path.join(os.tmpdir(), 'trimtab-e2e');

/** How long anything may take to appear; machines that run tests are slow. */
const patienceMs = 20_000;

/**
 * A headless Chromium with a profile of its own, which `launch` makes and removes. Names other than the
 * machine's own do not resolve in it, so that a page that reached out would fail, and be noticed.
 */
export const launchBrowser = (): Promise<Browser> => {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('no Chromium found; set CHROMIUM_PATH');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });
};

/** Somebody with a browser window of their own: cookies, storage, one page. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What no page of the console may ever do; empty when all is well. */
  readonly faults: readonly string[];
  /** Writes what the page shows to the folder of screenshots and answers the file. */
  screenshot(name: string): Promise<string>;
  close(): Promise<void>;
}

export interface VisitorOptions extends BrowserContextOptions {
  readonly baseURL: string;
  /** Faults that the journey itself brings about. */
  readonly tolerates?: RegExp;
}

/** The API refuses with 4xx by design, and Chromium reports each refusal as an error of the page. */
const isRefusal = (text: string, url: string): boolean =>
  /Failed to load resource: .* status of 4\d\d/.test(text) && new URL(url).pathname.startsWith('/api/');

const isOwn = (url: string, origin: string): boolean => /^(data|blob):/.test(url) || url.startsWith(origin);

/**
 * Collects errors of the console (violations of the content security policy are among them), exceptions,
 * requests to other hosts and answers that say the server failed.
 */
const watchFaults = (page: Page, origin: string, note: (fault: string) => void): void => {
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    const { url } = message.location();
    if (url !== '' && isRefusal(message.text(), url)) return;
    note(`console: ${message.text()} (${url})`);
  });
  page.on('pageerror', (error) => note(`exception: ${error.stack ?? error.message}`));
  page.on('request', (request) => {
    if (!isOwn(request.url(), origin)) note(`a request to another host: ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 500) note(`${response.status()} from ${response.url()}`);
  });
};

/** A fresh browser window, in English and in UTC unless the options say otherwise. */
export const openVisitor = async (
  browser: Browser,
  { tolerates, ...options }: VisitorOptions,
): Promise<Visitor> => {
  const context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'UTC',
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  context.setDefaultTimeout(patienceMs);
  const page = await context.newPage();
  const faults: string[] = [];
  watchFaults(page, options.baseURL, (fault) => {
    if (tolerates?.test(fault) !== true) faults.push(fault);
  });
  return {
    page,
    context,
    faults,
    screenshot: async (name) => {
      await mkdir(screenshotFolder, { recursive: true });
      const file = path.join(screenshotFolder, `${name.replace(/[^\w-]+/g, '-').slice(0, 100)}.png`);
      await page.screenshot({ path: file });
      return file;
    },
    close: () => context.close(),
  };
};
