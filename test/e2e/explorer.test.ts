import exceljs from 'exceljs';
import { beforeAll, expect, test } from 'vitest';
import { formatDecimal } from '../../src/shared/money.ts';
import { type CsvRow, readCsvRows } from '../support/csv-rows.ts';
import { importSample } from './support/arrange.ts';
import { settled } from './support/every-page.ts';
import {
  addFilter,
  downloadBy,
  explorerPath,
  readSeries,
  readTotal,
  seriesOf,
} from './support/explorer-page.ts';
import { groupRows, readSample, sumOf } from './support/focus-sample.ts';
import type { Seat } from './support/installation.ts';
import { button, cell, exactNumber, gone, grid, heading, rows, seen, toast } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();
let seat: Seat;
/** The charges of September 2024, as the file has them. */
let september: readonly CsvRow[];

beforeAll(async () => {
  seat = await stage.installation.seat('owner');
  const client = await stage.installation.client(seat.person);
  await importSample(client, seat.organisationId);
  september = (await readSample()).filter((row) => row.ChargePeriodStart?.startsWith('2024-09') === true);
});

/** What a column of the file comes to for each value of another, largest first as the console lists it. */
const expectedBy = (dimension: string, charges: readonly CsvRow[] = september): Record<string, string> =>
  Object.fromEntries([...groupRows(charges, dimension)].map(([name, own]) => [name, sumOf(own)]));

test('the overview and the explorer show the exact sums of the file', async () => {
  const { page, open } = await stage.enter(seat);
  await open(explorerPath({ groupBy: 'none' }));
  expect(await readTotal(page)).toBe(sumOf(september));
  await open(explorerPath({ groupBy: '["ProviderName"]' }));
  expect(Object.fromEntries(await readSeries(page, 'Provider'))).toEqual(expectedBy('ProviderName'));
  await open('overview');
  await seen(page.getByText('What have we spent in Sept 2024?'));
  for (const [provider, amount] of Object.entries(expectedBy('ProviderName'))) {
    const link = page.getByRole('region', { name: 'By provider' }).getByRole('link', { name: provider });
    expect(await exactNumber(link.locator('> span').nth(1))).toBe(amount);
  }
});

test('grouped by service and filtered by provider through the page, every group is exact', async () => {
  const { page, open } = await stage.enter(seat);
  await open(explorerPath());
  await addFilter(page, 'Provider', 'Microsoft');
  await seen(button(page, 'Provider is Microsoft'));
  const microsoft = september.filter((row) => row.ProviderName === 'Microsoft');
  expect(Object.fromEntries(await readSeries(page, 'Service'))).toEqual(expectedBy('ServiceName', microsoft));
  expect(await readTotal(page)).toBe(sumOf(microsoft));
});

test('from a provider down to the single charge, and back by the trail and by the browser', async () => {
  const { page, open } = await stage.enter(seat);
  await open(explorerPath({ groupBy: '["ProviderName"]' }));
  await settled(page);
  let charges = september.filter((row) => row.ProviderName === 'AWS');
  await rows(seriesOf(page), 'AWS').click();
  const steps = [
    ['Service', 'ServiceName'],
    ['Sub account', 'SubAccountName'],
    ['Region', 'RegionId'],
    ['Resource ID', 'ResourceId'],
  ] as const;
  for (const [label, column] of steps) {
    await seen(seriesOf(page).getByRole('columnheader', { name: label }));
    await settled(page);
    const [name = '', own = []] =
      [...groupRows(charges, column)].sort(([, a], [, b]) => Number(sumOf(b)) - Number(sumOf(a)))[0] ?? [];
    const row = rows(seriesOf(page), name).first();
    expect(await exactNumber(await cell(seriesOf(page), row, 'Cost'))).toBe(sumOf(own));
    charges = own;
    await row.click();
  }
  const lines = grid(page, 'Charges');
  await seen(lines);
  expect(await rows(lines).count()).toBe(charges.length);
  expect(await exactNumber(await cell(lines, rows(lines).first(), 'Billed'))).toBe(
    formatDecimal(
      charges.toSorted((a, b) => ((a.ChargePeriodStart ?? '') < (b.ChargePeriodStart ?? '') ? 1 : -1))[0]
        ?.BilledCost ?? '',
      2,
    ),
  );
  await page.keyboard.press('Escape');
  await gone(lines);
  const trail = page.getByRole('navigation', { name: 'Way down so far' });
  await button(trail, 'Everything').click();
  await seen(seriesOf(page).getByRole('columnheader', { name: 'Provider' }));
  await page.goBack();
  await seen(trail.getByRole('button', { name: 'AWS' }));
  await page.goForward();
  await gone(trail);
});

