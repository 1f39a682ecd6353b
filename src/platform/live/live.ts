import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import type { Log } from '../log/log.ts';

const messageSchema = z.object({
  organisationId: z.uuid(),
  topic: z.string().max(64),
  id: z.string().max(64),
});
/** Something changed: ids only; whoever listens reads the rest under its own rights. */
export type LiveMessage = z.infer<typeof messageSchema>;

export interface Live {
  /**
   * Calls `listener` for every message of an organisation until the returned function is called. After a lost
   * connection it is called without a message: something may have been missed, read again.
   */
  subscribe(organisationId: string, listener: (message: LiveMessage | undefined) => void): () => void;
  close(): Promise<void>;
}

const channel = 'trimtab_live';

/** What is not ours is nothing: a notification must never end the program. */
const readMessage = (payload = ''): LiveMessage | undefined => {
  try {
    return messageSchema.safeParse(JSON.parse(payload)).data;
  } catch {
    return undefined;
  }
};

/** Hears PostgreSQL's notifications on one connection of this process, and passes them on by organisation. */
export const createLive = (options: { connectionString: string; log: Log }): Live => {
  const listeners = new Map<string, Set<(message: LiveMessage | undefined) => void>>();
  let client: pg.Client | undefined;
  let closed = false;

  const pass = (payload: string | undefined): void => {
    const message = readMessage(payload);
    if (!message) return;
    for (const listener of listeners.get(message.organisationId) ?? []) listener(message);
  };

  const listenOnce = async (): Promise<void> => {
    const connection = new pg.Client({
      connectionString: options.connectionString,
      application_name: 'trimtab-live',
      keepAlive: true,
    });
    const ended = new Promise<void>((resolve) => connection.once('end', resolve));
    connection.on('error', () => undefined);
    client = connection;
    await connection.connect();
    if (closed) return connection.end();
    connection.on('notification', ({ payload }) => pass(payload));
    await connection.query(`listen ${channel}`);
    for (const set of listeners.values()) for (const listener of set) listener(undefined);
    await ended;
  };

  const keepListening = async (): Promise<void> => {
    while (!closed) {
      await listenOnce().catch((error: unknown) =>
        options.log.debug({ err: error }, 'live connection failed'),
      );
      if (!closed) await sleep(1000);
    }
  };
  const running = keepListening();

  return {
    subscribe: (organisationId, listener) => {
      const set = listeners.get(organisationId) ?? new Set();
      listeners.set(organisationId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0) listeners.delete(organisationId);
      };
    },
    close: async () => {
      closed = true;
      await client?.end().catch(() => undefined);
      await running;
    },
  };
};
