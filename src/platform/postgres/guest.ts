import { setTimeout as sleep } from 'node:timers/promises';
import { AppError } from '../../shared/errors.ts';
import type { DataFolder } from './data-folder.ts';
import { readLockHolder } from './data-folder-lock.ts';
import { embeddedUrls } from './embedded-roles.ts';
import { answers } from './postmaster.ts';
import { readPostmasterFile, runsOn } from './postmaster-file.ts';
import type { RoleUrls } from './role-urls.ts';

/**
 * Finds the embedded server that another process runs on this data folder, waiting while it starts up. The
 * caller must be able to read the cluster's passwords, that is: be the same user, or root.
 * @throws AppError `unavailable` when none answers in time.
 */
export const visitEmbedded = async (layout: DataFolder, timeoutMs = 30_000): Promise<RoleUrls> => {
  const deadline = Date.now() + timeoutMs;
  do {
    const file = await readPostmasterFile(layout.cluster);
    const isThere = file?.isReady === true && (await runsOn(file, layout.cluster));
    const urls = isThere ? await embeddedUrls(file.port, layout) : undefined;
    // At its very first start the roles come after the server: until then even the password is refused.
    if (urls !== undefined && (await answers(urls.runtimeUrl).catch(() => false))) return urls;
    await sleep(200);
  } while (Date.now() < deadline);
  const holder = await readLockHolder(layout.root);
  throw new AppError('unavailable', {
    detail: `${holder === undefined ? 'Another process' : `Process ${holder.pid} on ${holder.host}`} holds the data folder ${layout.root}, but its database did not answer in ${timeoutMs} ms.`,
    fix: 'Look at the output of that process; wait until it has started, or stop it, then try again.',
    meta: { folder: layout.root, ...holder },
  });
};
