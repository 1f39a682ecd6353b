import { z } from 'zod';
import { organisationKindSchema, permissionSchema, roleSchema } from '../access.ts';
import { emptySchema, endpoint } from '../endpoint.ts';
import { idSchema } from '../ids.ts';
import { instantSchema } from '../time.ts';

/** Languages of the console. */
export const languages = ['en', 'de', 'nl', 'fr'] as const;
export const languageSchema = z.enum(languages);
export type Language = z.infer<typeof languageSchema>;

export const emailSchema = z.email('an e-mail address').max(320).toLowerCase();
/** Length is what makes a password strong (NIST SP 800-63B); 128 keeps hashing bounded. */
export const passwordSchema = z.string().min(12, 'at least 12 characters').max(128, 'at most 128 characters');
export const nameSchema = z.string().trim().min(1, 'a name').max(200);
const tokenSchema = z.string().min(16).max(200);
const optionalText = z.string().trim().max(200).nullable();

export const profileSchema = z.object({
  id: idSchema,
  name: nameSchema,
  email: z.string().max(320),
  company: optionalText,
  jobTitle: optionalText,
  language: languageSchema.nullable(),
});

export const membershipSchema = z.object({
  organisationId: idSchema,
  name: nameSchema,
  kind: organisationKindSchema,
  isSample: z.boolean(),
  role: roleSchema,
  permissions: z.array(permissionSchema),
  /** The parent by whose relationship the person gets here; null for an own membership. */
  viaOrganisationId: idSchema.nullable(),
});
export type Membership = z.infer<typeof membershipSchema>;

const tag = 'Identity';

export const getSetup = endpoint({
  id: 'setup.get',
  method: 'GET',
  path: '/set-up',
  tag,
  access: { kind: 'public' },
  summary: 'Whether this installation still waits for its owner, and what it can do',
  /** As it stands in the link, mangled or not: the answer says whether it counts. */
  query: z.object({ token: z.string().max(200).optional() }),
  response: z.object({
    needed: z.boolean(),
    /** Whether the token is the one of the newest link, and unused; null where none was given. */
    linkValid: z.boolean().nullable(),
    mailAvailable: z.boolean(),
    version: z.string().max(40),
  }),
});

export const completeSetup = endpoint({
  id: 'setup.complete',
  method: 'POST',
  path: '/set-up',
  tag,
  access: { kind: 'public' },
  summary: 'Creates the owner and the first organisation with the one-time link of the terminal; signs in',
  body: z.object({
    token: tokenSchema,
    name: nameSchema,
    email: emailSchema,
    password: passwordSchema,
    organisationName: nameSchema,
    organisationKind: organisationKindSchema.default('customer'),
    language: languageSchema.optional(),
  }),
  response: z.object({ organisationId: idSchema }),
  status: 201,
});

export const signIn = endpoint({
  id: 'session.create',
  method: 'POST',
  path: '/session',
  tag,
  access: { kind: 'public' },
  summary: 'Signs in with e-mail address and password; sets the session cookie',
  body: z.object({ email: emailSchema, password: z.string().min(1).max(128) }),
  response: z.object({ personId: idSchema }),
  status: 201,
});

export const signOut = endpoint({
  id: 'session.end',
  method: 'DELETE',
  path: '/session',
  tag,
  access: { kind: 'session' },
  summary: 'Signs out of this session',
  response: emptySchema,
  status: 204,
});

export const confirmPassword = endpoint({
  id: 'session.confirm',
  method: 'POST',
  path: '/session/confirmation',
  tag,
  access: { kind: 'session' },
  summary: 'Confirms the password before money or deletion; counts for ten minutes',
  body: z.object({ password: z.string().min(1).max(128) }),
  response: emptySchema,
  status: 204,
});

export const getMe = endpoint({
  id: 'me.get',
  method: 'GET',
  path: '/me',
  tag,
  access: { kind: 'session' },
  summary: 'The signed-in person and the organisations it reaches',
  response: z.object({
    profile: profileSchema,
    sessionId: idSchema,
    organisations: z.array(membershipSchema),
  }),
});

export const updateMe = endpoint({
  id: 'me.update',
  method: 'PATCH',
  path: '/me',
  tag,
  access: { kind: 'session' },
  summary: 'Corrects the own profile',
  body: z
    .object({
      name: nameSchema,
      company: optionalText,
      jobTitle: optionalText,
      language: languageSchema.nullable(),
    })
    .partial(),
  response: profileSchema,
});

export const sessionSchema = z.object({
  id: idSchema,
  current: z.boolean(),
  address: z.string().max(64).nullable(),
  userAgent: z.string().max(400).nullable(),
  createdAt: instantSchema,
  expiresAt: instantSchema,
});

export const listSessions = endpoint({
  id: 'sessions.list',
  method: 'GET',
  path: '/me/sessions',
  tag,
  access: { kind: 'session' },
  summary: 'Where the person is signed in',
  response: z.object({ items: z.array(sessionSchema) }),
});

export const revokeSession = endpoint({
  id: 'sessions.revoke',
  method: 'DELETE',
  path: '/me/sessions/:sessionId',
  tag,
  access: { kind: 'session' },
  summary: 'Ends one of the own sessions at once',
  params: z.object({ sessionId: idSchema }),
  response: emptySchema,
  status: 204,
});

export const changePassword = endpoint({
  id: 'me.password.change',
  method: 'POST',
  path: '/me/password',
  tag,
  access: { kind: 'session' },
  summary: 'Changes the password and ends all other sessions',
  body: z.object({ currentPassword: z.string().min(1).max(128), newPassword: passwordSchema }),
  response: emptySchema,
  status: 204,
});

export const forgotPassword = endpoint({
  id: 'password.forgotten',
  method: 'POST',
  path: '/password/forgotten',
  tag,
  access: { kind: 'public' },
  summary:
    'Sends a link to choose a new password; the answer is the same whether the address is known or not',
  body: z.object({ email: emailSchema }),
  response: z.object({ mailAvailable: z.boolean() }),
  status: 202,
});

export const resetPassword = endpoint({
  id: 'password.reset',
  method: 'POST',
  path: '/password/reset',
  tag,
  access: { kind: 'public' },
  summary: 'Sets a new password with the token of the link and ends all sessions',
  body: z.object({ token: tokenSchema, newPassword: passwordSchema }),
  response: emptySchema,
  status: 204,
});
