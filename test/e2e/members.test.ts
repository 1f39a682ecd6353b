import { expect, test } from 'vitest';
import { importMonth } from './support/arrange.ts';
import { button, choose, grid, heading, rows, seen, toast } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

test('an invited analyst joins by the link, sees costs, and has nothing to import with', async () => {
  const seat = await stage.installation.seat('owner');
  const owner = await stage.enter(seat);
  await importMonth(owner.client, seat.organisationId, '2026-01');
  await owner.open('settings/members');
  await button(owner.page, 'Invite').click();
  const dialog = owner.page.getByRole('dialog');
  await dialog.getByLabel('E-mail address').fill('grace@example.test');
  await choose(dialog, 'Role', 'Analyst');
  await button(dialog, 'Create link').click();
  const field = owner.page.getByRole('textbox', { name: 'Invitation link' });
  const link = await field.inputValue();
  await button(owner.page, 'Copy').click();
  await seen(button(owner.page, 'Copied'));
  expect(await owner.page.evaluate('navigator.clipboard.readText()')).toBe(link);
  await button(owner.page, 'Done').click();

  const { page } = await stage.visitor();
  await page.goto(link);
  await seen(heading(page, `Join ${seat.organisationName}`));
  await page.getByLabel('Your name').fill('Grace Hopper');
  await page.getByLabel('Password').fill('a compiler of its own');
  await button(page, `Join ${seat.organisationName}`).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Imports' }).click();
  await seen(rows(grid(page, 'Imports'), '2026-01.csv'));
  expect(await button(page, 'Import files').count()).toBe(0);
  expect(await page.getByRole('navigation').getByRole('link', { name: 'API keys' }).count()).toBe(0);

  await owner.page.reload();
  expect(await rows(grid(owner.page, 'Members'), 'Grace Hopper').innerText()).toContain('Analyst');
  const { page: late } = await stage.visitor();
  await late.goto(link);
  await seen(heading(late, 'This invitation cannot be used'));
});

test('a session revoked from the account page ends in the other browser', async () => {
  const seat = await stage.installation.seat('owner');
  const here = await stage.enter(seat);
  const there = await stage.enter(seat);
  await there.open('settings/members');
  await seen(heading(there.page, 'Members'));
  await here.page.goto('/account?tab=sessions');
  await button(here.page, 'End all other sessions').click();
  await button(here.page.getByRole('alertdialog'), /^End \d+ sessions?$/).click();
  await seen(toast(here.page, '1 session ended'));
  await there.page.reload();
  await seen(heading(there.page, 'Sign in'));
  await here.page.reload();
  await seen(heading(here.page, 'Account'));
});

test('an API key is shown once, works within its scopes, and is in the audit log', async () => {
  const seat = await stage.installation.seat('owner');
  const { page, open } = await stage.enter(seat);
  await open('settings/api-keys');
  await button(page, 'Create API key').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly export');
  await dialog.getByRole('checkbox', { name: 'cost.read' }).check();
  await button(dialog, 'Create API key').click();
  const secret = await page.getByRole('textbox', { name: 'Secret' }).inputValue();
  await button(page, 'I have copied it').click();
  await seen(rows(grid(page, 'API keys'), 'Nightly export'));
  expect(await page.content()).not.toContain(secret);

  const call = (path: string) =>
    fetch(`${stage.installation.url}/api/v1/organisations/${seat.organisationId}${path}`, {
      headers: { authorization: `Bearer ${secret}` },
    });
  expect((await call('/imports')).status).toBe(200);
  expect((await call('/members')).status).toBe(403);

  await open('settings/audit');
  await rows(grid(page, 'Audit log'), 'API key created').click();
  const panel = page.getByRole('dialog');
  await seen(panel.getByText('Nightly export').first());
  expect(await panel.innerText()).not.toContain(secret);
});
