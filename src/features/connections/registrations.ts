import { createPrivateKey, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { cloudEndpoints, customEndpoints, type Endpoints } from '../../connectors/microsoft/clouds.ts';
import type { EntraCredential } from '../../connectors/microsoft/entra/entra-client.ts';
import type { CloudName } from '../../shared/connections/contract.ts';
import { AppError } from '../../shared/errors.ts';

/** An application that signs in, and where. */
export interface Registration {
  readonly endpoints: Endpoints;
  readonly clientId: string;
  readonly credential: EntraCredential;
}

/** The app registration that the installation brings for all its organisations. */
export interface InstallationRegistration {
  /** The cloud in which it is registered: an application exists in one only. */
  readonly cloud: Exclude<CloudName, 'sample'>;
  readonly clientId: string;
  readonly credential: EntraCredential;
}

/** Addresses in place of Microsoft's own for one cloud: of a gateway that egress must pass. */
export interface Gateway {
  readonly cloud: Exclude<CloudName, 'sample'>;
  readonly loginOrigin: string;
  readonly graphOrigin: string;
  readonly caPem?: string | undefined;
}

/** The service that stands in for Microsoft in the sample organisation. */
export interface SampleService {
  readonly loginOrigin: string;
  readonly graphOrigin: string;
  readonly caPem: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface RegistrationsOptions {
  readonly installation: InstallationRegistration | undefined;
  readonly gateway: Gateway | undefined;
  /** Absent where no sample is served. */
  readonly sample: (() => Promise<SampleService>) | undefined;
}

export interface Registrations {
  /** Client id of the installation's registration in this cloud, if it has one there. */
  installationClientId(cloud: CloudName): string | undefined;
  endpoints(cloud: CloudName): Promise<Endpoints>;
  /**
   * The application of a connection; `own` is what is sealed for one with a registration of its own.
   * @throws AppError `unprocessable` where the installation has none in this cloud
   */
  find(
    cloud: CloudName,
    own: { clientId: string; credential: EntraCredential } | undefined,
  ): Promise<Registration>;
}

/** Finds the application and the addresses of each connection. */
export const createRegistrations = (options: RegistrationsOptions): Registrations => {
  const sample = async (): Promise<SampleService> => {
    if (options.sample) return options.sample();
    throw new AppError('unavailable', {
      detail: 'This installation serves no sample tenant.',
      fix: 'Connect a tenant of your own, or start the program with its sample.',
    });
  };
  const endpoints = async (cloud: CloudName): Promise<Endpoints> => {
    if (cloud === 'sample') return customEndpoints(originsOf(await sample()));
    const own = cloudEndpoints(cloud);
    if (options.gateway?.cloud !== cloud) return own;
    const custom = customEndpoints(originsOf(options.gateway));
    return { ...custom, graphResource: own.graphResource, reportsMissing: own.reportsMissing };
  };
  return {
    installationClientId: (cloud) =>
      options.installation?.cloud === cloud ? options.installation.clientId : undefined,
    endpoints,
    find: async (cloud, own) => {
      if (own) return { endpoints: await endpoints(cloud), ...own };
      if (cloud === 'sample') {
        const { clientId, clientSecret } = await sample();
        return { endpoints: await endpoints(cloud), clientId, credential: { secret: clientSecret } };
      }
      if (options.installation?.cloud !== cloud) throw notRegistered(cloud);
      const { clientId, credential } = options.installation;
      return { endpoints: await endpoints(cloud), clientId, credential };
    },
  };
};

const originsOf = ({ loginOrigin, graphOrigin, caPem }: Gateway | SampleService) => ({
  loginOrigin,
  graphOrigin,
  ...(caPem === undefined ? {} : { caPem }),
});

const notRegistered = (cloud: CloudName): AppError =>
  new AppError('unprocessable', {
    detail: `This installation has no app registration in the cloud "${cloud}".`,
    fix: 'Enter an app registration of your own, or let the operator set TRIMTAB_MICROSOFT_CLIENT_ID (docs/operations.md).',
  });

const ownCredentialSchema = z.union([
  z.object({ clientSecret: z.string().max(1000) }),
  z.object({ certificatePem: z.string().max(20_000), privateKeyPem: z.string().max(20_000) }),
]);
export type OwnCredential = z.infer<typeof ownCredentialSchema>;

/** A secret or a certificate as Entra takes it. @throws AppError `invalid_input` for a certificate that is none */
export const entraCredential = (own: OwnCredential): EntraCredential => {
  if ('clientSecret' in own) return { secret: own.clientSecret };
  try {
    const certificate = new X509Certificate(own.certificatePem);
    if (!certificate.checkPrivateKey(createPrivateKey(own.privateKeyPem))) throw new Error('another key');
    const thumbprintSha256 = certificate.fingerprint256.replaceAll(':', '');
    return { certificate: { thumbprintSha256, privateKeyPem: own.privateKeyPem, x5c: own.certificatePem } };
  } catch (cause) {
    throw new AppError('invalid_input', {
      detail: 'The certificate of the app registration cannot be read, or the private key is of another one.',
      fix: 'Give the certificate as PEM, beginning with -----BEGIN CERTIFICATE-----, and its own private key without a passphrase.',
      cause,
    });
  }
};

/** The credential of a connection's own app registration, as it was sealed. */
export const readOwnCredential = (sealed: string): EntraCredential =>
  entraCredential(ownCredentialSchema.parse(JSON.parse(sealed)));
