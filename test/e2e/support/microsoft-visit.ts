import type { Page } from 'playwright-core';
import type { EmulatedTenant } from '../../../src/emulators/microsoft/tenant/tenant.ts';
import { button, heading, seen } from './pages.ts';
import type { Member } from './stage.ts';

/** What a browser needs to visit the emulated Microsoft: it is another host, with a certificate of its own. */
export const visiting = {
  ignoreHTTPSErrors: true,
  tolerates: /another host: https:\/\/127\.0\.0\.1:|\(https:\/\/127\.0\.0\.1:/,
} as const;

/** The name to sign in with at Microsoft of somebody with this role. */
export const accountOf = ({ signInAccounts }: EmulatedTenant, role: string): string => {
  const found = signInAccounts.find((each) => each.role === role);
  if (!found) throw new Error(`the tenant has no ${role}`);
  return found.userPrincipalName;
};

/** Walks the wizard to its third step, with a name and whatever else is filled in first. */
export const walkWizard = async (
  { page, open }: Member,
  name: string,
  fill: (page: Page) => Promise<void> = async () => undefined,
): Promise<void> => {
  await open('connections/new');
  await seen(heading(page, 'Connect Microsoft 365'));
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
  await fill(page);
  await button(page, 'Next: what Microsoft will ask').click();
  await button(page, 'Next: consent at Microsoft').click();
};

/** Leaves for Microsoft and picks an account there. */
export const signInAtMicrosoft = async (
  page: Page,
  account: string,
  command: string | RegExp = 'Continue to Microsoft',
): Promise<void> => {
  await button(page, command).first().click();
  await page.locator(`button[name="account"][value="${account}"]`).click();
};

/** Answers the page of Microsoft that asks. */
export const decide = (page: Page, decision: 'accept' | 'cancel'): Promise<void> =>
  page.locator(`button[name="decision"][value="${decision}"]`).click();
