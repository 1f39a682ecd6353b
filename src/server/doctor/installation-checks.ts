import { readdir } from 'node:fs/promises';
import { sql } from 'kysely';
import { createMailer } from '../../platform/mail/mailer.ts';
import { withClient } from '../../platform/postgres/client.ts';
import { currentMigration } from '../../platform/postgres/migrate.ts';
import { type Kernel, migrationsFolder } from '../kernel.ts';
import { type Check, failed, ok, warning } from './check.ts';

/** Checks that need the database. */
export const installationChecks = (kernel: Kernel): Check[] => [
  {
    name: 'Database',
    run: async () => ok(`PostgreSQL ${kernel.postgres.version}, ${kernel.postgres.server}`),
  },
  { name: 'Schema', run: () => schema(kernel) },
  { name: 'Clock', run: () => clock(kernel) },
  { name: 'Mail', run: () => mail(kernel) },
];

const schema = async ({ postgres }: Kernel) => {
  const current = await withClient(postgres.ownerUrl, currentMigration);
  const files = (await readdir(migrationsFolder)).filter((name) => name.endsWith('.sql'));
  if (current === files.length) return ok(`at migration ${current}`);
  return current < files.length
    ? warning(`at migration ${current} of ${files.length}`, 'Start the server, or run `trimtab migrate`.')
    : failed(
        `at migration ${current}, but this program knows ${files.length}.`,
        'Use the newer version of Trimtab that this database belongs to.',
      );
};

const clock = async ({ db, clock: ours }: Kernel) => {
  const before = ours.now().getTime();
  const { rows } = await sql<{ now: Date }>`select clock_timestamp() as now`.execute(db);
  const apart = Math.abs((rows[0]?.now.getTime() ?? 0) - (before + ours.now().getTime()) / 2);
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return apart < 2000
    ? ok(
        `${ours.now().toISOString()}; the database agrees within ${Math.ceil(apart)} ms (time zone of the machine: ${zone})`,
      )
    : failed(
        `This machine and the database differ by ${(apart / 1000).toFixed(1)} s.`,
        'Let both follow a time server (NTP).',
      );
};

const mail = async ({ config }: Kernel) => {
  if (!config.smtpUrl)
    return warning(
      'No mail server is set: invitations are links to copy.',
      'Set SMTP_URL and TRIMTAB_MAIL_FROM.',
    );
  const mailer = createMailer({ smtpUrl: config.smtpUrl, from: config.mailFrom });
  try {
    await mailer.verify();
    return ok(`the mail server accepts ${config.mailFrom}`);
  } catch (error) {
    return failed(
      `The mail server does not answer as it should: ${(error as Error).message}`,
      'Check host, port, user and password in SMTP_URL.',
    );
  } finally {
    mailer.close();
  }
};
