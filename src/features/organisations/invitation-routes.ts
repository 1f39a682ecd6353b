import type { RequestContext } from '../../platform/http/context.ts';
import { hashToken, newToken } from '../../platform/http/one-time-token.ts';
import { organisationRoute, publicRoute, type Route } from '../../platform/http/route.ts';
import type { Tx } from '../../platform/postgres/database.ts';
import { enterScope, installationId, type Tenancy } from '../../platform/tenancy/tenancy.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import * as contract from '../../shared/organisations/contract.ts';
import type { Clock } from '../../shared/time.ts';
import * as repo from './member-repo.ts';
import { requireAuthority } from './member-routes.ts';
import { findOrganisation } from './organisation-repo.ts';
import { presentInvitation } from './present.ts';
import type { InvitationTable } from './tables.ts';

const lifetimeMs = 7 * 86_400_000;

/** People as invitations need them; the identity feature provides it. */
export interface InvitedPeople {
  findByEmail(tx: Tx, email: string): Promise<{ id: string } | undefined>;
  /** Creates a person with a password, in the caller's transaction. */
  create(tx: Tx, person: { id: string; name: string; email: string; passwordHash: string }): Promise<void>;
  hash(password: string): Promise<string>;
  /** Starts a session and sets its cookie; refuses a wrong password. */
  startSession(context: RequestContext, email: string, password: string): Promise<{ personId: string }>;
}

export interface InvitationMail {
  readonly email: string;
  readonly organisationName: string;
  readonly inviterName: string;
  readonly link: string;
  readonly language: string | null;
}

export interface InvitationDependencies {
  readonly tenancy: Tenancy;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly people: InvitedPeople;
  readonly publicUrl: string;
  /** Absent where no mail server is set; then the link is shown for copying. */
  readonly sendInvitation: ((mail: InvitationMail) => Promise<void>) | undefined;
  /** Records the acceptance in the organisation's audit log. */
  readonly auditAcceptance: (
    tx: Tx,
    accepted: { invitation: InvitationTable; personId: string; name: string; context: RequestContext },
  ) => Promise<void>;
}

/** Routes of invitations: an administrator makes them, anybody with the link accepts. */
export const invitationRoutes = (deps: InvitationDependencies): Route[] => [
  ...managing(deps),
  ...accepting(deps),
];

const managing = (deps: InvitationDependencies): Route[] => [
  organisationRoute(contract.listInvitations, async (context) => {
    const rows = await context.read((tx) => repo.listInvitations(tx, context.organisationId));
    return { items: rows.map((row) => presentInvitation(row, deps.clock.now())) };
  }),

  inviting(deps),

  organisationRoute(contract.revokeInvitation, async (context, { params }) => {
    await context.change(async ({ tx, audit }) => {
      const revoked = await repo.closeInvitation(tx, params.invitationId, { revokedAt: deps.clock.now() });
      if (!revoked) throw notFound('open invitation');
      await audit({ action: 'invitation.revoked', target: { kind: 'invitation', id: params.invitationId } });
    });
    return undefined;
  }),
];

/** Makes an invitation; sends its link by mail, or shows it once where no mail goes out. */
const inviting = (deps: InvitationDependencies): Route =>
  organisationRoute(contract.createInvitation, async (context, { body }) => {
    const { token, hash } = newToken();
    const link = `${deps.publicUrl}/invitations/${token}`;
    const created = await context.change(async ({ tx, audit }) => {
      const owners = await repo.countOwnersForUpdate(tx, context.organisationId);
      requireAuthority(context, owners, [body.role]);
      const organisation = await findOrganisation(tx, context.organisationId);
      if (!organisation) throw notFound('organisation');
      const at = deps.clock.now();
      const row: InvitationTable = {
        id: deps.newId(),
        organisationId: context.organisationId,
        email: body.email,
        role: body.role,
        tokenHash: hash,
        invitedBy: context.personId ?? null,
        createdAt: at,
        expiresAt: new Date(at.getTime() + lifetimeMs),
        acceptedAt: null,
        revokedAt: null,
      };
      await repo.insertInvitation(tx, row);
      await audit({
        action: 'invitation.created',
        target: { kind: 'invitation', id: row.id },
        after: { role: row.role },
      });
      return {
        invitation: presentInvitation(row, at),
        mailed: deps.sendInvitation !== undefined,
        link: deps.sendInvitation ? null : link,
        organisation: { name: organisation.name, language: organisation.language },
      };
    });
    const { organisation, ...answer } = created;
    const mail = {
      email: body.email,
      organisationName: organisation.name,
      inviterName: context.actor.name,
      link,
      language: organisation.language,
    };
    // A repeat with the same Idempotency-Key never comes here, so the mail goes out once.
    const mailed = deps.sendInvitation !== undefined && (await isSent(context, deps.sendInvitation(mail)));
    return { ...answer, mailed, link: mailed ? null : link };
  });

