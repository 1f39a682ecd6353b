import { Command, InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { createLog } from '../platform/log/log.ts';
import { type Kernel, openKernel } from '../server/kernel.ts';
import { type Server, type ServiceName, serviceNames, startServer } from '../server/server.ts';
import { version } from '../server/version.ts';
import { AppError } from '../shared/errors.ts';
import { processConfig } from './installation.ts';
import { runInProcess, withExitCodes } from './run-command.ts';
import { settingsHelp } from './settings-help.ts';

const servicesSchema = z.array(z.enum(serviceNames)).min(1);

const parseServices = (text: string): ServiceName[] => {
  const parsed = servicesSchema.safeParse(text.split(',').map((part) => part.trim()));
  if (!parsed.success) throw new InvalidArgumentError(`one or both of ${serviceNames.join(',')}`);
  return parsed.data;
};

/** `trimtab serve`: the web server and the worker, until SIGTERM or SIGINT. */
export const serveCommand = (): Command =>
  withExitCodes(new Command('serve'))
    .description('Serve the console and the API, and do the background work')
    .option('--services <list>', 'web, worker or both; apart they need DATABASE_URL', parseServices, [
      ...serviceNames,
    ])
    .addHelpText(
      'after',
      `\nExamples:\n  trimtab serve\n  TRIMTAB_PORT=8080 TRIMTAB_DATA=/var/lib/trimtab trimtab serve\n  DATABASE_URL=postgres://… trimtab serve --services=worker\n${settingsHelp()}`,
    )
    .action(({ services }: { services: ServiceName[] }) =>
      runInProcess(async (io, signal) => {
        const config = processConfig();
        if (services.length < serviceNames.length && !config.databaseUrl) {
          throw new AppError('invalid_input', {
            detail: `--services=${services.join(',')} runs one part alone, but the embedded database serves one process only.`,
            fix: 'Set DATABASE_URL for all parts, or start them together.',
          });
        }
        const log = createLog({ level: config.logLevel, format: config.logFormat });
        const stopped = waitFor(signal);
        const kernel = await openKernel({ config, log, as: 'own', migrate: true });
        try {
          const server = await startServer({ kernel, services });
          await announce(kernel, server, (text) => io.stderr.write(text));
          await stopped;
          log.info({ reason: String((signal.reason as Error).message) }, 'stopping: finishing what runs');
          await server.stop();
          await kernel.checkpoints.checkpoint();
        } finally {
          await kernel.close();
        }
        return '';
      }),
    );

const waitFor = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

const announce = async (kernel: Kernel, server: Server, write: (text: string) => void): Promise<void> => {
  if (!server.url) {
    kernel.log.info({ version }, 'worker ready');
    return;
  }
  await kernel.postgres.announce(server.url);
  const shown = (kernel.config.publicUrl ?? server.url).replace(/\/$/, '');
  write(`\n  Trimtab ${version} is ready at ${shown}\n`);
  const token = await server.composition.issueSetupToken();
  if (token) write(`\n  Set it up with this link, once:\n\n    ${shown}/set-up?token=${token}\n`);
  write('\n');
};
