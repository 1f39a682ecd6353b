import type { FastifyRequest } from 'fastify';
import { delegatedPermissionsOf, permissionsOf, type Role } from '../../shared/access.ts';
import type { Endpoint } from '../../shared/endpoint.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import { idSchema } from '../../shared/ids.ts';
import type { Clock } from '../../shared/time.ts';
import type { Actor } from './context.ts';
import type { Gatekeeper, SignedIn } from './gatekeeper.ts';

/** A password confirmed this long ago still counts for money and deletion. */
const stepUpMs = 10 * 60_000;

/** Who was let in, and as what. */
export interface Admitted {
  readonly actor: Actor;
  readonly role: Role;
  readonly viaOrganisationId: string | undefined;
  readonly signedIn: SignedIn | undefined;
}

/** The API key of a request: `tt_key_…`, a prefix that lets secret scanners find them. */
export const bearerToken = (request: FastifyRequest): string | undefined => {
  const header = request.headers.authorization;
  return header?.startsWith('Bearer ') ? header.slice(7).trim() : undefined;
};

const unauthenticated = (): AppError =>
  new AppError('unauthenticated', {
    detail: 'This needs a signed-in person or an API key.',
    fix: 'Sign in, or send `Authorization: Bearer <API key>`.',
  });

/**
 * A browser sends the session cookie by itself, so a change that rides on it must come from our own pages:
 * browsers say so in Sec-Fetch-Site, older ones in Origin. Programs with an API key send neither.
 */
export const refuseCrossSite = (request: FastifyRequest, publicUrl: string | undefined): void => {
  if (request.method === 'GET' || request.method === 'HEAD' || bearerToken(request)) return;
  const site = request.headers['sec-fetch-site'];
  const origin = request.headers.origin;
  const ownOrigins = [`${request.protocol}://${request.host}`, publicUrl && new URL(publicUrl).origin];
  const crossSite = site !== undefined && site !== 'same-origin' && site !== 'none';
  if (crossSite || (origin !== undefined && !ownOrigins.includes(origin))) {
    throw new AppError('forbidden', {
      detail: 'A change was asked for from another site.',
      fix: 'Open the console itself; behind a proxy set TRIMTAB_URL to the address that people type.',
    });
  }
};

/** Checks that the password was confirmed lately. */
export const requireStepUp = (endpoint: Endpoint, signedIn: SignedIn | undefined, clock: Clock): void => {
  if (!endpoint.stepUp || !signedIn) return;
  if (clock.now().getTime() - signedIn.session.confirmedAt.getTime() > stepUpMs) {
    throw new AppError('step_up_required', {
      detail: 'This needs your password once more.',
      fix: 'Confirm your password and repeat.',
    });
  }
};

/** The person of a session endpoint. */
export const admitPerson = async (gate: Gatekeeper, headers: Headers): Promise<SignedIn> => {
  const signedIn = await gate.signedIn(headers);
  if (!signedIn) throw unauthenticated();
  return signedIn;
};

/**
 * Lets a caller into an organisation or not. Without any reach the answer is the 404 of something that does
 * not exist; with a reach but without the permission it is a 403.
 */
export const admitToOrganisation = async (
  gate: Gatekeeper,
  endpoint: Endpoint,
  organisationId: string,
  request: { headers: Headers; bearer: string | undefined },
): Promise<Admitted> => {
  if (endpoint.access.kind !== 'organisation') throw new Error('not an organisation endpoint');
  const { permission } = endpoint.access;
  if (request.bearer !== undefined) {
    const key = await gate.keyHolder(request.bearer);
    if (!key) throw unauthenticated();
    if (key.organisationId !== organisationId) throw notFound('organisation');
    if (!key.scopes.includes(permission)) throw forbidden(`This API key lacks the scope ${permission}.`);
    return {
      actor: { kind: 'apiKey', id: key.id, name: key.name },
      role: 'member',
      viaOrganisationId: undefined,
      signedIn: undefined,
    };
  }
  const signedIn = await admitPerson(gate, request.headers);
  const isId = idSchema.safeParse(organisationId).success;
  const reach = isId ? await gate.reach(signedIn.person.id, organisationId) : undefined;
  if (!reach) throw notFound('organisation');
  const permitted = reach.viaOrganisationId ? delegatedPermissionsOf(reach.role) : permissionsOf(reach.role);
  if (!permitted.includes(permission)) {
    const delegated = reach.viaOrganisationId ? ' of a partner' : '';
    throw forbidden(`The role ${reach.role}${delegated} does not include ${permission}.`);
  }
  return {
    actor: {
      kind: 'person',
      id: signedIn.person.id,
      name: signedIn.person.name,
      sessionId: signedIn.session.id,
    },
    role: reach.role,
    viaOrganisationId: reach.viaOrganisationId,
    signedIn,
  };
};

const forbidden = (detail: string): AppError =>
  new AppError('forbidden', { detail, fix: 'Ask an administrator of the organisation.' });
