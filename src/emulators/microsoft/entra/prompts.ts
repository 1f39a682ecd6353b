import { interactionPolicy, type KoaContextWithOIDC } from 'oidc-provider';
import { permissionNames } from '../permissions.ts';
import { readAccountId } from './account-id.ts';
import { consentMissing } from './entra-error.ts';
import type { EntraParts } from './entra-parts.ts';
import { entraRequests } from './entra-request.ts';

export const stringParam = (ctx: KoaContextWithOIDC, name: string): string => {
  const value = ctx.oidc.params?.[name];
  return typeof value === 'string' ? value : '';
};

export const delegatedScopes = (text: string): string[] =>
  text.split(' ').filter((scope) => permissionNames.includes(scope));

/** Permissions of the authorization request that nobody has consented to for the signed-in account. */
export const missingPermissions = (parts: EntraParts, ctx: KoaContextWithOIDC): readonly string[] => {
  const accountId = ctx.oidc.session?.accountId;
  const clientId = ctx.oidc.client?.clientId;
  if (accountId === undefined || clientId === undefined) return [];
  const { tenantId, userId } = readAccountId(accountId);
  const consented = parts.consents.delegated({ tenantId, clientId }, userId);
  return delegatedScopes(stringParam(ctx, 'scope')).filter((scope) => !consented.has(scope));
};

/** Which page an authorization request needs next: an account, a sign-in, consent. */
export const promptPolicy = (parts: EntraParts) => {
  const { Check, Prompt, base } = interactionPolicy;
  const policy = base();
  policy.remove('consent');
  policy.add(new Prompt({ name: 'select_account', requestable: true }), 0);
  policy.get('login')?.checks.add(
    new Check('other_tenant', 'an account of the tenant is required', 'login_required', (ctx) => {
      const accountId = ctx.oidc.session?.accountId;
      const named = parts.tenants.find(entraRequests.getStore()?.authority ?? '');
      return (
        named !== undefined &&
        accountId !== undefined &&
        readAccountId(accountId).tenantId !== named.tenant.id
      );
    }),
  );
  policy.add(
    new Prompt(
      { name: 'consent', requestable: true },
      new Check(
        'permissions_missing',
        consentMissing('of this request'),
        'consent_required',
        (ctx) => missingPermissions(parts, ctx).length > 0,
        (ctx) => ({ missing: missingPermissions(parts, ctx) }),
      ),
    ),
  );
  return policy;
};
