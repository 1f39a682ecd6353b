import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test } from 'vitest';
import type { Seat } from './support/installation.ts';
import { gone, grid, rows, seen } from './support/pages.ts';
import { openStage } from './support/stage.ts';
import { type ArrangedTenant, arrangeTenant } from './support/tenant.ts';

const stage = openStage();
let seat: Seat;
let tenant: ArrangedTenant;

beforeAll(async () => {
  seat = await stage.installation.seat('owner');
  tenant = await arrangeTenant(stage.installation, seat.organisationId);
});

const addresses = (): readonly string[] => [
  'inventory',
  `inventory?panel=${tenant.connectionId}/05e9a617-0261-4cee-bb44-138d3ef5d965`,
  'users',
  `users?panel=${tenant.connectionId}/ada`,
  'findings',
  'findings?by=department',
  'findings?show=list',
  `findings?show=list&panel=${tenant.findings.inactive}`,
  'mix',
  'usage',
  'usage?view=table',
];

const at = (path: string): string => `/o/${seat.organisationId}/licences/${path}`;

/** Opens a page and waits for its title, which is a panel's where one is open, and for what still loads. */
const openSettled = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  await seen(page.getByRole('heading', { level: address.includes('panel=') ? 2 : 1 }).first());
  const loading = page.locator('[aria-busy="true"], .fui-Skeleton, .fui-Spinner');
  while ((await loading.count()) > 0) await gone(loading.first());
};

const violations = async (page: Page): Promise<readonly string[]> => {
  const { violations: found } = (await page.evaluate(
    `axe.run({ exclude: ['[data-tabster-dummy]'] })`,
  )) as axe.AxeResults;
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
};

test('axe finds nothing serious on the pages and panels of licences, in light and dark', async () => {
  const { page } = await stage.enter(seat);
  const results: Record<string, readonly string[]> = {};
  for (const path of addresses()) {
    await page.emulateMedia({ colorScheme: 'light' });
    await openSettled(page, at(path));
    await page.evaluate(axe.source);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const found = await violations(page);
      if (found.length > 0) results[`${path}, ${colorScheme}`] = found;
    }
  }
  expect(results).toEqual({});
});

test('no page of licences is wider than a phone, in German, whose words are the longest', async () => {
  const organisation = { id: seat.organisationId, name: seat.organisationName };
  const german = await stage.installation.seat('owner', organisation);
  const member = await stage.enter(german, { viewport: { width: 390, height: 844 }, hasTouch: true });
  await member.client.call('PATCH', '/me', { body: { language: 'de' } });
  const wide: string[] = [];
  for (const path of addresses()) {
    await openSettled(member.page, at(path));
    await expect.poll(() => member.page.locator('html').getAttribute('lang')).toBe('de');
    const overflow: number =
      await member.page.evaluate(`Math.max(...[document.documentElement, document.getElementById('content')]
      .map((element) => element === null ? 0 : element.scrollWidth - element.clientWidth))`);
    if (overflow > 0) wide.push(`${path}: ${overflow} px`);
  }
  expect(wide).toEqual([]);
});

test('a finding is reached, selected and opened by keyboard alone, and Escape leads back to its row', async () => {
  const { page } = await stage.enter(seat);
  await openSettled(page, at('findings?show=list'));
  const findings = grid(page, 'Findings');
  await rows(findings).first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press(' ');
  await seen(page.getByText('1 selected'));
  await page.keyboard.press('Enter');
  const panel = page.getByRole('dialog');
  await seen(panel.getByRole('heading', { name: 'Evidence' }));
  await page.keyboard.press('Escape');
  await gone(panel);
  await expect.poll(() => page.evaluate('document.activeElement?.getAttribute("role")')).toBe('row');
});
