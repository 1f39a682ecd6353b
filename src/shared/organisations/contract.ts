import { z } from 'zod';
import { organisationKindSchema, permissionSchema, roleSchema } from '../access.ts';
import { emptySchema, endpoint } from '../endpoint.ts';
import { emailSchema, languageSchema, nameSchema, passwordSchema } from '../identity/contract.ts';
import { idSchema } from '../ids.ts';
import { currencySchema } from '../money.ts';
import { instantSchema } from '../time.ts';

export const organisationSchema = z.object({
  id: idSchema,
  kind: organisationKindSchema,
  name: nameSchema,
  region: z.string().max(64),
  language: languageSchema.nullable(),
  currency: currencySchema.nullable(),
  isSample: z.boolean(),
  createdAt: instantSchema,
});
export type Organisation = z.infer<typeof organisationSchema>;

const tag = 'Organisations';
const at = '/organisations/:organisationId';

export const getOrganisation = endpoint({
  id: 'organisations.get',
  method: 'GET',
  path: at,
  tag,
  access: { kind: 'organisation', permission: 'organisation.read' },
  summary: 'An organisation',
  response: organisationSchema,
});

export const updateOrganisation = endpoint({
  id: 'organisations.update',
  method: 'PATCH',
  path: at,
  tag,
  access: { kind: 'organisation', permission: 'organisation.manage' },
  summary: 'Changes name, language or currency of an organisation',
  body: z
    .object({ name: nameSchema, language: languageSchema.nullable(), currency: currencySchema.nullable() })
    .partial(),
  response: organisationSchema,
});

/** A role that can be delegated to a parent: all but owner. */
export const delegatedRoleSchema = roleSchema.exclude(['owner']);

export const createChild = endpoint({
  id: 'organisations.create-child',
  method: 'POST',
  path: `${at}/children`,
  tag,
  access: { kind: 'organisation', permission: 'organisation.create' },
  summary: 'Creates a partner (of a provider) or a customer (of a partner) and the relationship to it',
  creates: true,
  body: z.object({
    kind: organisationKindSchema,
    name: nameSchema,
    delegatedRole: delegatedRoleSchema.default('administrator'),
  }),
  response: z.object({ organisationId: idSchema, relationshipId: idSchema }),
  status: 201,
});

export const relationshipSchema = z.object({
  id: idSchema,
  parentId: idSchema,
  parentName: nameSchema,
  parentKind: organisationKindSchema,
  childId: idSchema,
  childName: nameSchema,
  childKind: organisationKindSchema,
  delegatedRole: delegatedRoleSchema,
  createdAt: instantSchema,
});
export type Relationship = z.infer<typeof relationshipSchema>;

export const listRelationships = endpoint({
  id: 'relationships.list',
  method: 'GET',
  path: `${at}/relationships`,
  tag,
  access: { kind: 'organisation', permission: 'organisation.read' },
  summary: 'The live relationships of an organisation, as parent and as child',
  response: z.object({ items: z.array(relationshipSchema) }),
});

export const updateRelationship = endpoint({
  id: 'relationships.update',
  method: 'PATCH',
  path: `${at}/relationships/:relationshipId`,
  tag,
  access: { kind: 'organisation', permission: 'relationship.manage' },
  summary: 'Changes how far the parent reaches; only the child decides',
  params: z.object({ relationshipId: idSchema }),
  body: z.object({ delegatedRole: delegatedRoleSchema }),
  response: emptySchema,
  status: 204,
  stepUp: true,
});

export const revokeRelationship = endpoint({
  id: 'relationships.revoke',
  method: 'DELETE',
  path: `${at}/relationships/:relationshipId`,
  tag,
  access: { kind: 'organisation', permission: 'relationship.manage' },
  summary: 'Ends a relationship at once; either side may',
  params: z.object({ relationshipId: idSchema }),
  response: emptySchema,
  status: 204,
  stepUp: true,
});

export const memberSchema = z.object({
  id: idSchema,
  personId: idSchema,
  name: nameSchema,
  email: z.string().max(320),
  role: roleSchema,
  state: z.enum(['active', 'suspended']),
  createdAt: instantSchema,
});

export const listMembers = endpoint({
  id: 'members.list',
  method: 'GET',
  path: `${at}/members`,
  tag,
  access: { kind: 'organisation', permission: 'member.read' },
  summary: 'The members of an organisation',
  response: z.object({ items: z.array(memberSchema) }),
});

export const updateMember = endpoint({
  id: 'members.update',
  method: 'PATCH',
  path: `${at}/members/:memberId`,
  tag,
  access: { kind: 'organisation', permission: 'member.manage' },
  summary: 'Changes the role of a member, or suspends it',
  params: z.object({ memberId: idSchema }),
  body: z.object({ role: roleSchema, state: z.enum(['active', 'suspended']) }).partial(),
  response: memberSchema,
  stepUp: true,
});

