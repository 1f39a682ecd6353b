import { z } from 'zod';
import type { Permission } from './access.ts';

/**
 * Who may call an endpoint.
 * - `public`: anybody (set-up, health, accepting an invitation by its token)
 * - `session`: a signed-in person, on its own things only
 * - `organisation`: a member (or API key, or partner) of `:organisationId` whose role has the permission
 */
export type Access =
  | { readonly kind: 'public' }
  | { readonly kind: 'session' }
  | { readonly kind: 'organisation'; readonly permission: Permission };

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

type Shape = z.ZodObject;
const none = z.object({});
type None = typeof none;

/** One operation of the API: validation, OpenAPI, the console's client and the access tests all read this. */
export interface Endpoint<
  P extends Shape = Shape,
  Q extends Shape = Shape,
  B extends z.ZodType = z.ZodType,
  R extends z.ZodType = z.ZodType,
> {
  /** Unique; becomes the operationId: `members.list`. */
  readonly id: string;
  readonly method: Method;
  /** Below `/api/v1`, with `:params`. Organisation endpoints begin with `/organisations/:organisationId`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly access: Access;
  readonly params: P;
  readonly query: Q;
  /** Absent for GET and DELETE, and for streamed uploads. */
  readonly body: B | undefined;
  readonly response: R;
  readonly status: 200 | 201 | 202 | 204;
  /** A POST that creates: accepts `Idempotency-Key`. */
  readonly creates: boolean;
  /** Not JSON: a server-sent event stream, a file to download, a raw body to upload. */
  readonly stream: 'events' | 'download' | 'upload' | undefined;
  /** Money or deletion: needs a password confirmed in the last minutes. */
  readonly stepUp: boolean;
}

interface Options<P extends Shape, Q extends Shape, B extends z.ZodType, R extends z.ZodType> {
  readonly id: string;
  readonly method: Method;
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tag: string;
  readonly access: Access;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly response: R;
  readonly status?: 200 | 201 | 202 | 204;
  readonly creates?: boolean;
  readonly stream?: 'events' | 'download' | 'upload';
  readonly stepUp?: boolean;
}

/** Declares an endpoint; contracts in `src/shared/<noun>/` use this and nothing else. */
export const endpoint = <
  R extends z.ZodType,
  P extends Shape = None,
  Q extends Shape = None,
  B extends z.ZodType = z.ZodUndefined,
>(
  options: Options<P, Q, B, R>,
): Endpoint<P, Q, B, R> => ({
  ...options,
  params: options.params ?? (none as unknown as P),
  query: options.query ?? (none as unknown as Q),
  body: options.body,
  status: options.status ?? 200,
  creates: options.creates ?? false,
  stream: options.stream,
  stepUp: options.stepUp ?? false,
});

/** The parsed input a handler receives. */
export interface InputOf<E extends Endpoint> {
  readonly params: z.output<E['params']>;
  readonly query: z.output<E['query']>;
  readonly body: E extends Endpoint<Shape, Shape, infer B, z.ZodType> ? z.output<B> : never;
}

/** What a caller passes. */
export interface CallOf<E extends Endpoint> {
  readonly params?: z.input<E['params']>;
  readonly query?: z.input<E['query']>;
  readonly body?: E extends Endpoint<Shape, Shape, infer B, z.ZodType> ? z.input<B> : never;
}

export type ResponseOf<E extends Endpoint> = z.output<E['response']>;

/** Cursor paging, the same everywhere: `limit` and an opaque `cursor`; `nextCursor` is null at the end. */
export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().max(400).optional(),
};

/** A page of items. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), nextCursor: z.string().max(400).nullable() });

/** Nothing in the body (204). */
export const emptySchema = z.undefined();
