import type { Tx } from '../../platform/postgres/database.ts';

/** Columns of `person` that features read. */
export interface PersonTable {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  company: string | null;
  jobTitle: string | null;
  language: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface SessionTable {
  id: string;
  token: string;
  userId: string;
  expiresAt: Date;
  ipAddress: string | null;
  userAgent: string | null;
  confirmedAt: Date | null;
  createdAt: Date;
}

interface CredentialTable {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  password: string | null;
  createdAt: Date;
  updatedAt: Date;
}

interface InstallationTable {
  id: number;
  setupTokenHash: string | null;
  setUpAt: Date | null;
}

interface VerificationTable {
  value: string;
  expiresAt: Date;
}

type IdentityTables = {
  person: PersonTable;
  session: SessionTable;
  credential: CredentialTable;
  installation: InstallationTable;
  verification: VerificationTable;
};

const tables = (tx: Tx) => tx.withTables<IdentityTables>();

/** A person by id. */
export const findPerson = (tx: Tx, id: string) =>
  tables(tx).selectFrom('person').selectAll().where('id', '=', id).executeTakeFirst();

/** A person by e-mail address (stored in lower case). */
export const findPersonByEmail = (tx: Tx, email: string) =>
  tables(tx).selectFrom('person').selectAll().where('email', '=', email.toLowerCase()).executeTakeFirst();

export interface NewPerson {
  readonly id: string;
  readonly credentialId: string;
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  readonly language: string | null;
  readonly at: Date;
}

/** Creates a person with a password, as better-auth's own sign-up does. */
export const insertPerson = async (tx: Tx, person: NewPerson): Promise<void> => {
  const { id, name, email, language, at } = person;
  await tables(tx)
    .insertInto('person')
    .values({
      id,
      name,
      email: email.toLowerCase(),
      emailVerified: true,
      company: null,
      jobTitle: null,
      language,
      createdAt: at,
      updatedAt: at,
    })
    .execute();
  await tables(tx)
    .insertInto('credential')
    .values({
      id: person.credentialId,
      accountId: id,
      providerId: 'credential',
      userId: id,
      password: person.passwordHash,
      createdAt: at,
      updatedAt: at,
    })
    .execute();
};

/** Corrects a profile. */
export const updatePerson = (tx: Tx, id: string, values: Partial<PersonTable>) =>
  tables(tx).updateTable('person').set(values).where('id', '=', id).returningAll().executeTakeFirstOrThrow();

/** The password hash of a person. */
export const findPasswordHash = async (tx: Tx, personId: string): Promise<string | undefined> => {
  const row = await tables(tx)
    .selectFrom('credential')
    .select('password')
    .where('userId', '=', personId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst();
  return row?.password ?? undefined;
};

/** Sets the password hash of a person. */
export const setPasswordHash = (tx: Tx, personId: string, password: string, at: Date) =>
  tables(tx)
    .updateTable('credential')
    .set({ password, updatedAt: at })
    .where('userId', '=', personId)
    .where('providerId', '=', 'credential')
    .executeTakeFirst();

/** Live sessions of a person, newest first. */
export const listSessionsOf = (tx: Tx, personId: string, at: Date) =>
  tables(tx)
    .selectFrom('session')
    .selectAll()
    .where('userId', '=', personId)
    .where('expiresAt', '>', at)
    .orderBy('createdAt', 'desc')
    .execute();

/** Ends sessions of a person: one, or all but one, or all. Returns how many. */
export const endSessions = async (
  tx: Tx,
  personId: string,
  which: { only?: string; except?: string },
): Promise<number> => {
  let query = tables(tx).deleteFrom('session').where('userId', '=', personId);
  if (which.only) query = query.where('id', '=', which.only);
  if (which.except) query = query.where('id', '!=', which.except);
  return Number((await query.executeTakeFirst()).numDeletedRows);
};

/** Makes the links worthless that were mailed to a person. */
export const forgetLinksOf = async (tx: Tx, personId: string): Promise<void> => {
  await tables(tx).deleteFrom('verification').where('value', '=', personId).execute();
};

/** Removes sessions and one-time links whose time is over. */
export const forgetExpiredSessions = async (tx: Tx, at: Date): Promise<void> => {
  await tables(tx).deleteFrom('session').where('expiresAt', '<', at).execute();
  await tables(tx).deleteFrom('verification').where('expiresAt', '<', at).execute();
};

/** Marks the password of a session as confirmed now. */
export const confirmSession = (tx: Tx, sessionId: string, at: Date) =>
  tables(tx).updateTable('session').set({ confirmedAt: at }).where('id', '=', sessionId).execute();

/** The one row about the installation. `lock` makes concurrent set-ups wait for each other. */
export const findInstallation = (tx: Tx, lock = false) => {
  const query = tables(tx).selectFrom('installation').selectAll().where('id', '=', 1);
  return (lock ? query.forUpdate() : query).executeTakeFirstOrThrow();
};

/** Changes the row about the installation. */
export const updateInstallation = (tx: Tx, values: Partial<InstallationTable>) =>
  tables(tx).updateTable('installation').set(values).where('id', '=', 1).execute();
