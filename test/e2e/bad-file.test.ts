import { expect, test } from 'vitest';
import { focusCsv, focusHeader, focusLines } from '../support/focus-csv.ts';
import { openImport, upload } from './support/imports-page.ts';
import { button, cell, exactNumber, grid, heading, rows, seen, totals } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

/** Ten charges of 0.10, of which one has no cost that is a number, and one has no begin. */
const partlyBad = (): string => {
  const lines = focusLines({ period: '2026-01', rows: 10, cost: '0.10' });
  const changed = lines.map((line, index) => {
    if (index === 3) return line.replace('0.10', 'ten cents');
    if (index === 7) return line.replace(/2026-01-\d\dT00:00:00Z,(2026-01-\d\dT01)/, '31/31/2026,$1');
    return line;
  });
  return `${[focusHeader, ...changed].join('\n')}\n`;
};

test('rows that cannot be read are listed with the reason, and the rest is imported', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'));
  const { page } = member;
  await member.open('cloud/imports');
  await upload(page, { name: 'partly-bad.csv', text: partlyBad() });
  await openImport(page, 'partly-bad.csv', 'Imported');

  const slices = grid(page, 'Totals by billing period');
  expect(await exactNumber(await cell(slices, totals(slices), 'Billed cost'))).toBe('0.80');

  await page.getByRole('tab', { name: 'Rejected rows (2)' }).click();
  const rejects = grid(page, 'Rejected rows');
  const expected = [
    { row: '4', column: 'BilledCost', value: 'ten cents' },
    { row: '8', column: 'ChargePeriodStart', value: '31/31/2026' },
  ];
  for (const { row, column, value } of expected) {
    const line = rows(rejects, value);
    expect(await (await cell(rejects, line, 'File')).innerText()).toBe('partly-bad.csv');
    expect(await (await cell(rejects, line, 'Row')).innerText()).toBe(row);
    expect(await (await cell(rejects, line, 'Column')).innerText()).toBe(column);
    expect(await (await cell(rejects, line, 'Reason')).innerText()).not.toBe('');
  }
  const downloading = page.waitForEvent('download');
  await button(page, 'Download rejected rows').first().click();
  expect((await downloading).suggestedFilename()).toMatch(/\.csv$/);
});

test('a file that is no cost export is refused in plain words, with a way on', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'));
  const { page } = member;
  await member.open('cloud/imports');
  await upload(page, { name: 'holidays.csv', text: 'Name,Days\nAda,30\nGrace,28\n' });
  await openImport(page, 'holidays.csv', 'Failed');
  const alert = page.getByRole('alert').first();
  await seen(alert);
  expect(await alert.innerText()).toMatch(/FOCUS/);
  await seen(button(page, 'Import again'));

  await page.getByRole('link', { name: 'All imports' }).click();
  await seen(heading(page, 'Imports'));
  await upload(page, { name: 'right.csv', text: focusCsv({ period: '2026-02', rows: 3, cost: '1.5' }) });
  await openImport(page, 'right.csv', 'Imported');
  const slices = grid(page, 'Totals by billing period');
  expect(await exactNumber(await cell(slices, totals(slices), 'Billed cost'))).toBe('4.50');
});

test('an import can be removed, and says before how many charges leave', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'));
  const { page } = member;
  await member.open('cloud/imports');
  await upload(page, { name: 'january.csv', text: focusCsv({ period: '2026-01', rows: 12, cost: '2' }) });
  await openImport(page, 'january.csv', 'Imported');
  await button(page, 'Remove').click();
  const dialog = page.getByRole('alertdialog');
  await button(dialog, 'Remove 12 charges').click();
  await seen(page.getByText('Its charges no longer count.'));
});
