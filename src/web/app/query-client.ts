import { QueryClient } from '@tanstack/react-query';
import { asProblem } from '../ui/api/problem.ts';

/** Only what may pass by itself is worth asking again. */
const worthRetrying = (error: unknown): boolean => {
  const { code, status } = asProblem(error);
  return code === 'offline' || status === 502 || status === 503 || status === 504;
};

/** The cache of what the API answered. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        retry: (failures, error) => failures < 2 && worthRetrying(error),
        // `always`: the connection banner speaks about being offline; the server may be on this machine.
        networkMode: 'always',
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
