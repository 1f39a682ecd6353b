/**
 * A worker program for tests that kill it: `node hanging-worker.ts RUNTIME_URL FOLDER`. It takes scripted jobs, says
 * so in a line of JSON, and never finishes them.
 */
import { randomBytes } from 'node:crypto';
import { loadConfig } from '../../src/platform/config/load-config.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { dataFolderAt } from '../../src/platform/postgres/data-folder.ts';
import { openMasterKeys } from '../../src/platform/secrets/master-keys.ts';
import { buildKernel } from '../../src/server/kernel.ts';
import { startServer } from '../../src/server/server.ts';
import { systemClock } from '../../src/shared/time.ts';
import { createScriptedKind } from './scripted-job.ts';

const say = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
const [runtimeUrl = '', folder = ''] = process.argv.slice(2);

const hangs = createScriptedKind({
  survives: async ({ runId, attempt }) => {
    say({ took: { runId, attempt } });
    return new Promise(() => undefined);
  },
});

const kernel = await buildKernel({
  config: loadConfig({ env: { TRIMTAB_DATA: folder }, cwd: folder }),
  log: createLog({ level: 'warn', format: 'json' }),
  clock: systemClock,
  masterKeys: openMasterKeys({ secretsFolder: dataFolderAt(folder).secrets, randomBytes }),
  postgres: {
    ...{ ownerUrl: '', runtimeUrl, server: 'given', isOwner: false, version: '' },
    announce: async () => undefined,
    stop: async () => undefined,
  },
});
await startServer({
  kernel,
  services: ['worker'],
  extend: (composition) => ({ ...composition, jobs: [hangs], tasks: [] }),
});
say({ ready: true });
