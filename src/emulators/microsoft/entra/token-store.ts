import { type Adapter, type AdapterPayload, type ClientMetadata, errors } from 'oidc-provider';
import type { Clock } from '../clock.ts';
import { entraRequests } from './entra-request.ts';

interface Entry {
  payload: AdapterPayload;
  readonly expiresAtMs: number;
  revoked: boolean;
}

export interface TokenStore {
  adapter(model: string): Adapter;
  /** Ends every refresh token of the account (`tenant.user`), or of all accounts that `matches` names. */
  revokeRefreshTokens(matches: (accountId: string, clientId: string) => boolean): number;
}

const revokedText =
  'AADSTS50173: The provided grant has expired due to it being revoked, a fresh auth token is needed. ' +
  'The user might have changed or reset their password.';

/**
 * What oidc-provider remembers: sessions, interactions, codes, refresh tokens and grants. oidc-provider reads the
 * machine's clock; entries are kept by the emulated one and their `exp` is translated when they are read.
 */
export const createTokenStore = (
  clock: Clock,
  findClient: (clientId: string, byAssertion: boolean) => ClientMetadata | undefined,
): TokenStore => {
  const entries = new Map<string, Entry>();
  const uids = new Map<string, string>();
  let writes = 0;
  const sweep = () => {
    const nowMs = clock().getTime();
    for (const [key, entry] of entries) if (entry.expiresAtMs <= nowMs) entries.delete(key);
    for (const [uid, id] of uids) if (!entries.has(`Session:${id}`)) uids.delete(uid);
  };
  const adapter = (model: string): Adapter => {
    const keyOf = (id: string) => `${model}:${id}`;
    const find = async (id: string): Promise<AdapterPayload | undefined> => {
      if (model === 'Client') return findClient(id, entraRequests.getStore()?.byAssertion ?? false);
      const entry = entries.get(keyOf(id));
      if (!entry) return undefined;
      if (entry.revoked) throw new errors.CustomOIDCProviderError('invalid_grant', revokedText);
      const remainingMs = entry.expiresAtMs - clock().getTime();
      // An expired refresh token has an answer of its own; anything else expired is not there.
      if (remainingMs <= 0 && model !== 'RefreshToken') return undefined;
      return { ...entry.payload, exp: Math.floor((Date.now() + remainingMs) / 1000) };
    };
    return {
      find,
      findByUid: async (uid) => find(uids.get(uid) ?? ''),
      findByUserCode: async () => undefined,
      async upsert(id, payload, expiresIn = 3600) {
        writes += 1;
        if (writes % 5000 === 0) sweep();
        if (model === 'Session' && payload.uid !== undefined) uids.set(payload.uid, id);
        const expiresAtMs = clock().getTime() + expiresIn * 1000;
        entries.set(keyOf(id), { payload, expiresAtMs, revoked: false });
      },
      async consume(id) {
        // Entra: a refresh token stays valid when it was used for a new one, until its own 90 days are over.
        if (model === 'RefreshToken') return;
        const entry = entries.get(keyOf(id));
        if (entry) entry.payload = { ...entry.payload, consumed: Math.floor(Date.now() / 1000) };
      },
      async destroy(id) {
        entries.delete(keyOf(id));
      },
      async revokeByGrantId(grantId) {
        for (const [key, entry] of entries) if (entry.payload.grantId === grantId) entries.delete(key);
      },
    };
  };
  return {
    adapter,
    revokeRefreshTokens(matches) {
      let revoked = 0;
      for (const [key, entry] of entries) {
        const { accountId, clientId } = entry.payload;
        if (!key.startsWith('RefreshToken:') || accountId === undefined || clientId === undefined) continue;
        if (entry.revoked || !matches(accountId, clientId)) continue;
        entry.revoked = true;
        revoked += 1;
      }
      return revoked;
    },
  };
};
