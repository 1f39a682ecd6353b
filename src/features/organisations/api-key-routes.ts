import { newToken } from '../../platform/http/one-time-token.ts';
import { organisationRoute, type Route } from '../../platform/http/route.ts';
import { allows } from '../../shared/access.ts';
import { AppError, notFound } from '../../shared/errors.ts';
import type { NewId } from '../../shared/ids.ts';
import * as contract from '../../shared/organisations/contract.ts';
import type { Clock } from '../../shared/time.ts';
import * as repo from './api-key-repo.ts';
import { presentApiKey } from './present.ts';

/** Routes of the API keys of an organisation. */
export const apiKeyRoutes = (deps: { clock: Clock; newId: NewId }): Route[] => [
  organisationRoute(contract.listApiKeys, async (context) => ({
    items: (await context.read((tx) => repo.listApiKeys(tx, context.organisationId))).map(presentApiKey),
  })),

  organisationRoute(contract.createApiKey, (context, { body }) => {
    const beyond = body.scopes.filter((scope) => !allows(context.role, scope));
    if (beyond.length > 0 && context.actor.kind === 'person') {
      throw new AppError('forbidden', {
        detail: `Your role does not include ${beyond.join(', ')}; a key cannot do more than you.`,
      });
    }
    if (context.actor.kind === 'apiKey') {
      throw new AppError('forbidden', {
        detail: 'An API key cannot make API keys.',
        fix: 'Create it in the console.',
      });
    }
    const expiresAt = body.expiresAt ? new Date(body.expiresAt) : null;
    if (expiresAt && expiresAt <= deps.clock.now()) {
      throw new AppError('invalid_input', { detail: `body.expiresAt: ${body.expiresAt} is in the past.` });
    }
    return context.change(async ({ tx, audit }) => {
      const { token, hash } = newToken('tt_key_');
      const row = {
        id: deps.newId(),
        organisationId: context.organisationId,
        name: body.name,
        prefix: token.slice(0, 12),
        tokenHash: hash,
        scopes: [...new Set(body.scopes)],
        createdBy: context.personId ?? null,
        createdAt: deps.clock.now(),
        expiresAt,
        lastUsedAt: null,
        revokedAt: null,
      };
      await repo.insertApiKey(tx, row);
      const target = { kind: 'apiKey', id: row.id, label: row.name };
      await audit({
        action: 'api-key.created',
        target,
        after: { scopes: row.scopes, expiresAt: body.expiresAt },
      });
      return { apiKey: presentApiKey(row), secret: token };
    });
  }),

  organisationRoute(contract.revokeApiKey, async (context, { params }) => {
    await context.change(async ({ tx, audit }) => {
      const revoked = await repo.revokeApiKey(tx, context.organisationId, params.apiKeyId, deps.clock.now());
      if (!revoked) throw notFound('API key');
      await audit({
        action: 'api-key.revoked',
        target: { kind: 'apiKey', id: params.apiKeyId, label: revoked.name },
      });
    });
    return undefined;
  }),
];
