import type { Clock } from '../clock.ts';
import type { TenantState } from '../directory/tenant-state.ts';

/** Who calls: an application by itself, or one on behalf of a signed-in user. */
export interface Caller {
  readonly clientId: string;
  readonly state: TenantState;
  /** Undefined: the application itself. */
  readonly userId: string | undefined;
  /** Delegated permissions or roles, by that. */
  readonly permissions: ReadonlySet<string>;
}

/** A request of Graph, alone or out of a batch. */
export interface GraphRequest {
  readonly method: string;
  /** Below `/v1.0`, decoded, without the query: `/users/…`. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: unknown;
  readonly caller: Caller;
}

export interface GraphAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined sends none. */
  readonly body?: unknown;
}

/** What the answers of Graph are made with. */
export interface GraphParts {
  readonly graphOrigin: string;
  /** The time the tenants live in: dates in answers, the life of links. */
  readonly clock: Clock;
  /** Milliseconds that pass as the client's do: replication, budgets, Retry-After. */
  readonly paceMs: () => number;
  readonly settings: GraphSettings;
  readonly links: Links;
}

export interface GraphSettings {
  /** A write is read back only after this time. */
  readonly replicationLagMs: number;
  /** Licences of a group reach its members after this time. */
  readonly groupProcessingMs: number;
  /** `/users` with `signInActivity` refuses pages larger than 120 users. */
  readonly limitsSignInPagesTo120: boolean;
  /** Next links are refused after this time. */
  readonly nextLinkLifeMs: number;
  /** Download addresses of reports are refused after this time. */
  readonly downloadLifeMs: number;
  /** Report calls per report, application and tenant in 10 minutes. */
  readonly reportCalls: number;
  /** A national cloud: no Copilot report, and no usage report at all where a status for them is given. */
  readonly nationalCloud: { readonly reportsStatus?: 404 | 501 } | undefined;
}

/** Seals what an opaque link carries, so that it can be neither read sensibly nor made up. */
export interface Links {
  seal(content: unknown): string;
  /** Undefined where the token was not sealed here. */
  open(token: string): unknown;
}

export const contextOf = (parts: GraphParts, fragment: string): string =>
  `${parts.graphOrigin}/v1.0/$metadata#${fragment}`;
