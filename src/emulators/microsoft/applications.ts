import { createPublicKey, X509Certificate } from 'node:crypto';
import type { ClientMetadata } from 'oidc-provider';

/** An application registration: one object for all tenants, as a multi-tenant registration has it. */
export interface EmulatedApplication {
  readonly clientId: string;
  readonly displayName?: string;
  /** `confidential` proves itself with a secret or certificate; `public` cannot. */
  readonly kind?: 'confidential' | 'public';
  readonly secret?: string;
  /** The certificate, PEM, whose private key signs client assertions. */
  readonly certificatePem?: string;
  readonly redirectUris?: readonly string[];
  /** What `.default` and admin consent stand for: the permissions listed in the registration. */
  readonly permissions?: {
    readonly delegated?: readonly string[];
    readonly application?: readonly string[];
  };
}

export interface CertificateThumbprints {
  readonly sha1: string;
  readonly sha256: string;
}

const base64url = (fingerprint: string): string =>
  Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');

/** Both thumbprints as an assertion's header carries them (`x5t`, `x5t#S256`). */
export const thumbprintsOf = (pem: string): CertificateThumbprints => {
  const certificate = new X509Certificate(pem);
  return { sha1: base64url(certificate.fingerprint), sha256: base64url(certificate.fingerprint256) };
};

const authenticationOf = (application: EmulatedApplication, byAssertion: boolean): ClientMetadata => {
  const { clientId: client_id, kind, secret, certificatePem } = application;
  if (kind === 'public') return { client_id, token_endpoint_auth_method: 'none' };
  if (certificatePem !== undefined && (byAssertion || secret === undefined)) {
    const key = createPublicKey(certificatePem).export({ format: 'jwk' });
    return {
      client_id,
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [{ ...key, use: 'sig' }] },
    } as ClientMetadata;
  }
  if (secret === undefined) {
    throw new Error(`application ${client_id}: give a confidential application a secret or a certificate`);
  }
  return { client_id, client_secret: secret, token_endpoint_auth_method: 'client_secret_post' };
};

/**
 * The registration as oidc-provider wants it. A client has one way to prove itself there, while Entra takes the
 * secret or the certificate: so the request at hand decides.
 */
export const clientMetadata = (application: EmulatedApplication, byAssertion: boolean): ClientMetadata => {
  const redirects = [...(application.redirectUris ?? [])];
  const interactive = redirects.length > 0;
  const isLoopback = redirects.some((uri) => uri.startsWith('http://'));
  return {
    ...authenticationOf(application, byAssertion),
    application_type: isLoopback && application.kind === 'public' ? 'native' : 'web',
    redirect_uris: redirects,
    // Entra takes any registered address after signing out.
    post_logout_redirect_uris: redirects,
    response_types: interactive ? ['code'] : [],
    grant_types: [
      ...(interactive ? ['authorization_code', 'refresh_token'] : []),
      ...(application.kind === 'public' ? [] : ['client_credentials']),
    ],
  };
};