/** An invitation stands although its mail was refused; the link can be handed over in another way. */
const isSent = (context: RequestContext, sending: Promise<void>): Promise<boolean> =>
  sending.then(
    () => true,
    (error: unknown) => {
      context.log.warn({ err: error }, 'no invitation mail sent');
      return false;
    },
  );

const accepting = (deps: InvitationDependencies): Route[] => {
  const scopeOf = (token: string) => ({ organisationId: installationId, tokenHash: hashToken(token) });
  const open = async (tx: Tx, token: string) => {
    const invitation = await repo.findInvitationByToken(tx, hashToken(token));
    if (!invitation || presentInvitation(invitation, deps.clock.now()).state !== 'open') {
      throw new AppError('not_found', {
        detail: 'This invitation is not valid any more.',
        fix: 'Ask the sender for a new one.',
      });
    }
    return invitation;
  };
  return [
    publicRoute(contract.getInvitation, (_context, { params }) =>
      deps.tenancy.read(scopeOf(params.token), async (tx) => {
        const invitation = await open(tx, params.token);
        const person = await deps.people.findByEmail(tx, invitation.email);
        const { organisationName, email, role } = invitation;
        return { organisationName, email, role, personExists: person !== undefined };
      }),
    ),

    publicRoute(contract.acceptInvitation, async (context, { params, body }) => {
      const known = await deps.tenancy.read(scopeOf(params.token), async (tx) => {
        const invitation = await open(tx, params.token);
        return { email: invitation.email, person: await deps.people.findByEmail(tx, invitation.email) };
      });
      if (!known.person && !body.name)
        throw new AppError('invalid_input', { detail: 'body.name: a name is needed for a new account' });
      // An existing person proves itself first; a new one is created below and signed in afterwards.
      if (known.person) await deps.people.startSession(context, known.email, body.password);
      const passwordHash = known.person ? undefined : await deps.people.hash(body.password);
      const organisationId = await join(deps, open, {
        token: params.token,
        name: body.name,
        passwordHash,
        context,
      });
      if (!known.person) await deps.people.startSession(context, known.email, body.password);
      return { organisationId };
    }),
  ];
};

const join = (
  deps: InvitationDependencies,
  open: (tx: Tx, token: string) => Promise<InvitationTable>,
  input: {
    token: string;
    name: string | undefined;
    passwordHash: string | undefined;
    context: RequestContext;
  },
): Promise<string> =>
  deps.tenancy.write({ organisationId: installationId, tokenHash: hashToken(input.token) }, async (tx) => {
    const invitation = await open(tx, input.token);
    const { organisationId } = invitation;
    const at = deps.clock.now();
    await enterScope(tx, { organisationId });
    // First of all, so that a second acceptance waits here and finds the invitation used.
    if (!(await repo.closeInvitation(tx, invitation.id, { acceptedAt: at })))
      throw notFound('open invitation');
    const existing = await deps.people.findByEmail(tx, invitation.email);
    const personId = existing?.id ?? deps.newId();
    const { name, passwordHash } = input;
    // An account that appeared or vanished since the password was checked has not been proven.
    if ((existing === undefined) !== (passwordHash !== undefined))
      throw new AppError('conflict', { detail: 'The account changed meanwhile.', fix: 'Try again.' });
    if (name && passwordHash) {
      await deps.people.create(tx, { id: personId, name, email: invitation.email, passwordHash });
    }
    await enterScope(tx, { organisationId, userId: personId });
    if ((await repo.findActiveRole(tx, organisationId, personId)) === undefined) {
      await repo.insertMember(tx, {
        id: deps.newId(),
        organisationId,
        userId: personId,
        role: invitation.role,
        state: 'active',
        createdAt: at,
        updatedAt: at,
      });
    }
    await deps.auditAcceptance(tx, { invitation, personId, name: input.name ?? '', context: input.context });
    return organisationId;
  });
