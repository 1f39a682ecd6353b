import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { importSample } from './support/arrange.ts';
import {
  memberPages,
  newestImportId,
  openSettled,
  type PageAddress,
  publicPages,
} from './support/every-page.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

/** Fluent's stops for the focus at the edges of a region: nothing is hidden behind them, but axe cannot know. */
const focusStops = '[data-tabster-dummy]';

/** What axe finds on the page as it stands: rule, effect and the elements. */
const violations = async (page: Page): Promise<readonly string[]> => {
  const { violations: found } = (await page.evaluate(
    `axe.run({ exclude: ['${focusStops}'] })`,
  )) as axe.AxeResults;
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    );
};

/** Every page in light and in dark; the answer names the pages that have something, so it should be empty. */
const survey = async (
  page: Page,
  addresses: readonly PageAddress[],
): Promise<Record<string, readonly string[]>> => {
  const results: Record<string, readonly string[]> = {};
  for (const [name, address] of addresses) {
    await page.emulateMedia({ colorScheme: 'light' });
    await openSettled(page, address);
    await page.evaluate(axe.source);
    const inLight = await violations(page);
    await page.emulateMedia({ colorScheme: 'dark' });
    const inDark = await violations(page);
    if (inLight.length > 0) results[`${name}, light`] = inLight;
    if (inDark.length > 0) results[`${name}, dark`] = inDark;
  }
  return results;
};

test('axe finds nothing serious on any page before signing in, in light and dark', async () => {
  const { factory } = stage.installation;
  const { token } = await factory.invitation({ organisationId: (await factory.organisation()).id });
  const { page } = await stage.visitor();
  expect(await survey(page, publicPages(token))).toEqual({});
});

test('axe finds nothing serious on any page of a member, in light and dark', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'));
  const { organisationId } = member.seat;
  await stage.installation.factory.invitation({ organisationId });
  await stage.installation.factory.apiKey({ organisationId, scopes: ['cost.read'] });
  await importSample(member.client, organisationId);
  const addresses = memberPages(organisationId, await newestImportId(member));
  expect(await survey(member.page, addresses)).toEqual({});
  const links = await member.page
    .getByRole('navigation', { name: 'Main navigation' })
    .getByRole('link')
    .all();
  const leads = await Promise.all(links.map((link) => link.getAttribute('href')));
  // A page that joins the navigation joins `memberPages`, too.
  expect(addresses.map(([, address]) => address.split('?')[0])).toEqual(expect.arrayContaining(leads));
});
