import type { Import } from '../../../../shared/imports/contract.ts';

export type ImportMode = Import['mode'];

/** A file of a delivery on its way to the server. */
export interface UploadedFile {
  readonly name: string;
  readonly bytes: number;
  readonly sentBytes: number;
  readonly state: 'waiting' | 'sending' | 'sent' | 'failed';
  /** What the server calls it, once it has all of it. */
  readonly uploadId: string | undefined;
}

/** Files that are imported together: all of them or none. */
export interface Delivery {
  readonly id: string;
  readonly organisationId: string;
  readonly mode: ImportMode;
  readonly files: readonly UploadedFile[];
  readonly state: 'sending' | 'failed' | 'accepted';
  readonly problem: unknown;
  readonly importId: string | undefined;
}

export interface UploadServer {
  readonly send: (
    organisationId: string,
    file: File,
    options: { onProgress: (sentBytes: number) => void; signal: AbortSignal },
  ) => Promise<{ readonly id: string }>;
  /** The same key twice makes one import. */
  readonly create: (
    organisationId: string,
    body: { uploadIds: string[]; mode: ImportMode },
    key: string,
  ) => Promise<{ readonly importId: string }>;
}

interface Options {
  readonly server: UploadServer;
  readonly newId: () => string;
  /** Called when something begins or ends, to warn before the page is left. */
  readonly onBusy?: (busy: boolean) => void;
}

/**
 * Deliveries that this tab sends. They live outside of any page, so that leaving the page does not stop them;
 * from the moment the server has accepted a delivery, the rest does not need this browser any more.
 */
export const createUploads = ({ server, newId, onBusy }: Options) => {
  let deliveries: readonly Delivery[] = [];
  const contents = new Map<string, readonly File[]>();
  const aborts = new Map<string, AbortController>();
  const listeners = new Set<() => void>();

  const publish = (next: readonly Delivery[]): void => {
    deliveries = next;
    onBusy?.(deliveries.some(({ state }) => state === 'sending'));
    for (const listener of listeners) listener();
  };
  const find = (id: string) => deliveries.find((each) => each.id === id);
  const patch = (id: string, part: Partial<Delivery>): void =>
    publish(deliveries.map((each) => (each.id === id ? { ...each, ...part } : each)));
  const patchFile = (id: string, index: number, part: Partial<UploadedFile>): void => {
    const files = find(id)?.files.map((file, place) => (place === index ? { ...file, ...part } : file));
    if (files !== undefined) patch(id, { files });
  };
  const forget = (id: string): void => {
    contents.delete(id);
    publish(deliveries.filter((each) => each.id !== id));
  };

  const sendFile = async (delivery: Delivery, index: number, signal: AbortSignal): Promise<string> => {
    const known = delivery.files[index]?.uploadId;
    const file = contents.get(delivery.id)?.[index];
    if (known !== undefined) return known;
    if (file === undefined) throw new Error('The file is no longer at hand; choose it again.');
    patchFile(delivery.id, index, { state: 'sending', sentBytes: 0 });
    try {
      const onProgress = (sentBytes: number) => patchFile(delivery.id, index, { sentBytes });
      const { id } = await server.send(delivery.organisationId, file, { onProgress, signal });
      patchFile(delivery.id, index, { state: 'sent', sentBytes: file.size, uploadId: id });
      return id;
    } catch (error) {
      patchFile(delivery.id, index, { state: 'failed' });
      throw error;
    }
  };
  const run = async (delivery: Delivery): Promise<void> => {
    const abort = new AbortController();
    aborts.set(delivery.id, abort);
    try {
      const uploadIds: string[] = [];
      for (const index of delivery.files.keys())
        uploadIds.push(await sendFile(delivery, index, abort.signal));
      const body = { uploadIds, mode: delivery.mode };
      const { importId } = await server.create(delivery.organisationId, body, delivery.id);
      contents.delete(delivery.id);
      patch(delivery.id, { state: 'accepted', importId });
    } catch (problem) {
      if (abort.signal.aborted) forget(delivery.id);
      else patch(delivery.id, { state: 'failed', problem });
    } finally {
      aborts.delete(delivery.id);
    }
  };

  return {
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    current: (): readonly Delivery[] => deliveries,
    /** Sends files one after the other and imports them together. */
    start: (organisationId: string, files: readonly File[], mode: ImportMode): Promise<void> => {
      const delivery: Delivery = {
        id: newId(),
        organisationId,
        mode,
        files: files.map(({ name, size }) => ({
          name,
          bytes: size,
          sentBytes: 0,
          state: 'waiting',
          uploadId: undefined,
        })),
        state: 'sending',
        problem: undefined,
        importId: undefined,
      };
      contents.set(delivery.id, files);
      publish([delivery, ...deliveries]);
      return run(delivery);
    },
    /** Goes on where it failed: what the server has already is not sent again. */
    retry: (id: string): Promise<void> => {
      const delivery = find(id);
      if (delivery?.state !== 'failed') return Promise.resolve();
      patch(id, { state: 'sending', problem: undefined });
      return run(delivery);
    },
    /** Stops sending, and forgets the delivery. */
    cancel: (id: string): void => {
      const abort = aborts.get(id);
      if (abort === undefined) forget(id);
      else abort.abort(new DOMException('Cancelled', 'AbortError'));
    },
    /** Takes a delivery that is done off the page. */
    forget,
  };
};

export type Uploads = ReturnType<typeof createUploads>;
