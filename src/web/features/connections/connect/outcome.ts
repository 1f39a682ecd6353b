import type { QueryClient } from '@tanstack/react-query';

/** Where Microsoft's words about a consent are kept for the page that shows them: not in an address that can be forged. */
const detailKey = (connectionId: string) => ['consent-detail', connectionId] as const;

export const keepDetail = (client: QueryClient, connectionId: string, detail: string | null): void =>
  void client.setQueryData(detailKey(connectionId), detail);

export const detailOf = (client: QueryClient, connectionId: string): string | null =>
  client.getQueryData<string | null>(detailKey(connectionId)) ?? null;
