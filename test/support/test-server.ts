import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { PasswordCost } from '../../src/features/identity/feature.ts';
import { loadConfig } from '../../src/platform/config/load-config.ts';
import { createLog } from '../../src/platform/log/log.ts';
import { dataFolderAt, makeDataFolder } from '../../src/platform/postgres/data-folder.ts';
import { openMasterKeys } from '../../src/platform/secrets/master-keys.ts';
import { buildKernel, type Kernel } from '../../src/server/kernel.ts';
import { type Server, type ServerOptions, type ServiceName, startServer } from '../../src/server/server.ts';
import type { Role } from '../../src/shared/access.ts';
import { type Client, createClient } from './client.ts';
import { createFactory, type Factory, factoryPassword, type MadePerson } from './factory.ts';
import { createTestClock, type TestClock } from './test-clock.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** Hashing that costs a test nothing; the real cost has a test of its own. */
export const cheapCost: PasswordCost = { logN: 10, r: 8, p: 1 };

/** What links in mails begin with. */
export const testPublicUrl = 'http://trimtab.test';

export interface TestServerOptions {
  readonly services?: readonly ServiceName[];
  /** Settings by their names in the environment: `SMTP_URL`. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further options of the server, such as features that exist for a test only. */
  readonly server?: Omit<ServerOptions, 'kernel' | 'services' | 'passwordCost'>;
  readonly passwordCost?: PasswordCost;
  /** Runs beside another program, over its database and data folder, which stay the other's. */
  readonly over?: Pick<TestServer, 'db' | 'folder'>;
}

/** A person with a role in an organisation, signed in. */
export interface Seat {
  readonly client: Client;
  readonly person: MadePerson;
  readonly memberId: string;
  readonly organisationId: string;
}

/** The real server over a database and a data folder of its own, listening on a free port. */
export interface TestServer {
  readonly db: TestDatabase;
  readonly folder: string;
  /** Owner of the tables, sees every row. */
  readonly owner: pg.Pool;
  readonly factory: Factory;
  readonly clock: TestClock;
  /** Everything the program has logged, at the finest level. */
  readonly logLines: readonly string[];
  readonly kernel: Kernel;
  readonly server: Server;
  readonly url: string;
  /** A caller without cookies; with a token, a program with an API key. */
  client(bearer?: string): Client;
  /** Signs a person in through the API. */
  signIn(person: { readonly email: string }, password?: string): Promise<Client>;
  /** A fresh member with this role, signed in; without an organisation it gets one of its own. */
  asRole(role: Role, organisationId?: string): Promise<Seat>;
  /** Stops the program and starts it again over the same database and folder, as after an upgrade. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** One for each test file, in `beforeAll`; `close` in `afterAll`. */
export const createTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const db = options.over?.db ?? (await createTestDatabase());
  const folder = options.over?.folder ?? (await mkdtemp(path.join(os.tmpdir(), 'trimtab-server-')));
  const owner = new pg.Pool({ connectionString: db.ownerUrl, max: 3 });
  const clock = createTestClock();
  const logLines: string[] = [];
  const cost = options.passwordCost ?? cheapCost;
  const factory = createFactory(owner, cost);
  const boot = () => bootProgram({ options, db, folder, clock, logLines, cost });
  let program = await boot();
  const url = (): string => program.server.url ?? '';
  const client = (bearer?: string): Client => createClient(url, bearer);

  const signIn: TestServer['signIn'] = async ({ email }, password = factoryPassword) => {
    const caller = client();
    const answer = await caller.call('POST', '/session', { body: { email, password } });
    if (answer.status !== 201) throw new Error(`sign-in answered ${answer.status}: ${answer.text}`);
    return caller;
  };
  const halt = async (): Promise<void> => {
    await program.server.stop();
    await program.kernel.close();
  };
  return {
    db,
    folder,
    owner,
    factory,
    clock,
    logLines,
    get kernel() {
      return program.kernel;
    },
    get server() {
      return program.server;
    },
    get url() {
      return url();
    },
    client,
    signIn,
    asRole: async (role, organisationId) => {
      const person = await factory.person();
      const member = await factory.member({
        role,
        personId: person.id,
        ...(organisationId ? { organisationId } : {}),
      });
      const { organisationId: ownId, id: memberId } = member;
      return { client: await signIn(person), person, memberId, organisationId: ownId };
    },
    restart: async () => {
      await halt();
      program = await boot();
    },
    close: async () => {
      await halt();
      await owner.end();
      if (options.over) return;
      await db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

interface Boot {
  readonly options: TestServerOptions;
  readonly db: TestDatabase;
  readonly folder: string;
  readonly clock: TestClock;
  readonly logLines: string[];
  readonly cost: PasswordCost;
}

const bootProgram = async (boot: Boot): Promise<{ kernel: Kernel; server: Server }> => {
  const { options, db, folder, clock, logLines, cost } = boot;
  await makeDataFolder(folder);
  const env = {
    TRIMTAB_DATA: folder,
    TRIMTAB_PORT: '0',
    TRIMTAB_URL: testPublicUrl,
    TRIMTAB_DATABASE_POOL: '10',
    ...options.env,
  };
  const config = loadConfig({ env, cwd: folder });
  const log = createLog({
    level: 'trace',
    format: 'json',
    destination: { write: (line) => void logLines.push(line) },
  });
  const masterKeys = openMasterKeys({ secretsFolder: dataFolderAt(folder).secrets, randomBytes });
  const postgres = {
    ownerUrl: db.ownerUrl,
    runtimeUrl: db.runtimeUrl,
    server: 'given',
    version: '',
    isOwner: false,
    announce: async () => undefined,
    stop: async () => undefined,
  } as const;
  const kernel = await buildKernel({ config, log, clock, masterKeys, postgres });
  const services = options.services ?? ['web'];
  const server = await startServer({ ...options.server, kernel, services, passwordCost: cost });
  return { kernel, server };
};
