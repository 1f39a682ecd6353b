import type { Rig } from './rig.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };

/** The parts of answers that tests look into; which of them are there depends on the call. */
export interface GraphBody extends Readonly<Record<string, unknown>> {
  readonly '@odata.nextLink'?: string;
  readonly '@odata.deltaLink'?: string;
  readonly '@odata.count'?: number;
  readonly value: readonly Row[];
  readonly error: { readonly code: string; readonly message: string };
  readonly responses: readonly { readonly id: string; readonly status: number; readonly body: GraphBody }[];
}

export interface GraphReply {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: GraphBody;
}

export interface GraphClient {
  get(path: string, headers?: Readonly<Record<string, string>>): Promise<GraphReply>;
  request(
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<GraphReply>;
}

/** Sends requests with a token as they are, follows nothing, retries nothing. `path` may be a whole next link. */
export const createGraphClient = ({ emulator, fetch }: Rig, token: string | undefined): GraphClient => {
  const request: GraphClient['request'] = async (method, path, body, headers = {}) => {
    const url = path.startsWith('https://') ? path : `${emulator.graphOrigin}/v1.0${path}`;
    const response = await fetch(url, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  return { get: (path, headers) => request('GET', path, undefined, headers), request };
};
