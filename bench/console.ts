/**
 * The console's first load: `node bench/console.ts [visits]`, over the built console (`npm run build`). Bytes over
 * the wire, requests, largest contentful paint and time to interactive of the sign-in page and of the overview with
 * 20,000 charges; cold and warm; at full speed and with the processor slowed down four times, as a cheap phone is.
 * Fails when a cold load is larger than its budget.
 */
import { availableParallelism, cpus, loadavg } from 'node:os';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../test/support/browser.ts';
import { type BenchInstallation, startBenchInstallation } from './console/installation.ts';
import { type Visit, visit } from './console/visit.ts';

const visits = Number(process.argv[2] ?? 5);
const rows = 20_000;
const slowdowns = [1, 4] as const;

/** Compressed bytes of a cold load at most, so that a library that slips in is noticed. */
const budgets = { 'sign-in': 380_000, overview: 620_000 } as const;
type PageName = keyof typeof budgets;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const medianOf = (all: readonly Visit[], figure: keyof Visit): number =>
  median(all.map((each) => each[figure]));

/** So many first visits with empty caches, each followed by a second one. */
const measure = async (
  browser: Browser,
  { url, cookies }: BenchInstallation,
  address: string,
  slowdown: number,
): Promise<Readonly<Record<'cold' | 'warm', readonly Visit[]>>> => {
  const measured = { cold: [] as Visit[], warm: [] as Visit[] };
  for (let number = 0; number < visits; number += 1) {
    const context = await browser.newContext({ baseURL: url, viewport: { width: 1440, height: 900 } });
    await context.addCookies(
      address === '/sign-in' ? [] : [...cookies].map(([name, value]) => ({ name, value, url })),
    );
    measured.cold.push(await visit(context, address, slowdown));
    measured.warm.push(await visit(context, address, slowdown));
    await context.close();
  }
  return measured;
};

const line = (name: string, all: readonly Visit[]): string => {
  const figures = [
    medianOf(all, 'requests').toFixed(0),
    (medianOf(all, 'bytes') / 1000).toFixed(0),
    (medianOf(all, 'scriptBytes') / 1000).toFixed(0),
    medianOf(all, 'largestPaintMs').toFixed(0),
    medianOf(all, 'interactiveMs').toFixed(0),
    medianOf(all, 'blockedMs').toFixed(0),
  ];
  return [name.padEnd(24), ...figures.map((each) => each.padStart(12))].join('');
};

const titles = ['requests', 'kB', 'of it script', 'LCP ms', 'TTI ms', 'blocked ms'];
const [cpu] = cpus();
const [load = 0] = loadavg();
console.log(
  `median of ${visits} · ${availableParallelism()} × ${cpu?.model ?? 'CPU'} · load ${load.toFixed(1)} · Node ${process.version}\n`,
);
console.log([''.padEnd(24), ...titles.map((title) => title.padStart(12))].join(''));

const installation = await startBenchInstallation(rows);
const browser = await launchBrowser();
try {
  const addresses: Readonly<Record<PageName, string>> = {
    'sign-in': '/sign-in',
    overview: `/o/${installation.organisationId}/overview`,
  };
  for (const [name, address] of Object.entries(addresses) as [PageName, string][]) {
    for (const slowdown of slowdowns) {
      const measured = await measure(browser, installation, address, slowdown);
      for (const state of ['cold', 'warm'] as const)
        console.log(line(`${name}, ${state}, CPU ÷ ${slowdown}`, measured[state]));
      if (medianOf(measured.cold, 'bytes') > budgets[name]) {
        console.log(`${name}: more than its budget of ${budgets[name] / 1000} kB`);
        process.exitCode = 1;
      }
    }
  }
} finally {
  await browser.close();
  await installation.close();
}
