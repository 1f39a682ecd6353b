import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { z } from 'zod';
import { setOwner } from '../server/owner.ts';
import { AppError } from '../shared/errors.ts';
import { emailSchema, nameSchema, passwordSchema } from '../shared/identity/contract.ts';
import { withInstallation } from './installation.ts';
import { type CommandIo, runInProcess, withExitCodes } from './run-command.ts';

const optionsSchema = z.object({
  email: emailSchema,
  name: nameSchema.optional(),
  organisation: nameSchema.optional(),
  passwordStdin: z.boolean().default(false),
  json: z.boolean().default(false),
});

const readOptions = (raw: unknown): z.infer<typeof optionsSchema> => {
  const parsed = optionsSchema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const detail = parsed.error.issues
    .map((issue) => `--${String(issue.path[0])}: expected ${issue.message}`)
    .join('; ');
  throw new AppError('invalid_input', { detail });
};

/** A password never stands on the command line, where other users of the machine could read it. */
const readPassword = async (
  io: CommandIo,
  fromStdin: boolean,
): Promise<{ password: string; generated: boolean }> => {
  if (!fromStdin) return { password: randomBytes(15).toString('base64url'), generated: true };
  let text = '';
  for await (const chunk of io.stdin) text = `${text}${String(chunk)}`.slice(0, 1000);
  const parsed = passwordSchema.safeParse(text.replace(/\r?\n$/, ''));
  if (parsed.success) return { password: parsed.data, generated: false };
  throw new AppError('invalid_input', {
    detail: `The password on standard input: expected ${parsed.error.issues[0]?.message}.`,
  });
};

/** `trimtab user`: creates an owner, or gives a person who lost its password a new one. */
export const userCommand = (): Command =>
  withExitCodes(new Command('user'))
    .description('Create an owner with an organisation, or reset the password of a person')
    .requiredOption('--email <address>', 'whose account')
    .option('--name <name>', 'name of a new person')
    .option('--organisation <name>', 'organisation to create with this person as owner')
    .option('--password-stdin', 'read the new password from standard input; otherwise one is made and shown')
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  trimtab user --email ada@example.com --name "Ada Lovelace" --organisation "Example Ltd"\n  trimtab user --email ada@example.com --password-stdin < password.txt\n\nIt works beside a running server. All sessions of the person end.\n',
    )
    .action((raw: unknown) =>
      runInProcess(async (io) => {
        const options = readOptions(raw);
        const { password, generated } = await readPassword(io, options.passwordStdin);
        const { email, name, organisation } = options;
        const outcome = await withInstallation((kernel) =>
          setOwner(kernel, { email, password, name, organisationName: organisation }),
        );
        if (options.json) return `${JSON.stringify({ ...outcome, ...(generated ? { password } : {}) })}\n`;
        const done = outcome.created
          ? `Created ${email}.`
          : `Set a new password for ${email}; sessions ended: ${outcome.sessionsEnded}.`;
        return `${done}\n${generated ? `Password: ${password}\n` : ''}`;
      }),
    );