export const removeMember = endpoint({
  id: 'members.remove',
  method: 'DELETE',
  path: `${at}/members/:memberId`,
  tag,
  access: { kind: 'organisation', permission: 'member.manage' },
  summary: "Ends a member's access; the person and its other memberships stay",
  params: z.object({ memberId: idSchema }),
  response: emptySchema,
  status: 204,
  stepUp: true,
});

export const invitationSchema = z.object({
  id: idSchema,
  email: z.string().max(320),
  role: roleSchema,
  createdAt: instantSchema,
  expiresAt: instantSchema,
  state: z.enum(['open', 'accepted', 'revoked', 'expired']),
});

export const listInvitations = endpoint({
  id: 'invitations.list',
  method: 'GET',
  path: `${at}/invitations`,
  tag,
  access: { kind: 'organisation', permission: 'member.read' },
  summary: 'Invitations of an organisation, newest first',
  response: z.object({ items: z.array(invitationSchema) }),
});

export const createInvitation = endpoint({
  id: 'invitations.create',
  method: 'POST',
  path: `${at}/invitations`,
  tag,
  access: { kind: 'organisation', permission: 'member.manage' },
  summary: 'Invites somebody by mail, or with a link to copy where no mail server is set',
  creates: true,
  body: z.object({ email: emailSchema, role: roleSchema }),
  response: z.object({
    invitation: invitationSchema,
    mailed: z.boolean(),
    /** Shown once, and only where no mail was sent. */
    link: z.url().max(2000).nullable(),
  }),
  status: 201,
  stepUp: true,
});

export const revokeInvitation = endpoint({
  id: 'invitations.revoke',
  method: 'DELETE',
  path: `${at}/invitations/:invitationId`,
  tag,
  access: { kind: 'organisation', permission: 'member.manage' },
  summary: 'Makes an open invitation worthless',
  params: z.object({ invitationId: idSchema }),
  response: emptySchema,
  status: 204,
});

const invitationToken = z.object({ token: z.string().min(16).max(200) });

export const getInvitation = endpoint({
  id: 'invitations.get',
  method: 'GET',
  path: '/invitations/:token',
  tag,
  access: { kind: 'public' },
  summary: 'What an invitation link offers',
  params: invitationToken,
  response: z.object({
    organisationName: nameSchema,
    email: z.string().max(320),
    role: roleSchema,
    personExists: z.boolean(),
  }),
});

export const acceptInvitation = endpoint({
  id: 'invitations.accept',
  method: 'POST',
  path: '/invitations/:token/acceptance',
  tag,
  access: { kind: 'public' },
  summary: 'Joins an organisation: with a new account, or with the password of the existing one; signs in',
  params: invitationToken,
  body: z.object({ name: nameSchema.optional(), password: passwordSchema }),
  response: z.object({ organisationId: idSchema }),
  status: 201,
});

export const apiKeySchema = z.object({
  id: idSchema,
  name: z.string().max(100),
  prefix: z.string().max(20),
  scopes: z.array(permissionSchema),
  createdAt: instantSchema,
  expiresAt: instantSchema.nullable(),
  lastUsedAt: instantSchema.nullable(),
});

export const listApiKeys = endpoint({
  id: 'api-keys.list',
  method: 'GET',
  path: `${at}/api-keys`,
  tag,
  access: { kind: 'organisation', permission: 'apiKey.manage' },
  summary: 'The live API keys of an organisation',
  response: z.object({ items: z.array(apiKeySchema) }),
});

export const createApiKey = endpoint({
  id: 'api-keys.create',
  method: 'POST',
  path: `${at}/api-keys`,
  tag,
  access: { kind: 'organisation', permission: 'apiKey.manage' },
  summary: 'Creates an API key; its secret is in this answer and nowhere else',
  creates: true,
  body: z.object({
    name: z.string().trim().min(1).max(100),
    scopes: z.array(permissionSchema).min(1).max(64),
    expiresAt: instantSchema.nullable().default(null),
  }),
  response: z.object({ apiKey: apiKeySchema, secret: z.string().max(200) }),
  status: 201,
  stepUp: true,
});

export const revokeApiKey = endpoint({
  id: 'api-keys.revoke',
  method: 'DELETE',
  path: `${at}/api-keys/:apiKeyId`,
  tag,
  access: { kind: 'organisation', permission: 'apiKey.manage' },
  summary: 'Ends an API key at once',
  params: z.object({ apiKeyId: idSchema }),
  response: emptySchema,
  status: 204,
});
