/** An account's id inside the emulator: users of two tenants are never the same account. */
export const accountIdOf = (tenantId: string, userId: string): string => `${tenantId}.${userId}`;

export const readAccountId = (accountId: string): { tenantId: string; userId: string } => {
  const [tenantId = '', userId = ''] = accountId.split('.');
  return { tenantId, userId };
};
