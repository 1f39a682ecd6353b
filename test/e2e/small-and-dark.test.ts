import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { importSample } from './support/arrange.ts';
import { memberPages, newestImportId, openSettled, publicPages } from './support/every-page.ts';
import { button, gone, heading, seen } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true } as const;

/** How far the content of the page is wider than the room it has. */
const overflowPx = (page: Page): Promise<number> =>
  page.evaluate(`Math.max(...[document.documentElement, document.getElementById('content')]
    .map((element) => element === null ? 0 : element.scrollWidth - element.clientWidth))`);

const colourOf = (page: Page): Promise<string> =>
  page.evaluate(`getComputedStyle(document.getElementById('content').parentElement).backgroundColor`);

test('no page is wider than a phone, in German, whose words are the longest', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'), phone);
  const { page, client, seat } = member;
  await importSample(client, seat.organisationId);
  await client.call('PATCH', '/me', { body: { language: 'de' } });
  const wide: string[] = [];
  for (const [name, address] of memberPages(seat.organisationId, await newestImportId(member))) {
    await openSettled(page, address);
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('de');
    const overflow = await overflowPx(page);
    if (overflow > 0) wide.push(`${name}: ${overflow} px`);
  }
  expect(wide).toEqual([]);
});

test('no page before signing in is wider than a phone', async () => {
  const { factory } = stage.installation;
  const organisation = await factory.organisation({
    name: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk',
  });
  const { token } = await factory.invitation({ organisationId: organisation.id });
  const { page } = await stage.visitor({ ...phone, locale: 'de-DE' });
  const wide: string[] = [];
  for (const [name, address] of publicPages(token)) {
    await openSettled(page, address);
    const overflow = await overflowPx(page);
    if (overflow > 0) wide.push(`${name}: ${overflow} px`);
  }
  expect(wide).toEqual([]);
});

test('on a phone the navigation is a drawer that leads somewhere and closes', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'), phone);
  const { page } = member;
  await member.open('settings/members');
  await seen(heading(page, 'Members'));
  expect(await page.getByRole('navigation').count()).toBe(0);
  await button(page, 'Navigation').click();
  const drawer = page.getByRole('dialog', { name: 'Main navigation' });
  await drawer.getByRole('link', { name: 'Audit log' }).click();
  await seen(heading(page, 'Audit log'));
  await gone(drawer);
});

test('dark follows the system, can be chosen, and stays chosen', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'), { colorScheme: 'light' });
  const { page } = member;
  await member.open('settings/members');
  await seen(heading(page, 'Members'));
  const light = await colourOf(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => colourOf(page)).not.toBe(light);
  const dark = await colourOf(page);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => colourOf(page)).toBe(light);

  await page.goto('/account?tab=appearance');
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(() => colourOf(page)).toBe(dark);
  await page.reload();
  await seen(heading(page, 'Account'));
  expect(await colourOf(page)).toBe(dark);
});
