import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** Resolves once it is seen. */
export const seen = (locator: Locator): Promise<void> => locator.waitFor({ state: 'visible' });

/** Resolves once it is seen no more. */
export const gone = (locator: Locator): Promise<void> => locator.waitFor({ state: 'hidden' });

/** The page's own title, `h1`. */
export const heading = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('heading', { level: 1, name });

export const button = (within: Page | Locator, name: string | RegExp): Locator =>
  within.getByRole('button', { name, exact: typeof name === 'string' });

/** Chooses from a dropdown by its label. */
export const choose = async (
  within: Page | Locator,
  label: string | RegExp,
  option: string,
): Promise<void> => {
  const combobox = within.getByRole('combobox', { name: label });
  await combobox.click();
  const page = 'page' in within ? within.page() : within;
  await page.getByRole('option', { name: option, exact: true }).click();
  await expect.poll(() => combobox.innerText()).toBe(option);
};

/** A short message of what has just happened; seen also while a dialog hides the rest from screen readers. */
export const toast = (page: Page, text: string | RegExp): Locator =>
  page.getByRole('listitem', { includeHidden: true }).filter({ hasText: text });

export const grid = (page: Page, name: string | RegExp): Locator => page.getByRole('grid', { name });

/** The rows of a grid that contain a text; header and totals are not among them. */
export const rows = (of: Locator, text?: string | RegExp): Locator => {
  const all = of.getByRole('rowgroup').getByRole('row');
  return text === undefined ? all : all.filter({ hasText: text });
};

/** The cell of a row under the header of this name. */
export const cell = async (of: Locator, row: Locator, column: string): Promise<Locator> => {
  const headers = (await of.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
  const index = headers.indexOf(column);
  if (index < 0) throw new Error(`no column "${column}" among ${headers.join(', ')}`);
  return row.getByRole('gridcell').nth(index);
};

/** The row of totals below the rows. */
export const totals = (of: Locator): Locator =>
  of.getByRole('row').filter({ has: of.page().getByRole('gridcell', { name: 'Total', exact: true }) });

/** The number in a cell with every digit, `1234.5678`: on hover where the text is rounded. */
export const exactNumber = async (of: Locator): Promise<string> => {
  const titled = of.locator('[title]').first();
  const written = (await titled.count()) > 0 ? await titled.getAttribute('title') : await of.innerText();
  return (written ?? '').replaceAll(/[^\d.-]/g, '');
};
