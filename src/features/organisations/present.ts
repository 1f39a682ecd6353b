import type { z } from 'zod';
import { permissionSchema } from '../../shared/access.ts';
import { languageSchema } from '../../shared/identity/contract.ts';
import type {
  apiKeySchema,
  invitationSchema,
  memberSchema,
  Organisation,
} from '../../shared/organisations/contract.ts';
import { formatInstant } from '../../shared/time.ts';
import type { ApiKeyTable, InvitationTable, OrganisationTable } from './tables.ts';

/** An organisation as the API shows it. */
export const presentOrganisation = (row: OrganisationTable): Organisation => ({
  id: row.id,
  kind: row.kind,
  name: row.name,
  region: row.region,
  language: languageSchema.safeParse(row.language).data ?? null,
  currency: row.currency,
  isSample: row.isSample,
  createdAt: formatInstant(row.createdAt),
});

/** An invitation as the API shows it: its state at a time, never its token. */
export const presentInvitation = (row: InvitationTable, at: Date): z.infer<typeof invitationSchema> => ({
  id: row.id,
  email: row.email,
  role: row.role,
  createdAt: formatInstant(row.createdAt),
  expiresAt: formatInstant(row.expiresAt),
  state: row.acceptedAt ? 'accepted' : row.revokedAt ? 'revoked' : row.expiresAt <= at ? 'expired' : 'open',
});

/** A member as the API shows it. */
export const presentMember = (
  row: Omit<z.infer<typeof memberSchema>, 'createdAt'> & { createdAt: Date },
): z.infer<typeof memberSchema> => ({ ...row, createdAt: formatInstant(row.createdAt) });

/** An API key as the API shows it, without its secret. */
export const presentApiKey = (row: ApiKeyTable): z.infer<typeof apiKeySchema> => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes.filter((scope) => permissionSchema.safeParse(scope).success) as z.infer<
    typeof apiKeySchema
  >['scopes'],
  createdAt: formatInstant(row.createdAt),
  expiresAt: row.expiresAt ? formatInstant(row.expiresAt) : null,
  lastUsedAt: row.lastUsedAt ? formatInstant(row.lastUsedAt) : null,
});
