import { setTimeout as sleep } from 'node:timers/promises';
import type { EntraClient } from '../../connectors/microsoft/contract.ts';
import { MicrosoftError } from '../../connectors/microsoft/microsoft-error.ts';
import type { Tenancy } from '../../platform/tenancy/tenancy.ts';
import { lockTokens, openRow, putSecret, type SecretDependencies, setLease } from './secret-repo.ts';

export interface LeaseDependencies extends SecretDependencies {
  readonly tenancy: Tenancy;
}

export interface TokenHolder {
  readonly organisationId: string;
  readonly connectionId: string;
  readonly tenantId: string;
  /** Object id of the account that consented. */
  readonly accountId: string;
  readonly scopes: readonly string[];
}

/** Longer than a request to Entra may take; whoever dies in the middle holds up others this long at most. */
const leaseMs = 60_000;
const pollMs = 200;

interface Leased {
  readonly rowId: string;
  readonly version: number;
  readonly cache: string;
}

/**
 * Fetches delegated tokens of one connection. Entra gives a new refresh token with each refresh, so one refresh runs
 * at a time, in all processes together: whoever holds the lease asks, the others wait and then find the fresh cache.
 * No transaction is open meanwhile.
 */
export const createLeasedTokens = (
  deps: LeaseDependencies,
  entra: EntraClient,
  holder: TokenHolder,
  signal: AbortSignal,
) => {
  const scope = { organisationId: holder.organisationId };
  const id = deps.newId();
  let seenVersion = 0;

  const take = (): Promise<Leased | undefined> =>
    deps.tenancy.write(scope, async (tx) => {
      const row = await lockTokens(tx, holder.connectionId);
      if (!row) throw new MicrosoftError('revoked', { detail: 'Its tokens are deleted.' });
      const at = deps.clock.now();
      const isHeld = row.leaseHolder !== null && row.leaseHolder !== id && row.leaseUntil !== null;
      if (isHeld && row.leaseUntil !== null && row.leaseUntil > at) return undefined;
      await setLease(tx, row.id, id, new Date(at.getTime() + leaseMs));
      return { rowId: row.id, version: row.valueVersion, cache: await openRow(deps, tx, row) };
    });

  /** Keeps what changed and ends the lease; tokens that were deleted meanwhile stay deleted. */
  const giveBack = (cache: string | undefined): Promise<number> =>
    deps.tenancy.write(scope, async (tx) => {
      const row = await lockTokens(tx, holder.connectionId);
      if (!row) throw new MicrosoftError('revoked', { detail: 'Its tokens are deleted.' });
      if (row.leaseHolder !== id) return row.valueVersion;
      if (cache === undefined) {
        await setLease(tx, row.id, null, null);
        return row.valueVersion;
      }
      await putSecret(deps, tx, holder, 'tokens', cache);
      return row.valueVersion + 1;
    });

  const leased = async (): Promise<Leased> => {
    for (;;) {
      signal.throwIfAborted();
      const taken = await take();
      if (taken) return taken;
      await sleep(pollMs, undefined, { signal });
    }
  };

  return async (force: boolean) => {
    const lease = await leased();
    let cache: string | undefined;
    try {
      const fetched = await entra.delegatedToken({
        cache: lease.cache,
        tenantId: holder.tenantId,
        account: { objectId: holder.accountId },
        scopes: holder.scopes,
        // Somebody else may have refreshed since the token that Graph refused was read.
        forceRefresh: force && lease.version === seenVersion,
      });
      if (fetched.changed) cache = fetched.cache;
      return { token: fetched.token, expiresAt: fetched.expiresAt };
    } finally {
      seenVersion = await giveBack(cache);
    }
  };
};
