import type { Page } from 'playwright-core';
import { gone, seen } from './pages.ts';
import type { Member } from './stage.ts';

/** A page of the console by its address, with a name for the reader of a failure. */
export type PageAddress = readonly [name: string, address: string];

/** Every page of an organisation, and of the person. The import and the period decide what some of them show. */
export const memberPages = (organisationId: string, importId: string): readonly PageAddress[] => {
  const at = `/o/${organisationId}`;
  const september = 'from=2024-09-01T00%3A00%3A00Z&to=2024-10-01T00%3A00%3A00Z';
  return [
    ['overview', `${at}/overview`],
    ['licence inventory', `${at}/licences/inventory`],
    ['licence users', `${at}/licences/users`],
    ['findings', `${at}/licences/findings`],
    ['cheapest mix', `${at}/licences/mix`],
    ['Microsoft 365 usage', `${at}/licences/usage`],
    ['renewals', `${at}/licences/renewals`],
    ['prices', `${at}/licences/prices`],
    ['policy', `${at}/licences/policy`],
    ['connections', `${at}/connections`],
    ['connect', `${at}/connections/new`],
    ['explorer', `${at}/cloud/explorer?${september}`],
    ['explorer: resources', `${at}/cloud/explorer?${september}&tab=resources`],
    ['explorer: movers', `${at}/cloud/explorer?${september}&tab=movers`],
    ['imports', `${at}/cloud/imports`],
    ['import: totals', `${at}/cloud/imports/${importId}`],
    ['import: conformance', `${at}/cloud/imports/${importId}?tab=conformance`],
    ['import: rejects', `${at}/cloud/imports/${importId}?tab=rejects`],
    ['import: files', `${at}/cloud/imports/${importId}?tab=files`],
    ['organisation', `${at}/settings/organisation`],
    ['members', `${at}/settings/members`],
    ['invitations', `${at}/settings/members?tab=invitations`],
    ['partners and customers', `${at}/settings/relationships`],
    ['API keys', `${at}/settings/api-keys`],
    ['audit log', `${at}/settings/audit`],
    ['start', '/start'],
    ['account: profile', '/account'],
    ['account: appearance', '/account?tab=appearance'],
    ['account: sessions', '/account?tab=sessions'],
    ['account: password', '/account?tab=password'],
    ['not found', `${at}/no-such-page`],
  ];
};

/** Every page for whoever is not signed in. */
export const publicPages = (invitationToken: string): readonly PageAddress[] => [
  ['sign-in', '/sign-in'],
  ['forgotten password', '/password/forgotten'],
  ['reset password', '/password/reset?token=x'],
  ['set-up', '/set-up'],
  ['invitation', `/invitations/${invitationToken}`],
  ['spent invitation', '/invitations/spent'],
  ['nowhere', '/nowhere'],
];

/** Opens a page and waits until it shows its content instead of its outline. */
export const openSettled = async (page: Page, address: string): Promise<void> => {
  await page.goto(address);
  await settled(page);
};

/** Resolves once the page has its title and nothing on it is loading any more. */
export const settled = async (page: Page): Promise<void> => {
  await seen(page.getByRole('heading', { level: 1 }).first());
  const loading = page.locator('[aria-busy="true"], .fui-Skeleton, .fui-Spinner');
  while ((await loading.count()) > 0) await gone(loading.first());
};

/** The identifier of the newest import of the member's organisation. */
export const newestImportId = async ({ client, seat }: Member): Promise<string> => {
  const answer = await client.call('GET', `/organisations/${seat.organisationId}/imports`);
  return answer.json<{ items: { id: string }[] }>().items[0]?.id ?? '';
};
