import {
  ConfidentialClientApplication,
  type Configuration,
  type INetworkModule,
  type NetworkRequestOptions,
  type NetworkResponse,
} from '@azure/msal-node';
import type { Fetch } from './trusted-fetch.ts';

const send = async <Body>(
  fetch: Fetch,
  method: string,
  url: string,
  options?: NetworkRequestOptions,
): Promise<NetworkResponse<Body>> => {
  const response = await fetch(url, {
    method,
    ...(options?.headers ? { headers: options.headers } : {}),
    ...(options?.body === undefined ? {} : { body: options.body }),
  });
  return {
    headers: Object.fromEntries(response.headers),
    body: (await response.json()) as Body,
    status: response.status,
  };
};

const networkClient = (fetch: Fetch): INetworkModule => ({
  sendGetRequestAsync: (url, options) => send(fetch, 'GET', url, options),
  sendPostRequestAsync: (url, options) => send(fetch, 'POST', url, options),
});

/** Microsoft's own client library, with nothing changed but the authority and what it trusts. */
export const createMsal = (
  fetch: Fetch,
  loginOrigin: string,
  tenant: string,
  credentials: Omit<Configuration['auth'], 'authority' | 'knownAuthorities'>,
): ConfidentialClientApplication =>
  new ConfidentialClientApplication({
    auth: {
      ...credentials,
      authority: `${loginOrigin}/${tenant}`,
      knownAuthorities: [new URL(loginOrigin).host],
    },
    system: { networkClient: networkClient(fetch) },
  });
