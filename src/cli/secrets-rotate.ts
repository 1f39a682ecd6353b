import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { dataFolderAt } from '../platform/postgres/data-folder.ts';
import { adoptMasterKey } from '../platform/secrets/adopt-master-key.ts';
import { type Rotated, rotateKeys } from '../platform/secrets/rotate.ts';
import type { Kernel } from '../server/kernel.ts';
import { newId } from '../shared/ids.ts';
import { withInstallation } from './installation.ts';
import { createProgress } from './progress.ts';
import { type CommandIo, runInProcess, withExitCodes } from './run-command.ts';

interface Options {
  readonly masterKeyFile?: string;
  readonly json?: true;
}

/** `trimtab secrets rotate [--master-key-file FILE] [--json]` */
export const secretsRotateCommand = (): Command =>
  withExitCodes(new Command('rotate'))
    .description('Give every organisation a new data key and seal all secrets with it, while the server runs')
    .option(
      '--master-key-file <file>',
      'change the master key, too, to the one in this file (base64 of 32 bytes)',
    )
    .option('--json', 'one JSON document on standard output')
    .addHelpText(
      'after',
      '\nExamples:\n  trimtab secrets rotate\n  openssl rand -base64 32 > new.key && trimtab secrets rotate --master-key-file new.key\n\nInterrupted at any point, the next call goes on where it stopped. Earlier master keys stay in the folder of\nsecrets as master-<id>.key, because backups made before need them.\n',
    )
    .action(({ masterKeyFile, json }: Options) =>
      runInProcess(async (io) => {
        const done = await withInstallation((kernel) => rotate(kernel, io, masterKeyFile));
        return json ? `${JSON.stringify(done)}\n` : renderRotated(done);
      }),
    );

interface Done extends Rotated {
  readonly masterKeyId: string;
}

const rotate = async (kernel: Kernel, io: CommandIo, masterKeyFile: string | undefined): Promise<Done> => {
  const { config, masterKeys } = kernel;
  if (masterKeyFile !== undefined) {
    const { masterKey, masterKeyFile: givenFile, dataDir } = config;
    const options = {
      secretsFolder: dataFolderAt(dataDir).secrets,
      masterKey,
      masterKeyFile: givenFile,
      randomBytes,
    };
    await adoptMasterKey(options, masterKeyFile);
  }
  const progress = createProgress(io);
  try {
    const rotated = await rotateKeys({
      ...kernel,
      newId,
      onProgress: (fraction, message) => progress.show(`Sealing anew: ${message}`, fraction),
    });
    return { ...rotated, masterKeyId: (await masterKeys.current()).id };
  } finally {
    progress.clear();
  }
};

const renderRotated = ({ resumed, organisations, resealed, masterKeyId }: Done): string =>
  `${resumed ? 'Finished the change of keys that had been interrupted' : 'Changed the data keys'} of ${organisations} chains (organisations and the installation itself); sealed ${resealed} secrets anew under master key ${masterKeyId}.\n`;
