import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { Role } from '../../../src/shared/access.ts';
import { type Client, createClient } from '../../support/client.ts';
import { createFactory, type Factory, factoryPassword, type MadePerson } from '../../support/factory.ts';
import { type ServerProcess, startServerProcess } from '../../support/server-process.ts';
import { createTestDatabase } from '../../support/test-database.ts';

/** A person with a role in an organisation. */
export interface Seat {
  readonly person: MadePerson;
  readonly role: Role;
  readonly organisationId: string;
  readonly organisationName: string;
}

/** The program as people run it, over a migrated database and a data folder of its own. */
export interface Installation {
  readonly url: string;
  /** Owner of the tables, for arranging and inspecting. */
  readonly owner: pg.Pool;
  readonly factory: Factory;
  /** A fresh person with this role, in an organisation of its own unless one is named. */
  seat(role: Role, organisation?: { readonly id: string; readonly name: string }): Promise<Seat>;
  /** A caller of the API, signed in as this person. */
  client(person: MadePerson): Promise<Client>;
  /** Ends the program; the address answers no more. */
  stop(): Promise<void>;
  /** Starts it again at the same address. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Cheap to verify, because no journey is about the cost of a hash. */
const hashCost = { logN: 10, r: 8, p: 1 };

/** A person's way in: the API's session, whose cookie a browser can be given. */
const signIn = async (url: string, { email }: MadePerson): Promise<Client> => {
  const client = createClient(() => url);
  const answer = await client.call('POST', '/session', { body: { email, password: factoryPassword } });
  if (answer.status !== 201) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
  return client;
};

/** A port that is free now. Links name the configured port, and a program that comes back must find its own. */
const freePort = async (): Promise<string> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? String(address.port) : '';
};

/** More settings of the program, which may depend on the address that people open it at. */
export type Prepare = (url: string) => Promise<Readonly<Record<string, string>>>;

export const startInstallation = async (prepare: Prepare = async () => ({})): Promise<Installation> => {
  const db = await createTestDatabase();
  const folder = await mkdtemp(path.join(os.tmpdir(), 'trimtab-e2e-data-'));
  const owner = new pg.Pool({ connectionString: db.ownerUrl, max: 3 });
  const factory = createFactory(owner, hashCost);
  const port = await freePort();
  const env = {
    DATABASE_URL: db.runtimeUrl,
    DATABASE_OWNER_URL: db.ownerUrl,
    TRIMTAB_LAKE_MEMORY_MB: '512',
    TRIMTAB_PORT: port,
    ...(await prepare(`http://127.0.0.1:${port}`)),
  };
  await owner.query('update installation set set_up_at = now()');
  let program: ServerProcess = await startServerProcess(folder, env);
  const { url } = program;
  return {
    url,
    owner,
    factory,
    seat: async (role, at) => {
      const organisation = at ?? (await factory.organisation());
      const person = await factory.person();
      await factory.member({ role, personId: person.id, organisationId: organisation.id });
      return { person, role, organisationId: organisation.id, organisationName: organisation.name };
    },
    client: (person) => signIn(url, person),
    stop: () => program.stop(),
    start: async () => {
      program = await startServerProcess(folder, env);
    },
    close: async () => {
      const { exitCode, signalCode } = program.process;
      await program.stop();
      await owner.end();
      await db.close();
      await rm(folder, { recursive: true, force: true });
      const ended = exitCode ?? signalCode;
      if (ended !== null) throw new Error(`the program ended by itself (${ended}): ${program.output()}`);
    },
  };
};
