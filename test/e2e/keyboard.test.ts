import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { button, gone, grid, heading, rows, seen } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

/** What has the focus, as a screen reader would name it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(`(() => {
    const element = document.activeElement;
    return element?.getAttribute('aria-label') ?? element?.innerText?.trim() ?? '';
  })()`);

const press = async (page: Page, ...keys: readonly string[]): Promise<void> => {
  for (const key of keys) await page.keyboard.press(key);
};

test('the first Tab reaches the link past the navigation, and it leads to the content', async () => {
  const { page, open } = await stage.enter(await stage.installation.seat('owner'));
  await open('settings/members');
  await seen(heading(page, 'Members'));
  await press(page, 'Tab');
  expect(await focused(page)).toBe('Skip to content');
  await press(page, 'Enter');
  expect(await page.evaluate('document.activeElement.id')).toBe('content');
  await press(page, 'Tab');
  expect(await focused(page)).toBe('Invite');
});

test('the command search opens with a slash, finds a page and goes there', async () => {
  const { page, open } = await stage.enter(await stage.installation.seat('owner'));
  await open('settings/members');
  await seen(heading(page, 'Members'));
  await press(page, '/');
  const field = page.getByRole('combobox', { name: 'Search' });
  await seen(field);
  await page.keyboard.type('audit');
  await seen(page.getByRole('option', { name: 'Audit log' }));
  await press(page, 'Enter');
  await seen(heading(page, 'Audit log'));
  await gone(field);
  const filter = page.getByRole('textbox', { name: 'Code begins with' });
  await filter.focus();
  await press(page, 'Control+k');
  await seen(field);
  await press(page, 'Escape');
  await gone(field);
  await expect.poll(() => focused(page)).toBe('Code begins with');
});

test('a slash that is typed into a field stays in the field', async () => {
  const { page, open } = await stage.enter(await stage.installation.seat('owner'));
  await open('settings/members');
  const field = page.getByRole('searchbox', { name: 'Find in this list' });
  await field.focus();
  await page.keyboard.type('a/b');
  expect(await field.inputValue()).toBe('a/b');
  expect(await page.getByRole('combobox', { name: 'Search' }).count()).toBe(0);
});

test('in a grid the arrows move, Enter opens the panel, Escape closes it and the focus is back on the row', async () => {
  const { installation } = stage;
  const seat = await installation.seat('owner');
  const organisation = { id: seat.organisationId, name: seat.organisationName };
  for (let each = 0; each < 3; each += 1) await installation.seat('analyst', organisation);
  const { page, open } = await stage.enter(seat);
  await open('settings/members');
  const members = rows(grid(page, 'Members'));
  await seen(members.nth(3));
  await members.first().focus();
  await press(page, 'ArrowDown', 'ArrowDown', 'ArrowUp');
  const second = await members.nth(1).innerText();
  expect(await focused(page)).toBe(second.trim());
  await press(page, 'Enter');
  const panel = page.getByRole('dialog');
  await seen(panel);
  await press(page, 'Escape');
  await gone(panel);
  await expect.poll(() => focused(page)).toBe(second.trim());
  await press(page, 'End');
  await expect.poll(() => focused(page)).toBe((await members.nth(3).innerText()).trim());
});

test('a dialog keeps the focus inside, and gives it back', async () => {
  const { page, open } = await stage.enter(await stage.installation.seat('owner'));
  await open('settings/members');
  const invite = button(page, 'Invite');
  await invite.focus();
  await press(page, 'Enter');
  const dialog = page.getByRole('dialog');
  await seen(dialog);
  for (let presses = 0; presses < 12; presses += 1) {
    await press(page, 'Tab');
    expect(await page.evaluate(`document.activeElement.closest('[role="dialog"]') !== null`)).toBe(true);
  }
  await press(page, 'Escape');
  await gone(dialog);
  await expect.poll(() => focused(page)).toBe('Invite');
});

test('an action that matters asks for the password once the last confirmation is old', async () => {
  const seat = await stage.installation.seat('owner');
  const { page, open } = await stage.enter(seat);
  await stage.installation.owner.query(
    "update session set confirmed_at = now() - interval '1 hour' where user_id = $1",
    [seat.person.id],
  );
  await open('settings/api-keys');
  await button(page, 'Create API key').first().click();
  const dialog = page.getByRole('dialog', { name: 'Create API key' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Nightly export');
  await dialog.getByRole('checkbox', { name: 'cost.read' }).check();
  await button(dialog, 'Create API key').click();
  const confirm = page.getByRole('dialog', { name: 'Confirm your password' });
  await confirm.getByLabel('Password').fill('not the password');
  await press(page, 'Enter');
  await seen(confirm.getByText('This is not the current password'));
  await confirm.getByLabel('Password').fill('correct horse battery staple');
  await press(page, 'Enter');
  await seen(page.getByRole('textbox', { name: 'Secret' }));
});
