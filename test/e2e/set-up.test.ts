import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { type ServerProcess, startServerProcess } from '../support/server-process.ts';
import { groupRows, readSample, samplePath, sumOf } from './support/focus-sample.ts';
import { openImport, upload } from './support/imports-page.ts';
import { button, cell, choose, exactNumber, grid, heading, rows, seen, totals } from './support/pages.ts';
import { admit } from './support/stage.ts';

let folder: string;
let program: ServerProcess;
let browser: Browser;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-e2e-data-'));
  [program, browser] = await Promise.all([startServerProcess(folder), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await program?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The one-time link of the terminal. */
const printedLink = (): string => {
  const link = /(http\S+\/set-up\?token=\S+)/.exec(program.output())?.[1];
  if (link === undefined) throw new Error(`no set-up link in: ${program.output()}`);
  return link;
};

test('from the printed link to the exact totals of a first import', async () => {
  const { page } = await admit(browser, { baseURL: program.url });
  await page.goto('/');
  await seen(heading(page, 'Set up Trimtab'));
  await page.goto(printedLink());
  await page.getByLabel('Your name').fill('Ada Lovelace');
  await page.getByLabel('E-mail address').fill('ada@example.test');
  await page.getByLabel('Password').fill('an engine of analysis');
  await page.getByLabel('Name of your organisation').fill('Analytical Engines');
  await choose(page, 'Kind of organisation', 'Customer');
  await button(page, 'Create owner and organisation').click();
  await seen(page.getByRole('button', { name: 'Organisation: Analytical Engines' }));

  await page.getByRole('navigation').getByRole('link', { name: 'Imports' }).click();
  await seen(heading(page, 'Imports'));
  await upload(page, samplePath);
  await openImport(page, 'focus_sample.csv', 'Imported');

  const sample = await readSample();
  const facts = page.getByRole('definition');
  const factOf = (term: string) =>
    page.getByRole('term').filter({ hasText: term }).locator('..').locator(facts).innerText();
  expect(sample).toHaveLength(1000);
  expect(await factOf('Rows read')).toBe('1,000');
  expect(await factOf('Rows imported')).toBe('1,000');
  expect(await factOf('Rows rejected')).toBe('0');

  const slices = grid(page, 'Totals by billing period');
  const columns = [
    ['Billed cost', 'BilledCost'],
    ['Effective cost', 'EffectiveCost'],
  ] as const;
  for (const [label, column] of columns) {
    expect(await exactNumber(await cell(slices, totals(slices), label))).toBe(sumOf(sample, column));
  }
  for (const [account, own] of groupRows(sample, 'BillingAccountId')) {
    const row = rows(slices, account);
    for (const [period, charges] of groupRows(own, 'BillingPeriodStart')) {
      const month = row.filter({ has: page.locator(`time[datetime="${period.slice(0, 10)}"]`) });
      expect(await exactNumber(await cell(slices, month, 'Billed cost'))).toBe(sumOf(charges));
    }
  }
});

test('the printed link works once', async () => {
  const { page } = await admit(browser, { baseURL: program.url });
  await page.goto(printedLink());
  await seen(heading(page, 'Trimtab is set up'));
  await page.getByRole('link', { name: 'Sign in' }).click();
  await seen(heading(page, 'Sign in'));
});
