import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { button, grid, heading, rows, seen } from './pages.ts';

export type UploadFile = string | { readonly name: string; readonly text: string };

/** Hands files over by the file chooser and confirms the dialog; the imports page must be open. */
export const upload = async (page: Page, ...files: readonly UploadFile[]): Promise<void> => {
  const choosing = page.waitForEvent('filechooser');
  await button(page, 'Import files').first().click();
  const chooser = await choosing;
  const payloads = files.map((file) =>
    typeof file === 'string'
      ? file
      : { name: file.name, mimeType: 'text/csv', buffer: Buffer.from(file.text) },
  );
  // Playwright takes paths or contents, not both at once.
  await (payloads.every((each) => typeof each === 'string')
    ? chooser.setFiles(payloads)
    : chooser.setFiles(payloads.filter((each) => typeof each !== 'string')));
  const dialog = page.getByRole('dialog');
  await button(dialog, /^Import \d+ files?$/).click();
};

/** Waits until the import of a file has ended in this state, then opens it. */
export const openImport = async (page: Page, fileName: string, state: string): Promise<void> => {
  const row = rows(grid(page, 'Imports'), fileName);
  await expect.poll(() => row.innerText(), { timeout: 60_000 }).toContain(state);
  await row.getByRole('link', { name: fileName }).click();
  await seen(heading(page, fileName));
};
