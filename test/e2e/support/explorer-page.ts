import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { settled } from './every-page.ts';
import { samplePeriod } from './focus-sample.ts';
import { button, cell, exactNumber, grid, rows } from './pages.ts';

/** The explorer's address for the month of the FOCUS sample, with further search parameters. */
export const explorerPath = (search: Readonly<Record<string, string>> = {}): string =>
  `cloud/explorer?${new URLSearchParams({ ...samplePeriod, ...search })}`;

/** The table under the chart. */
export const seriesOf = (page: Page): Locator => grid(page, 'Table');

/** What the table says of each group, in its order, with every digit. */
export const readSeries = async (
  page: Page,
  dimension: string,
  column = 'Cost',
): Promise<ReadonlyMap<string, string>> => {
  await settled(page);
  const table = seriesOf(page);
  const found = new Map<string, string>();
  for (const row of await rows(table).all()) {
    const name = await (await cell(table, row, dimension)).innerText();
    found.set(name, await exactNumber(await cell(table, row, column)));
  }
  return found;
};

/** The total in the line above the chart, with every digit. */
export const readTotal = async (page: Page): Promise<string> => {
  await settled(page);
  const total = page.locator('main p').filter({ hasText: /\d/ }).first();
  return ((await total.getAttribute('title')) ?? (await total.innerText())).replaceAll(/[^\d.-]/g, '');
};

/** Adds a filter to one value of a dimension by clicking. */
export const addFilter = async (page: Page, dimension: string, value: string): Promise<void> => {
  await button(page, 'Add filter').click();
  const popover = page
    .getByRole('dialog', { name: 'Add filter' })
    .or(page.getByRole('group', { name: 'Add filter' }));
  await popover.getByRole('searchbox', { name: 'Find what to filter by' }).fill(dimension);
  await button(popover, dimension).click();
  await popover.getByRole('checkbox', { name: value, exact: true }).check();
  await button(popover, 'Apply').click();
};

/** What a command downloads. */
export const downloadBy = async (page: Page, command: string): Promise<{ name: string; content: Buffer }> => {
  const downloading = page.waitForEvent('download');
  await button(page, command).click();
  const download = await downloading;
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
};
