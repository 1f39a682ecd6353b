import { expect, test } from 'vitest';
import { button, gone, heading, seen } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

test('while the server is away the page says so, and goes on by itself once it is back', async () => {
  const seat = await stage.installation.seat('owner');
  const { page, open, context } = await stage.enter(seat, {
    tolerates: /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|503/,
  });
  await open('settings/members');
  await seen(heading(page, 'Members'));
  await stage.installation.stop();
  const banner = page.getByRole('status').filter({ hasText: 'The server does not answer.' });
  await seen(banner);
  await page.getByRole('tab', { name: 'Invitations' }).click();
  await seen(page.getByRole('alert').filter({ hasText: 'No connection' }));
  await stage.installation.start();
  await gone(banner);
  await seen(page.getByText('No invitations', { exact: true }));
  expect(context.pages()).toHaveLength(1);
});

test('an address that leads nowhere says so inside the frame, and leads back', async () => {
  const { page, open } = await stage.enter(await stage.installation.seat('owner'));
  await open('cloud/horoscopes');
  await seen(heading(page, 'There is no such page'));
  expect(await page.title()).toBe('There is no such page · Trimtab');
  await button(page, 'To the first page').click();
  await seen(page.getByRole('navigation', { name: 'Main navigation' }));
  await gone(heading(page, 'There is no such page'));
});

test("another organisation's address is the page that does not exist, and tells nothing", async () => {
  const foreign = await stage.installation.seat('owner');
  const { page } = await stage.enter(await stage.installation.seat('owner'));
  const unknown = '01980000-0000-7000-8000-000000000001';
  const texts: string[] = [];
  for (const organisationId of [foreign.organisationId, unknown]) {
    await page.goto(`/o/${organisationId}/settings/members`);
    await seen(heading(page, 'There is no such page'));
    texts.push(await page.locator('body').innerText());
  }
  expect(texts[0]).toBe(texts[1]);
  expect(texts[0]).not.toContain(foreign.organisationName);
});

test("a member's page that its role does not have is the page that does not exist", async () => {
  const { page, open } = await stage.enter(await stage.installation.seat('analyst'));
  await open('settings/api-keys');
  await seen(heading(page, 'There is no such page'));
});

test('an error of the API is shown with its request id, and trying again works', async () => {
  const { page, open } = await stage.enter(await stage.installation.seat('owner'), { tolerates: /500/ });
  const problem = {
    type: 'about:blank',
    title: 'Something went wrong on our side',
    status: 500,
    detail: 'It was us.',
    code: 'internal',
    requestId: 'req-4711',
  };
  await page.route('**/api/v1/**/members', (route) =>
    route.fulfill({ status: 500, contentType: 'application/problem+json', body: JSON.stringify(problem) }),
  );
  await open('settings/members');
  const alert = page.getByRole('alert');
  await seen(alert.getByText('req-4711'));
  await page.unroute('**/api/v1/**/members');
  await button(alert, 'Try again').click();
  await seen(page.getByRole('grid', { name: 'Members' }));
});
