import { describe, expect, it, vi } from 'vitest';
import { createUploads, type UploadServer } from './uploads.ts';

const file = (name: string, size = 10): File => ({ name, size }) as File;

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));

const uploadsWith = (server: Partial<UploadServer>) => {
  const full: UploadServer = {
    send: vi.fn(async (_, { name }: File) => ({ id: `id of ${name}` })),
    create: vi.fn(async () => ({ importId: 'import' })),
    ...server,
  };
  let next = 0;
  const onBusy = vi.fn();
  const uploads = createUploads({
    server: full,
    newId: () => {
      next += 1;
      return `delivery ${next}`;
    },
    onBusy,
  });
  return { uploads, server: full, onBusy };
};

describe('uploads', () => {
  it('import all files of a delivery together, in the order in which they were chosen', async () => {
    const { uploads, server, onBusy } = uploadsWith({});
    await uploads.start('o', [file('a.csv'), file('b.csv')], 'append');
    expect(server.create).toHaveBeenCalledExactlyOnceWith(
      'o',
      { uploadIds: ['id of a.csv', 'id of b.csv'], mode: 'append' },
      'delivery 1',
    );
    expect(uploads.current()).toMatchObject([{ state: 'accepted', importId: 'import' }]);
    expect(onBusy.mock.calls.at(-1)).toEqual([false]);
  });

  it('do not send again what the server has when they are tried again, under the same key', async () => {
    const send = vi
      .fn<UploadServer['send']>()
      .mockResolvedValueOnce({ id: '1' })
      .mockRejectedValueOnce(new Error('gone'))
      .mockResolvedValueOnce({ id: '2' });
    const { uploads, server } = uploadsWith({ send });
    await uploads.start('o', [file('a.csv'), file('b.csv')], 'replace');
    expect(uploads.current()).toMatchObject([
      { state: 'failed', files: [{ state: 'sent' }, { state: 'failed' }] },
    ]);
    await uploads.retry('delivery 1');
    expect(send.mock.calls.map(([, { name }]) => name)).toEqual(['a.csv', 'b.csv', 'b.csv']);
    expect(server.create).toHaveBeenCalledExactlyOnceWith(
      'o',
      { uploadIds: ['1', '2'], mode: 'replace' },
      'delivery 1',
    );
  });

  it('stop at once when they are cancelled, and import nothing', async () => {
    const { uploads, server } = uploadsWith({ send: (_organisation, _file, { signal }) => aborted(signal) });
    const done = uploads.start('o', [file('a.csv')], 'replace');
    uploads.cancel('delivery 1');
    await done;
    expect(uploads.current()).toEqual([]);
    expect(server.create).not.toHaveBeenCalled();
  });

  it('say how far each file is', async () => {
    const seen: number[] = [];
    const { uploads } = uploadsWith({
      send: async (_organisation, _file, { onProgress }) => {
        onProgress(4);
        seen.push(uploads.current()[0]?.files[0]?.sentBytes ?? -1);
        return { id: '1' };
      },
    });
    await uploads.start('o', [file('a.csv')], 'replace');
    expect([...seen, uploads.current()[0]?.files[0]?.sentBytes]).toEqual([4, 10]);
  });
});
