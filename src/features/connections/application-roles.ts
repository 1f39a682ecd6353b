import { z } from 'zod';
import type { EntraClient } from '../../connectors/microsoft/contract.ts';
import { MicrosoftError } from '../../connectors/microsoft/microsoft-error.ts';
import { systemSleep } from '../../connectors/microsoft/wait.ts';

const payloadSchema = z.object({ roles: z.array(z.string().max(200)).max(500).optional() });

/**
 * Permissions in an application's access token (claim `roles`). The token is Graph's and its form not promised to
 * us, so one that cannot be read says nothing: undefined.
 */
const rolesIn = (token: string): readonly string[] | undefined => {
  const [, payload = ''] = token.split('.');
  try {
    return payloadSchema.parse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))).roles ?? [];
  } catch {
    return undefined;
  }
};

/** A consent takes some seconds until it shows in tokens; an older one, widened, a little less. */
const pausesMs: readonly number[] = [0, 1000, 2000, 4000];

/**
 * Proves that the application can sign in to the tenant, and says what it may read there. Without any role, or at the
 * first time without one that is expected, the consent may still be on its way: it is asked again.
 */
export const provenRoles = async (
  entra: EntraClient,
  tenantId: string,
  expected: readonly string[],
): Promise<readonly string[]> => {
  let roles: readonly string[] = [];
  for (const [round, pauseMs] of pausesMs.entries()) {
    if (pauseMs > 0) await systemSleep(pauseMs);
    const token = await tokenOf(entra, tenantId, round === pausesMs.length - 1);
    const found = token === undefined ? [] : rolesIn(token);
    if (found === undefined) return expected;
    roles = found;
    const isWhole = expected.every((name) => roles.includes(name));
    if (isWhole || (roles.length > 0 && round > 0)) break;
  }
  return roles;
};

/** Right after the consent the tenant may not know the application yet: undefined, until it is the last try. */
const tokenOf = async (
  entra: EntraClient,
  tenantId: string,
  isLast: boolean,
): Promise<string | undefined> => {
  try {
    return (await entra.applicationToken({ tenantId, forceRefresh: true })).token;
  } catch (error) {
    if (error instanceof MicrosoftError && error.problem === 'app_not_found' && !isLast) return undefined;
    throw error;
  }
};
