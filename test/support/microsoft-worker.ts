/**
 * A worker program for tests that kill it: `node microsoft-worker.ts RUNTIME_URL FOLDER`, with the settings of an
 * emulated Microsoft in its environment. It reads tenants until it is killed.
 */
import { randomBytes } from 'node:crypto';
import { loadConfig } from '../../src/platform/config/load-config.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { dataFolderAt } from '../../src/platform/postgres/data-folder.ts';
import { openMasterKeys } from '../../src/platform/secrets/master-keys.ts';
import { buildKernel } from '../../src/server/kernel.ts';
import { startServer } from '../../src/server/server.ts';
import { systemClock } from '../../src/shared/time.ts';

const [runtimeUrl = '', folder = ''] = process.argv.slice(2);

const kernel = await buildKernel({
  config: loadConfig({ env: { ...process.env, TRIMTAB_DATA: folder }, cwd: folder }),
  log: createLog({ level: 'warn', format: 'json' }),
  clock: systemClock,
  masterKeys: openMasterKeys({ secretsFolder: dataFolderAt(folder).secrets, randomBytes }),
  postgres: {
    ...{ ownerUrl: '', runtimeUrl, server: 'given', isOwner: false, version: '' },
    announce: async () => undefined,
    stop: async () => undefined,
  },
});
await startServer({ kernel, services: ['worker'], extend: (composition) => ({ ...composition, tasks: [] }) });
process.stdout.write(`${JSON.stringify({ ready: true })}\n`);
