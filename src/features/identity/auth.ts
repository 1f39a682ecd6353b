import { betterAuth } from 'better-auth';
import type { Database } from '../../platform/postgres/database.ts';
import type { NewId } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import { createPasswordHasher, type PasswordCost } from './password.ts';

/** Header by which our server tells better-auth the caller's address (after proxy trust is settled). */
export const addressHeader = 'x-trimtab-address';

export interface AuthOptions {
  readonly db: Database;
  /** Signs cookies; derived from the master key. */
  readonly secret: string;
  readonly publicUrl: string;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly passwordCost: PasswordCost;
  /** Called before a session begins; when it throws, the session does not begin. */
  readonly onSessionStart: (session: { userId: string; address: string | null }) => Promise<void>;
  /** Sends the link to choose a new password. */
  readonly sendResetLink: (message: {
    email: string;
    name: string;
    token: string;
    language: string | null;
  }) => Promise<void>;
}

const sessionSeconds = 7 * 86_400;

/**
 * better-auth with our tables, our hash and without its own routes: the features call it, so that every
 * answer, limit and audit entry goes one way. Sessions live in the database and are never cached in a
 * cookie, so that a revoked one ends at once.
 */
export const createAuth = (options: AuthOptions) =>
  betterAuth({
    appName: 'Trimtab',
    baseURL: options.publicUrl,
    basePath: '/api/auth',
    secret: options.secret,
    database: { db: options.db, type: 'postgres', transaction: true },
    telemetry: { enabled: false },
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 12,
      maxPasswordLength: 128,
      password: createPasswordHasher(options.passwordCost),
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 3600,
      sendResetPassword: async ({ user, token }) => {
        const language = (user as { language?: string | null }).language ?? null;
        await options.sendResetLink({ email: user.email, name: user.name, token, language });
      },
    },
    user: {
      modelName: 'person',
      additionalFields: {
        company: { type: 'string', required: false, input: false },
        jobTitle: { type: 'string', required: false, input: false },
        language: { type: 'string', required: false, input: false },
      },
    },
    account: { modelName: 'credential' },
    session: {
      expiresIn: sessionSeconds,
      // The seven days are a limit, not a start: a stolen cookie does not live on by being used.
      disableSessionRefresh: true,
      cookieCache: { enabled: false },
      additionalFields: { confirmedAt: { type: 'date', required: false, input: false } },
    },
    verification: { modelName: 'verification', storeIdentifier: 'hashed' },
    databaseHooks: {
      session: {
        create: {
          before: async (session) => {
            await options.onSessionStart({ userId: session.userId, address: session.ipAddress ?? null });
            return { data: { ...session, confirmedAt: options.clock.now() } };
          },
        },
      },
    },
    advanced: {
      cookiePrefix: 'trimtab',
      useSecureCookies: options.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true, path: '/' },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: () => options.newId() },
    },
  });

/** Whose password the token of a mailed link may replace; the token stays usable. */
export const personOfResetToken = async (auth: Auth, token: string): Promise<string | undefined> => {
  const { internalAdapter } = await auth.$context;
  const found = await internalAdapter.findVerificationValue(`reset-password:${token}`);
  return found && found.expiresAt > new Date() ? found.value : undefined;
};

export type Auth = ReturnType<typeof createAuth>;
