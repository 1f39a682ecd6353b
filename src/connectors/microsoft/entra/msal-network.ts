import type { INetworkModule, NetworkRequestOptions, NetworkResponse } from '@azure/msal-node';
import type { Clock } from '../../../shared/time.ts';
import { BrokenAnswer, type Egress } from '../egress.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { retryAfterMs } from '../throttle/retry-after.ts';

const maxBytes = 1_000_000;

export interface MsalNetwork {
  readonly client: INetworkModule;
  /** What broke the last exchange: MSAL itself only says "network error". */
  failure(): unknown;
}

export interface MsalNetworkOptions {
  readonly egress: Egress;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
}

/** Lets MSAL speak to Entra ID through the connection's own egress: its hosts, its certificates, its time limits. */
export const createMsalNetwork = ({ egress, clock, signal }: MsalNetworkOptions): MsalNetwork => {
  let failure: unknown;
  const exchange = async <T>(
    method: 'GET' | 'POST',
    url: string,
    options: NetworkRequestOptions | undefined,
  ): Promise<NetworkResponse<T>> => {
    try {
      const answer = await egress.send({
        destination: 'login',
        url,
        method,
        headers: options?.headers ?? {},
        ...(method === 'POST' && { body: options?.body ?? '' }),
        signal,
        maxBytes,
      });
      if (answer.status === 429 || answer.status >= 500) throw busy(answer.status, answer.headers, clock);
      return { status: answer.status, headers: { ...answer.headers }, body: parsed<T>(answer.body) };
    } catch (error) {
      failure = error;
      throw error;
    }
  };
  return {
    client: {
      sendGetRequestAsync: (url, options) => exchange('GET', url, options),
      sendPostRequestAsync: (url, options) => exchange('POST', url, options),
    },
    failure: () => failure,
  };
};

const busy = (status: number, headers: Readonly<Record<string, string>>, clock: Clock): MicrosoftError => {
  const waitMs = retryAfterMs(headers, clock.now());
  return new MicrosoftError('unavailable', {
    detail: 'The sign-in service is busy.',
    meta: { status },
    ...(waitMs !== null && { retryAt: new Date(clock.now().getTime() + waitMs) }),
  });
};

// MSAL types the body by what it asked for and checks the fields that it takes itself.
const parsed = <T>(body: Buffer): T => {
  const text = body.toString('utf8');
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value as T;
  } catch (error) {
    throw new BrokenAnswer('the answer is not JSON', { cause: error });
  }
  throw new BrokenAnswer('the answer is no object');
};
