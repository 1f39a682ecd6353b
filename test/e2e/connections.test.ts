import axe from 'axe-core';
import { afterAll, expect, test } from 'vitest';
import { generateTenant } from '../../src/emulators/microsoft/tenant/tenant.ts';
import { permissionsFor } from '../../src/shared/connections/consent.ts';
import { factoryPassword } from '../support/factory.ts';
import { asOf, type Microsoft, startMicrosoft } from '../support/microsoft.ts';
import { waitFor } from '../support/wait-for.ts';
import { settled } from './support/every-page.ts';
import { downloadBy } from './support/explorer-page.ts';
import { accountOf, decide, signInAtMicrosoft, visiting, walkWizard } from './support/microsoft-visit.ts';
import { button, grid, heading, rows, seen, toast } from './support/pages.ts';
import { type Member, openStage } from './support/stage.ts';

let microsoft: Microsoft;
const tenant = generateTenant({ seed: 7, users: 60, asOf });
const administrator = accountOf(tenant, 'Global Administrator');
/** A tenant where nobody has consented to anything. */
const wary = generateTenant({ seed: 8, users: 20, asOf });

const stage = openStage(async (publicUrl) => {
  microsoft = await startMicrosoft({ tenants: [tenant, wary], publicUrl });
  return microsoft.env;
});
afterAll(() => microsoft?.close());

const owner = async (): Promise<Member> => stage.enter(await stage.installation.seat('owner'), visiting);

/** Connects the tenant as its administrator, up to the page that says so. */
const connect = async (member: Member, name: string): Promise<string> => {
  const { page } = member;
  await walkWizard(member, name);
  await signInAtMicrosoft(page, administrator);
  const accept = page.locator('button[name="decision"][value="accept"]');
  // Who consented before is not asked again.
  await seen(accept.or(heading(page, 'Connected')));
  if (await accept.isVisible()) await accept.click();
  await seen(heading(page, 'Connected'));
  return /connections\/([0-9a-f-]{36})/.exec(page.url())?.[1] ?? '';
};

const stateOf = async (connectionId: string) => {
  const { owner: sql } = stage.installation;
  const { rows: found } = await sql.query<
    Record<'connection' | 'sync' | 'run', string> & { secrets: string }
  >(
    `select c.state as connection, s.state as sync, r.state as run,
       (select count(*) from connection_secret k where k.connection_id = c.id) as secrets
     from connection c left join sync s on s.connection_id = c.id left join run r on r.id = s.run_id
     where c.id = $1 order by s.started_at desc limit 1`,
    [connectionId],
  );
  return found[0];
};

test('a tenant is connected in three steps, each permission explained, and read before the eyes of who did it', async () => {
  const member = await owner();
  const { page, open } = member;
  await open('connections/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Head office');
  await button(page, 'Next: what Microsoft will ask').click();
  await seen(page.getByText('No content is read: no mail, no file, no chat.', { exact: false }));
  const asked = page.getByRole('list', { name: 'Permissions' }).locator('code');
  const named = await asked.allInnerTexts();
  const delegated = permissionsFor('administrator', 'delegated');
  expect(named.filter((name) => name !== 'MailboxSettings.Read').sort()).toEqual([...delegated].sort());
  await seen(page.getByText('Needed for: renewals · rules O03', { exact: false }));
  await button(page, 'Next: consent at Microsoft').click();
  await signInAtMicrosoft(page, administrator);
  await decide(page, 'accept');

  await seen(heading(page, 'Connected'));
  await seen(page.getByText(`${administrator} consented.`, { exact: false }));
  expect(new URL(page.url()).searchParams.has('code')).toBe(false);
  await seen(page.getByRole('list', { name: 'Sources' }).getByText('Users, their licences and last sign-in'));
  await button(page, 'See what we found').click({ timeout: 60_000 });
  await seen(heading(page, 'Findings'));

  await open('connections');
  const row = rows(grid(page, 'Connections'), 'Head office');
  await seen(row.getByText('Connected'));
  await seen(row.getByText(/^\d+ of \d+ sources$/));
  await row.click();
  await page.getByRole('tab', { name: 'Permissions' }).click();
  await seen(page.getByText('Granted', { exact: true }).first());

  const organisation = { id: member.seat.organisationId, name: member.seat.organisationName };
  const analyst = await stage.enter(await stage.installation.seat('analyst', organisation));
  await analyst.page.goto(page.url().replace(/\?.*/, ''));
  await seen(heading(analyst.page, 'Head office'));
  for (const command of ['Read now', 'Revoke', 'Remove'])
    expect(await button(analyst.page, command).count()).toBe(0);
});

