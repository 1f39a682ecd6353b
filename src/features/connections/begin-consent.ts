import { createHash, randomBytes } from 'node:crypto';
import { createEntraClient } from '../../connectors/microsoft/entra/entra-client.ts';
import { hashToken, newToken } from '../../platform/http/one-time-token.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { permissionsFor } from '../../shared/connections/consent.ts';
import type { Clock } from '../../shared/time.ts';
import { type Checks, insertAttempt } from './attempt-repo.ts';
import type { ConnectionRow } from './connection-repo.ts';
import type { Registration } from './registrations.ts';
import type { SecretDependencies } from './secret-repo.ts';

/** How long an administrator may take at Microsoft. */
const attemptLifetimeMs = 15 * 60_000;

/** Path of the console's page to which Microsoft sends the browser back. */
export const callbackPath = '/connections/callback/microsoft';
export const redirectUriOf = (publicUrl: string): string => `${publicUrl}${callbackPath}`;

/** A consent page, and what proves later that its answer is ours. */
export interface ConsentPage {
  readonly url: string;
  readonly state: string;
  readonly checks: Checks;
}

const randomText = (): string => randomBytes(32).toString('base64url');

/** Makes the address of the consent page. Nothing is sent: it is composed from what is known. */
export const prepareConsent = async (
  deps: { readonly clock: Clock; readonly publicUrl: string },
  registration: Registration,
  connection: Pick<ConnectionRow, 'mode' | 'level' | 'tenantId' | 'wantedTenantId'>,
): Promise<ConsentPage> => {
  const { token: state } = newToken();
  const checks = { nonce: randomText(), codeVerifier: randomText() };
  const tenant = connection.tenantId ?? connection.wantedTenantId ?? 'organizations';
  const redirectUri = redirectUriOf(deps.publicUrl);
  const entra = createEntraClient({ ...registration, clock: deps.clock });
  try {
    if (connection.mode === 'application')
      return { url: entra.adminConsentUrl({ tenant, redirectUri, state }), state, checks };
    const url = await entra.authorisationUrl({
      tenant,
      redirectUri,
      state,
      nonce: checks.nonce,
      codeChallenge: createHash('sha256').update(checks.codeVerifier).digest('base64url'),
      scopes: permissionsFor(connection.level, 'delegated'),
      prompt: 'select_account',
    });
    return { url, state, checks };
  } finally {
    await entra.close();
  }
};

/** Records who may finish the consent, once, within a quarter of an hour. */
export const recordAttempt = (
  deps: SecretDependencies,
  tx: Tx,
  connection: Pick<ConnectionRow, 'id' | 'organisationId'>,
  personId: string,
  page: ConsentPage,
): Promise<void> =>
  insertAttempt(
    deps,
    tx,
    {
      id: deps.newId(),
      organisationId: connection.organisationId,
      connectionId: connection.id,
      personId,
      stateHash: hashToken(page.state),
      expiresAt: new Date(deps.clock.now().getTime() + attemptLifetimeMs),
    },
    page.checks,
  );
