import { createOrResetOwner, createPasswordHasher, owaspCost } from '../features/identity/feature.ts';
import { createOwnedOrganisation } from '../features/organisations/feature.ts';
import { newId } from '../shared/ids.ts';
import type { Kernel } from './kernel.ts';

/** `trimtab user` over an open installation: creates an owner or resets a password. */
export const setOwner = async (
  kernel: Kernel,
  input: { email: string; password: string; name: string | undefined; organisationName: string | undefined },
) => {
  const { tenancy, audit, clock } = kernel;
  const passwordHash = await createPasswordHasher(owaspCost).hash(input.password);
  const createOwned = createOwnedOrganisation({ clock, newId });
  return createOrResetOwner({ tenancy, audit, clock, newId, createOwned }, { ...input, passwordHash });
};
