import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../shared/errors.ts';

/** Where the lake and what waits for it lie below the data folder. */
export interface ImportStorage {
  /** The folder of an organisation's Parquet files. */
  lakeFolder(organisationId: string): string;
  /** The file of an upload. */
  uploadPath(organisationId: string, uploadId: string): string;
  /** Writes an upload to disk, durably; its size and hash. Leaves nothing when it fails. */
  receive(
    organisationId: string,
    uploadId: string,
    body: Readable,
  ): Promise<{ bytes: number; sha256: string }>;
  removeUpload(organisationId: string, uploadId: string): Promise<void>;
  /** Organisations that have a folder in the lake or among the uploads. */
  listOrganisations(): Promise<string[]>;
  /** Names of the uploads on disk. */
  listUploads(organisationId: string): Promise<{ id: string; modifiedAt: Date }[]>;
}

/** Storage in the data folder; `maxBytes` bounds one upload. */
export const createImportStorage = (dataDir: string, maxBytes: number): ImportStorage => {
  const uploads = (organisationId: string): string => join(dataDir, 'uploads', organisationId);
  const uploadPath = (organisationId: string, uploadId: string): string =>
    join(uploads(organisationId), uploadId);
  const names = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);
  return {
    lakeFolder: (organisationId) => join(dataDir, 'lake', organisationId),
    uploadPath,
    receive: async (organisationId, uploadId, body) => {
      await mkdir(uploads(organisationId), { recursive: true, mode: 0o700 });
      const path = uploadPath(organisationId, uploadId);
      try {
        return await write(path, body, maxBytes);
      } catch (error) {
        await rm(path, { force: true });
        throw refusal(error);
      }
    },
    removeUpload: (organisationId, uploadId) => rm(uploadPath(organisationId, uploadId), { force: true }),
    listOrganisations: async () => [
      ...new Set([...(await names(join(dataDir, 'lake'))), ...(await names(join(dataDir, 'uploads')))]),
    ],
    listUploads: async (organisationId) =>
      Promise.all(
        (await names(uploads(organisationId))).map(async (id) => ({
          id,
          modifiedAt: (await stat(uploadPath(organisationId, id))).mtime,
        })),
      ),
  };
};

const write = async (
  path: string,
  body: Readable,
  maxBytes: number,
): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      hash.update(chunk);
      if (bytes <= maxBytes) return done(null, chunk);
      return done(
        new AppError('too_large', {
          detail: `The file is larger than ${maxBytes} bytes.`,
          fix: 'Compress it (.gz), split it, import it on the server with `trimtab focus import`, or raise TRIMTAB_MAX_UPLOAD_BYTES.',
        }),
      );
    },
  });
  await pipeline(body, meter, createWriteStream(path, { mode: 0o600, flags: 'w' }));
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
};

const refusal = (error: unknown): unknown => {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOSPC') {
    return new AppError('unavailable', {
      detail: 'The disk of the data folder is full; nothing was kept of this file.',
      fix: 'Free some room, then upload it again.',
      cause: error,
    });
  }
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET') {
    return new AppError('invalid_input', {
      detail: 'The upload ended before the file did; nothing was kept of it.',
      fix: 'Upload it again.',
      cause: error,
    });
  }
  return error;
};
