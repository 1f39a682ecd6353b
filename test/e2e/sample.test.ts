import { expect, test } from 'vitest';
import { settled } from './support/every-page.ts';
import { seriesOf } from './support/explorer-page.ts';
import { button, exactNumber, gone, heading, rows, seen } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

test('the sample organisation loads while one looks, and its largest change leads to its evidence', async () => {
  const seat = await stage.installation.seat('owner');
  const { page } = await stage.enter(seat);
  await page.goto('/');
  await seen(heading(page, 'Overview'));
  await button(page, 'Explore the sample organisation').click();
  await seen(page.getByRole('heading', { name: 'Loading data' }));
  await seen(page.getByRole('progressbar').first());
  await button(page, /jobs? running$/).click();
  await seen(page.getByRole('heading', { name: 'Jobs' }));
  await page.keyboard.press('Escape');

  // Leaving and coming back loses nothing: the runs go on, and the page finds them again.
  await page.reload();
  await page.getByRole('heading', { name: 'Largest changes' }).waitFor({ timeout: 90_000 });
  await gone(page.getByRole('heading', { name: 'Loading data' }));
  await seen(page.getByText(/^What have we spent in /));
  for (const provider of ['AWS', 'Microsoft', 'Google Cloud'])
    await seen(page.getByRole('region', { name: 'By provider' }).getByText(provider));

  const largest = page.getByRole('region', { name: 'Largest changes' }).getByRole('link').nth(1);
  await largest.click();
  await seen(heading(page, 'Cost explorer'));
  await settled(page);
  const address = new URL(page.url());
  expect(address.searchParams.get('filters')).toContain('ServiceName');
  expect(await rows(seriesOf(page)).count()).toBeGreaterThan(0);
  expect(Number(await exactNumber(rows(seriesOf(page)).first().getByRole('gridcell').nth(1)))).not.toBeNaN();
});
