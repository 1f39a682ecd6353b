import { apiPrefix } from '../../src/platform/http/dispatch.ts';
import type { Problem } from '../../src/shared/errors.ts';

/** An answer of the API, its body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body as text. */
  readonly text: string;
  /** The body as JSON, in the shape that the test expects. */
  json<T = Record<string, unknown>>(): T;
  /** The body of an error. */
  problem(): Problem;
}

export interface CallOptions {
  /** Sent as JSON, unless it is bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A caller of the API as a browser is one: it keeps cookies. */
export interface Client {
  /** Cookies by name. */
  readonly cookies: Map<string, string>;
  /** Calls an address below `/api/v1`. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  /** The answer itself, for streams; cookies are sent, and the test cancels the body. */
  open(path: string, signal?: AbortSignal): Promise<Response>;
}

const encoded = (body: unknown): { body?: string | Uint8Array<ArrayBuffer>; type?: string } => {
  if (body === undefined) return {};
  if (body instanceof Uint8Array) return { body: new Uint8Array(body), type: 'application/octet-stream' };
  return { body: JSON.stringify(body), type: 'application/json' };
};

/** A fresh caller; with a bearer token it is a program, without one a browser. */
export const createClient = (baseUrl: () => string, bearer?: string): Client => {
  const cookies = new Map<string, string>();
  const headersOf = (extra: Readonly<Record<string, string>> = {}): Record<string, string> => ({
    ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
    ...(cookies.size === 0
      ? {}
      : { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
    ...extra,
  });
  const keep = (response: Response): void => {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /max-age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
  };
  return {
    cookies,
    call: async (method, path, options = {}) => {
      const { body, type } = encoded(options.body);
      const response = await fetch(`${baseUrl()}${apiPrefix}${path}`, {
        method,
        headers: headersOf({ ...(type ? { 'content-type': type } : {}), ...options.headers }),
        ...(body === undefined ? {} : { body }),
      });
      keep(response);
      const text = await response.text();
      const json = <T>(): T => JSON.parse(text) as T;
      return { status: response.status, headers: response.headers, text, json, problem: () => json() };
    },
    open: (path, signal) =>
      fetch(`${baseUrl()}${apiPrefix}${path}`, {
        headers: headersOf({ accept: 'text/event-stream' }),
        ...(signal ? { signal } : {}),
      }),
  };
};