test('an address shows the same to a colleague: groups, filters, comparison, table', async () => {
  const { page, open } = await stage.enter(seat);
  await open(explorerPath({ groupBy: '["ProviderName"]' }));
  await addFilter(page, 'Charge category', 'Usage');
  await seen(button(page, 'Charge category is Usage'));
  await page.getByRole('switch', { name: 'Compare with the period before' }).uncheck();
  await gone(seriesOf(page).getByRole('columnheader', { name: 'Before' }));
  const own = await readSeries(page, 'Provider');
  await button(page, 'Copy link').click();
  await seen(toast(page, 'Link copied'));
  const address = await page.evaluate<string>('navigator.clipboard.readText()');

  const organisation = { id: seat.organisationId, name: seat.organisationName };
  const colleague = await stage.enter(await stage.installation.seat('analyst', organisation));
  await colleague.page.goto(address);
  expect(await readSeries(colleague.page, 'Provider')).toEqual(own);
  await seen(button(colleague.page, 'Charge category is Usage'));
  expect(await seriesOf(colleague.page).getByRole('columnheader', { name: 'Before' }).count()).toBe(0);
});

test('the exports hold the same exact sums, as CSV and as a workbook', async () => {
  const { page, open } = await stage.enter(seat);
  await open(explorerPath({ groupBy: '["ServiceName"]' }));
  await settled(page);
  const expected = Object.fromEntries(
    [...groupRows(september, 'ServiceName')].map(([name, own]) => [name, formatDecimal(sumOf(own))]),
  );
  const csv = await downloadBy(page, 'Export CSV');
  expect(csv.name).toMatch(/\.csv$/);
  const written = readCsvRows(csv.content.toString('utf8').replace(/^\uFEFF/, ''));
  const total = written.find((row) => row['Service Name'] === '(total)');
  expect(total?.Total).toBe(formatDecimal(sumOf(september)));
  const services = written.filter((row) => row['Service Name'] !== '(total)');
  expect(Object.fromEntries(services.map((row) => [row['Service Name'], row.Total]))).toEqual(expected);

  const workbook = new exceljs.Workbook();
  const { content } = await downloadBy(page, 'Export XLSX');
  await workbook.xlsx.load(new Uint8Array(content).buffer);
  const [sheet] = workbook.worksheets;
  const header = sheet?.getRow(1).values as string[];
  const [nameAt, totalAt] = [header.indexOf('Service Name'), header.indexOf('Total')];
  const read: Record<string, number> = {};
  sheet?.eachRow((row, index) => {
    if (index > 1) read[String(row.getCell(nameAt).value)] = Number(row.getCell(totalAt).value);
  });
  for (const [name, amount] of Object.entries(expected)) expect(read[name]).toBe(Number(amount));
});

test('a view is saved, found again after a reload, shared with colleagues, and deleted', async () => {
  const { page, open } = await stage.enter(seat);
  await open(explorerPath({ groupBy: '["RegionId"]' }));
  await button(page, 'Save view').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('By region');
  await button(dialog, 'Save view').click();
  await seen(heading(page, 'By region'));
  const regions = await readSeries(page, 'Region');
  await page.reload();
  await seen(heading(page, 'By region'));

  await open('cloud/explorer');
  await button(page, 'Saved views').click();
  await button(page, 'Actions for “By region”').click();
  await page.getByRole('menuitem', { name: 'Share' }).click();
  await seen(toast(page, '“By region” is shared'));
  await seen(page.getByText('Shared', { exact: true }));

  const organisation = { id: seat.organisationId, name: seat.organisationName };
  const colleague = await stage.enter(await stage.installation.seat('analyst', organisation));
  await colleague.open('cloud/explorer');
  await button(colleague.page, 'Saved views').click();
  await button(colleague.page, 'By region').click();
  await seen(heading(colleague.page, 'By region'));
  expect(await readSeries(colleague.page, 'Region')).toEqual(regions);

  await button(page, 'Actions for “By region”').click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await button(page.getByRole('alertdialog'), 'Delete view').click();
  await seen(page.getByText('No views yet'));
});

test('a period without charges says so, and leads to one that has some', async () => {
  const { page, open } = await stage.enter(seat);
  await open('cloud/explorer?preset=last-7-days');
  await seen(page.getByText('There are charges, but none in this period.'));
  await button(page, /^Show (Sept|Oct)\w* 2024$/).click();
  await seen(seriesOf(page));
});
