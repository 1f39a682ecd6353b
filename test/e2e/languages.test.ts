import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { importSample } from './support/arrange.ts';
import { memberPages, newestImportId, openSettled } from './support/every-page.ts';
import { button, heading, seen } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

type Texts = { readonly [key: string]: string | Texts };

const keysOf = (texts: Texts, prefix = ''): string[] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${prefix}${key}`] : keysOf(value, `${prefix}${key}.`),
  );

/** Every key that a missing translation would leave on a page, plain and with its namespace. */
const readKeys = async (): Promise<ReadonlySet<string>> => {
  const files = (await readdir('src/web', { recursive: true })).filter((name) =>
    name.endsWith('/i18n/en.json'),
  );
  const keys = await Promise.all(
    files.map(async (file) => {
      const namespace = path.basename(path.dirname(path.dirname(file)));
      const texts = JSON.parse(await readFile(path.join('src/web', file), 'utf8')) as Texts;
      return keysOf(texts).flatMap((key) => [key, `${namespace}:${key}`]);
    }),
  );
  // `email` may well be a word in some language; what has a dot or a colon is no word.
  return new Set(keys.flat().filter((key) => /[.:]/.test(key)));
};

/** Everything on the page that is read or heard. */
const readTexts = (page: Page): Promise<readonly string[]> =>
  page.evaluate(`[...document.querySelectorAll('*')].flatMap((element) => [
    ...[...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data),
    ...['aria-label', 'title', 'placeholder', 'alt'].map((name) => element.getAttribute(name) ?? ''),
  ]).map((text) => text.trim()).filter((text) => text !== '')`);

const titles = { de: 'Mitglieder', nl: 'Leden', fr: 'Membres' } as const;

test.each(['de', 'nl', 'fr'] as const)(
  'every page speaks %s, without a raw key, and says so',
  async (language) => {
    const member = await stage.enter(await stage.installation.seat('owner'));
    const { page, client, seat } = member;
    await importSample(client, seat.organisationId);
    await client.call('PATCH', '/me', { body: { language } });
    const keys = await readKeys();
    const faults: string[] = [];
    for (const [name, address] of memberPages(seat.organisationId, await newestImportId(member))) {
      await openSettled(page, address);
      await expect.poll(() => page.locator('html').getAttribute('lang')).toBe(language);
      const texts = await readTexts(page);
      const raw = texts.filter((text) => keys.has(text) || text.includes('{{'));
      if (raw.length > 0) faults.push(`${name}: ${raw.join(', ')}`);
    }
    expect(faults).toEqual([]);
    await openSettled(page, `/o/${seat.organisationId}/settings/members`);
    expect(await page.title()).toBe(`${titles[language]} · ${seat.organisationName} · Trimtab`);
  },
);

test('a language chosen before signing in and one chosen in the menu hold after a reload', async () => {
  const { page } = await stage.visitor();
  await page.goto('/sign-in');
  await button(page, 'Deutsch').click();
  await seen(heading(page, 'Anmelden'));
  await page.reload();
  await seen(heading(page, 'Anmelden'));

  const member = await stage.enter(await stage.installation.seat('owner'));
  await member.open('settings/members');
  await button(member.page, `Account of ${member.seat.person.name}`).click();
  await member.page.getByRole('menuitem', { name: 'Language' }).click();
  await member.page.getByRole('menuitemradio', { name: 'Nederlands' }).click();
  await seen(heading(member.page, 'Leden'));
  await member.page.reload();
  await seen(heading(member.page, 'Leden'));
});

test("the browser's own language is spoken to somebody unknown", async () => {
  const { page } = await stage.visitor({ locale: 'fr-CH' });
  await page.goto('/sign-in');
  await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('fr');
});
