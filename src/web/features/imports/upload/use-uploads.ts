import { useMemo, useSyncExternalStore } from 'react';
import { createImport, uploadFile } from '../../../../shared/imports/contract.ts';
import { call } from '../../../ui/api/call.ts';
import { upload } from '../../../ui/api/upload.ts';
import { createUploads, type Delivery, type UploadServer } from './uploads.ts';

const server: UploadServer = {
  send: (organisationId, file, { onProgress, signal }) =>
    upload(uploadFile, { params: { organisationId }, query: { fileName: file.name } }, file, {
      signal,
      onProgress: ({ sentBytes }) => onProgress(sentBytes),
    }),
  create: (organisationId, body, idempotencyKey) =>
    call(createImport, { params: { organisationId }, body }, { idempotencyKey }),
};

const warn = (event: BeforeUnloadEvent): void => event.preventDefault();

/** The deliveries of this tab; the browser asks before it closes while one is being sent. */
export const uploads = createUploads({
  server,
  newId: () => crypto.randomUUID(),
  onBusy: (busy) =>
    busy ? addEventListener('beforeunload', warn) : removeEventListener('beforeunload', warn),
});

/** What this tab sends for an organisation, latest first. */
export const useDeliveries = (organisationId: string): readonly Delivery[] => {
  const all = useSyncExternalStore(uploads.subscribe, uploads.current);
  return useMemo(() => all.filter((each) => each.organisationId === organisationId), [all, organisationId]);
};
