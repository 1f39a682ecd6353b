import { Agent, type RequestInit, type Response, fetch as undiciFetch } from 'undici';

export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface TrustedFetch {
  readonly fetch: Fetch;
  close(): Promise<void>;
}

/** A fetch that trusts just this authority. */
export const createTrustedFetch = (caPem: string): TrustedFetch => {
  const dispatcher = new Agent({ connect: { ca: caPem } });
  return {
    fetch: (url, init) => undiciFetch(url, { ...init, dispatcher }),
    close: () => dispatcher.destroy(),
  };
};