test('an application of its own finds exactly what was planted; one is snoozed, and the list leaves as a file', async () => {
  const member = await owner();
  const { page, client, seat } = member;
  const at = `/organisations/${seat.organisationId}/licences`;
  await client.call('PUT', `${at}/policy`, { body: { policy: tenant.policy } });
  const { clientId, secret } = microsoft.application;
  await walkWizard(member, 'By application', async () => {
    await page.getByRole('radio', { name: /^The application/ }).check();
    await seen(page.getByRole('textbox', { name: 'Redirect address' }));
    await page.getByRole('textbox', { name: 'Application (client) ID' }).fill(clientId);
    await page.getByLabel('Value of the secret').fill(secret);
    await page.getByRole('textbox', { name: 'Tenant ID or domain' }).fill(tenant.id);
  });
  await signInAtMicrosoft(page, administrator);
  await decide(page, 'accept');
  await seen(heading(page, 'Connected'));
  await button(page, 'See what we found').click({ timeout: 60_000 });
  await seen(heading(page, 'Findings'));

  interface Line {
    readonly rule: string;
    readonly subject: { readonly kind: string; readonly id: string };
    readonly skuPartNumber: string;
    readonly quantity: string | number;
    readonly supersededBy: string | null;
  }
  const lineOf = ({ rule, subject, skuPartNumber, quantity, supersededBy }: Line) =>
    [rule, subject.kind, subject.id, skuPartNumber, quantity, supersededBy].join(' ');
  const listed = await client.call('GET', `${at}/findings?limit=500&superseded=true`);
  const found = listed.json<{ items: readonly Line[] }>().items;
  expect(found.map(lineOf).sort()).toEqual(tenant.planted.map(lineOf).sort());

  const [first] = found.filter(({ rule }) => rule === 'O01');
  await member.open(
    'licences/findings?show=list&filters=%7B%22rule%22%3A%7B%22values%22%3A%5B%22O01%22%5D%7D%7D',
  );
  const findings = grid(page, 'Findings');
  const before = await waitFor(
    () => rows(findings).count(),
    (count) => count > 0,
  );
  await page
    .getByRole('checkbox', { name: /^Select O01/ })
    .first()
    .check();
  await button(page, 'Snooze').click();
  await button(page.getByRole('dialog'), /^Snooze 1 finding until /).click();
  await seen(toast(page, '1 finding snoozed'));
  await expect
    .poll(() =>
      rows(findings)
        .count()
        .catch(() => 0),
    )
    .toBe(before - 1);
  expect(first).toBeDefined();

  await member.open('licences/findings?show=list');
  await seen(rows(findings).first());
  const { name, content } = await downloadBy(page, 'Export CSV');
  expect(name).toMatch(/^findings.*\.csv$/);
  const shown = tenant.planted.filter(({ supersededBy }) => supersededBy === null).length;
  expect(content.toString().trimEnd().split(/\r?\n/)).toHaveLength(1 + shown - 1);
});

test('revoking deletes the tokens at once and stops the reading under way; the page says so', async () => {
  const member = await owner();
  const { page } = member;
  const connectionId = await connect(member, 'To be revoked');
  await button(page, 'See what we found').waitFor({ timeout: 60_000 });
  expect(await stateOf(connectionId)).toMatchObject({
    connection: 'connected',
    sync: 'complete',
    secrets: '1',
  });

  microsoft.emulator.setLatency(2_000);
  try {
    await button(page, 'Open the connection').click();
    await button(page, 'Read now').click();
    await seen(page.getByText('You may leave this page; the reading goes on.'));
    await stage.installation.owner.query("update session set confirmed_at = now() - interval '1 hour'");
    await button(page, 'Revoke').click();
    await seen(page.getByText('A reading under way is stopped, and no other begins.'));
    await button(page, 'Revoke the connection').click();
    await page.getByRole('textbox', { name: 'Password' }).fill(factoryPassword);
    await button(page, 'Confirm').click();
    await seen(toast(page, /is revoked and its tokens are deleted/));
    expect(await stateOf(connectionId)).toMatchObject({
      connection: 'revoked',
      sync: 'cancelled',
      secrets: '0',
    });
    await seen(page.getByText('The tokens are deleted and nothing is read any more.', { exact: false }));
    expect(await button(page, 'Read now').count()).toBe(0);
  } finally {
    microsoft.emulator.setLatency(0);
  }
  const ended = await waitFor(
    () => stateOf(connectionId),
    (state) => state?.run === 'cancelled',
    30_000,
  );
  expect(ended).toMatchObject({ sync: 'cancelled', secrets: '0' });
});

