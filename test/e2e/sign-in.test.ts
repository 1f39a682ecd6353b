import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { factoryPassword, type MadePerson } from '../support/factory.ts';
import { button, heading, seen } from './support/pages.ts';
import { openStage } from './support/stage.ts';

const stage = openStage();

const signIn = async (page: Page, person: MadePerson, password = factoryPassword): Promise<void> => {
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(person.email);
  await page.getByRole('textbox', { name: 'Password' }).fill(password);
  await button(page, 'Sign in').click();
};

test('a wrong password is said, and the right one leads to the page that was asked for', async () => {
  const { person, organisationId } = await stage.installation.seat('owner');
  const { page } = await stage.visitor();
  const deepLink = `/o/${organisationId}/settings/members?tab=invitations`;
  await page.goto(deepLink);
  await seen(heading(page, 'Sign in'));
  await signIn(page, person, 'not the password at all');
  await seen(page.getByText('E-mail address or password is wrong.'));
  await signIn(page, person);
  await seen(page.getByRole('tab', { name: 'Invitations', selected: true }));
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(deepLink);
});

test('signing out ends the session everywhere in this browser, also behind the back button', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'));
  const { page } = member;
  await member.open('settings/members');
  await seen(heading(page, 'Members'));
  await button(page, `Account of ${member.seat.person.name}`).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await seen(heading(page, 'Sign in'));
  await page.goBack();
  await seen(heading(page, 'Sign in'));
  expect(await page.getByText(member.seat.person.email).count()).toBe(0);
});

test('a session that ends meanwhile costs one sign-in, and leads back to the same place', async () => {
  const member = await stage.enter(await stage.installation.seat('owner'));
  const { page, seat } = member;
  await member.open('settings/members?find=example');
  await seen(heading(page, 'Members'));
  await stage.installation.owner.query('delete from session where user_id = $1', [seat.person.id]);
  await page.getByRole('tab', { name: 'Invitations' }).click();
  await seen(heading(page, 'Sign in'));
  await seen(page.getByText('You are taken back to where you were.'));
  const { searchParams } = new URL(page.url());
  const left = searchParams.get('returnTo');
  await signIn(page, seat.person);
  await seen(page.getByRole('tab', { name: 'Invitations', selected: true }));
  expect(new URL(page.url()).pathname + new URL(page.url()).search).toBe(left);
});

test('an address of another site in the link is not followed after signing in', async () => {
  const { person } = await stage.installation.seat('owner');
  const { page } = await stage.visitor();
  await page.goto('/sign-in?returnTo=https%3A%2F%2Fevil.example%2Fsteal');
  await signIn(page, person);
  await seen(page.getByRole('navigation', { name: 'Main navigation' }));
  expect(new URL(page.url()).origin).toBe(stage.installation.url);
});
