import type { KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import type { EmulatedApplication } from '../applications.ts';
import type { Clock } from '../clock.ts';
import type { Tenants } from '../directory/tenants.ts';
import type { Consents } from './consents.ts';
import type { TokenStore } from './token-store.ts';

/** The resource that access tokens are for, whatever origin Graph is reached by. */
export const graphResource = 'https://graph.microsoft.com';

/** Stands for `offline_access` inside oidc-provider, which drops that scope unless consent was prompted for. */
export const offlineScope = 'offline';

export interface EntraSettings {
  readonly accessTokenSeconds: number;
  readonly refreshTokenDays: number;
}

export interface EntraParts {
  readonly loginOrigin: string;
  readonly tenants: Tenants;
  readonly applications: ReadonlyMap<string, EmulatedApplication>;
  readonly consents: Consents;
  readonly tokens: TokenStore;
  readonly clock: Clock;
  readonly settings: EntraSettings;
  readonly signingKey: { readonly jwk: JWK; readonly key: KeyObject; readonly kid: string };
  /** Called for each access token, with the kind of grant it came by. */
  readonly onToken: (grantType: string) => void;
}