test('somebody who is no administrator is told who can consent', async () => {
  const member = await owner();
  const { page } = member;
  await walkWizard(member, 'Not mine to give');
  await signInAtMicrosoft(page, accountOf(wary, 'User'));
  await decide(page, 'cancel');
  await seen(heading(page, 'Consent was declined'));
  await seen(page.getByText('If Microsoft’s page said that an administrator is needed', { exact: false }));
  await seen(button(page, 'Try again'));
});

test('a consent that is declined connects nothing, says so, and can be begun again', async () => {
  const member = await owner();
  const { page } = member;
  await walkWizard(member, 'Second thoughts');
  await signInAtMicrosoft(page, accountOf(wary, 'Global Administrator'));
  await decide(page, 'cancel');
  await seen(heading(page, 'Consent was declined'));
  await seen(page.getByText('Nothing is connected, and nothing was read.', { exact: false }));
  await member.open('connections');
  await seen(rows(grid(page, 'Connections'), 'Second thoughts').getByText('Not consented'));
  await rows(grid(page, 'Connections'), 'Second thoughts').click();
  await signInAtMicrosoft(page, accountOf(wary, 'Global Administrator'));
  await decide(page, 'accept');
  await seen(heading(page, 'Connected'));
});

test('a session that was lost at Microsoft signs in again and finishes the consent', async () => {
  const member = await owner();
  const { page, context, seat } = member;
  await walkWizard(member, 'Long absence');
  await button(page, 'Continue to Microsoft').click();
  await seen(page.locator('button[name="account"]').first());
  const { hostname } = new URL(stage.installation.url);
  const cookies = await context.cookies(stage.installation.url);
  for (const { name, secure } of cookies)
    if (!secure || /session/i.test(name)) await context.clearCookies({ name, domain: hostname });
  await page.locator(`button[name="account"][value="${administrator}"]`).click();
  const accept = page.locator('button[name="decision"][value="accept"]');
  await seen(accept.or(heading(page, 'Sign in')));
  if (await accept.isVisible()) await accept.click();
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(seat.person.email);
  await page.getByLabel('Password').fill(factoryPassword);
  await button(page, 'Sign in').click();
  await seen(heading(page, 'Connected'));
});

test('the pages of connections and of the terms of licences are clean to axe, and fit a phone in German', async () => {
  const member = await owner();
  const { page, client } = member;
  const connectionId = await connect(
    member,
    'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk '.repeat(3).slice(0, 120),
  );
  await button(page, 'See what we found').waitFor({ timeout: 60_000 });
  const paths = [
    'overview',
    `connections/${connectionId}`,
    `connections/${connectionId}?tab=permissions`,
    ...['connected', 'declined'].map((outcome) => `connections/${connectionId}/consent?outcome=${outcome}`),
    ...['licences/renewals', 'licences/prices', 'licences/policy'],
  ];
  const faults: string[] = [];
  for (const path of paths) {
    await member.open(path);
    await settled(page);
    await page.evaluate(axe.source);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = (await page.evaluate(
        // In the dark only colours are different.
        `axe.run({ exclude: ['[data-tabster-dummy]'] }, ${colorScheme === 'dark' ? "{ runOnly: ['color-contrast'] }" : '{}'})`,
      )) as axe.AxeResults;
      for (const { id, impact, nodes } of violations)
        if (impact === 'serious' || impact === 'critical')
          faults.push(`${path}, ${colorScheme}, ${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
    }
  }
  await client.call('PATCH', '/me', { body: { language: 'de' } });
  await page.setViewportSize({ width: 390, height: 844 });
  for (const path of paths) {
    await member.open(path);
    await settled(page);
    const overflow =
      await page.evaluate<number>(`Math.max(...[document.documentElement, document.getElementById('content')]
      .map((element) => element.scrollWidth - element.clientWidth))`);
    if (overflow > 0) faults.push(`${path} is ${overflow} px too wide`);
  }
  expect(faults).toEqual([]);
});
