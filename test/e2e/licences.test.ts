import { beforeAll, expect, test } from 'vitest';
import { settled } from './support/every-page.ts';
import { downloadBy } from './support/explorer-page.ts';
import type { Seat } from './support/installation.ts';
import { button, cell, exactNumber, gone, grid, heading, rows, seen, toast } from './support/pages.ts';
import { openStage } from './support/stage.ts';
import { type ArrangedTenant, arrangeTenant, longName } from './support/tenant.ts';

const stage = openStage();
let seat: Seat;
let tenant: ArrangedTenant;

beforeAll(async () => {
  seat = await stage.installation.seat('owner');
  tenant = await arrangeTenant(stage.installation, seat.organisationId);
});

test('without a tenant every page says how to connect one, or shows the sample; a reader is told who can', async () => {
  const { page, open } = await stage.enter(await stage.installation.seat('owner'));
  for (const path of ['inventory', 'users', 'findings', 'mix', 'usage']) {
    await open(`licences/${path}`);
    await seen(heading(page, /.+/));
    await seen(button(page, 'Connect Microsoft 365'));
    await seen(button(page, 'Explore the sample organisation'));
  }
  await button(page, 'Connect Microsoft 365').click();
  await page.waitForURL(/\/connections\/new$/);

  const analyst = await stage.enter(await stage.installation.seat('analyst'));
  await analyst.open('licences/inventory');
  await seen(analyst.page.getByText('An administrator of this organisation can connect one.'));
  expect(await button(analyst.page, 'Connect Microsoft 365').count()).toBe(0);
});

test('the inventory answers what is paid and wasted, each kind of saving by itself, and leads to the users', async () => {
  const { page, open } = await stage.enter(seat);
  await open('licences/inventory');
  await seen(page.getByRole('link', { name: /What can we take back now\?.*€78\.00 \/ month/ }));
  await seen(page.getByRole('link', { name: /What can we stop buying at renewal\?.*€78\.00 \/ month/ }));
  const skus = grid(page, 'Inventory');
  const e3 = rows(skus, 'Microsoft 365 E3');
  expect(await exactNumber(await cell(skus, e3, 'Cost / month'))).toBe('390.00');
  expect(await (await cell(skus, e3, 'Freed / month')).innerText()).toBe('€78.00');
  await e3.click();
  const panel = page.getByRole('dialog', { name: 'Microsoft 365 E3' });
  await seen(panel.getByText('10 bought · 8 assigned · 5 active').last());
  await seen(panel.getByText('15 Aug 2026').first());
  await seen(panel.getByText('€39.00 · your contract price'));
  await button(panel, '8 users').click();
  await seen(heading(page, 'Users'));
  await expect.poll(() => rows(grid(page, 'Users')).count()).toBe(3);
});

test('users are found, narrowed and opened by the server; the address shows a colleague the same', async () => {
  const { page, open } = await stage.enter(seat);
  await open('licences/users');
  const users = grid(page, 'Users');
  await seen(rows(users, longName));
  await button(page.getByRole('group', { name: 'Filters' }), 'Department').click();
  await page.getByRole('checkbox', { name: 'Research' }).check();
  await page.keyboard.press('Escape');
  await gone(rows(users, 'Grace Hopper'));
  await rows(users, 'Ada Lovelace').click();
  const panel = page.getByRole('dialog', { name: 'Ada Lovelace' });
  await seen(panel.getByText(/assigned directly, since 1 Feb 2024/));
  await seen(panel.getByText(/through the group LIC-E3/));
  await seen(panel.getByText('149'));
  await page.reload();
  await seen(panel.getByText('149'));
  await panel.getByRole('link', { name: 'Inactive' }).click();
  await seen(page.getByRole('dialog', { name: 'Inactive (W02)' }).getByText('1 Feb 2026'));
});

test('from a rule to its findings; a decision says its effect, can be taken back, and stays in the history', async () => {
  const { page, open } = await stage.enter(seat);
  await open('licences/findings');
  await button(page, /^Inactive W02 The user has not been active for at least 90 days\./).press('Enter');
  const findings = grid(page, 'Findings');
  await seen(findings.locator('[role=row]:focus'));
  await expect.poll(() => rows(findings).count()).toBe(1);
  await page.getByRole('checkbox', { name: /^Select W02 ada@contoso\.example/ }).check();
  await button(page, 'Snooze').click();
  const dialog = page.getByRole('dialog', { name: 'Snooze until when?' });
  await dialog.getByRole('radio', { name: /^In a week/ }).check();
  await dialog.getByRole('textbox', { name: 'Note' }).fill('back from leave');
  await button(dialog, /^Snooze 1 finding until /).click();
  await seen(page.getByText('No rows match'));
  await seen(page.getByRole('tab', { name: 'Snoozed (1)' }));
  await toast(page, '1 finding snoozed').getByText('Undo').click();
  await seen(page.getByRole('tab', { name: 'Snoozed (0)' }));
  await rows(findings, 'ada@contoso.example').click();
  const panel = page.getByRole('dialog', { name: 'Inactive (W02)' });
  await seen(panel.getByText(/Snoozed until .* back from leave/));
  await seen(panel.getByText(/Somebody should look at each one/));
});

test('a finding is dismissed for a reason, and what is only to be read offers no decision', async () => {
  const { page, open } = await stage.enter(seat);
  await open(`licences/findings?show=list&panel=${tenant.findings.disabled}`);
  const panel = page.getByRole('dialog', { name: 'Disabled account (W01)' });
  await button(panel, 'Dismiss').click();
  const dialog = page.getByRole('dialog', { name: 'Why dismiss?' });
  expect(await dialog.getByRole('radio', { checked: true }).count()).toBe(0);
  expect(await button(dialog, 'Dismiss 1 finding').isDisabled()).toBe(true);
  await dialog.getByRole('radio', { name: 'Another reason' }).check();
  expect(await button(dialog, 'Dismiss 1 finding').isDisabled()).toBe(true);
  await dialog.getByRole('radio', { name: 'An agreed exception' }).check();
  await button(dialog, 'Dismiss 1 finding').click();
  await seen(panel.getByText('An agreed exception', { exact: false }));
  await button(panel, 'Reopen').click();
  await seen(toast(page, '1 finding reopened'));

  const organisation = { id: seat.organisationId, name: seat.organisationName };
  const analyst = await stage.enter(await stage.installation.seat('analyst', organisation));
  await analyst.open(`licences/findings?show=list&panel=${tenant.findings.disabled}`);
  await seen(analyst.page.getByRole('dialog').getByText('Remove the licence from the user.'));
  expect(await button(analyst.page, 'Dismiss').count()).toBe(0);
  expect(await analyst.page.getByRole('checkbox', { name: /^Select/ }).count()).toBe(0);
});

test('use of Microsoft 365 is shown as cards and as a table, and lists leave as files', async () => {
  const { page, open } = await stage.enter(seat);
  await open('licences/usage');
  const exchange = page.getByRole('region', { name: 'Exchange', exact: true });
  await seen(exchange.getByText('5 of 8 licensed users active'));
  await seen(exchange.getByText('62.5%'));
  await button(page, 'Everything as a table').click();
  await seen(rows(grid(page, 'Microsoft 365 usage'), 'Exchange'));
  for (const path of ['inventory', 'users', 'findings', 'usage']) {
    await open(`licences/${path}`);
    await settled(page);
    const { name, content } = await downloadBy(page, 'Export CSV');
    expect(name, path).toMatch(/\.csv$/);
    expect(content.length, path).toBeGreaterThan(50);
  }
});
