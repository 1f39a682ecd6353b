import { z } from 'zod';

/** Where to go after signing in. */
export const returnSchema = z.object({ returnTo: z.string().max(4000).optional() });

/**
 * Only places inside this console: `//host` and `/\host` are other sites to a browser, and a link to the
 * sign-in page must not be able to send anybody there.
 */
export const safeReturn = (returnTo: string | undefined): string => {
  if (returnTo === undefined || !returnTo.startsWith('/')) return '/';
  const inside = new URL(returnTo, placeholder);
  return inside.origin === placeholder ? `${inside.pathname}${inside.search}${inside.hash}` : '/';
};

/** Any origin does: what matters is whether the address leaves it, as a browser reads it. */
const placeholder = 'https://console.invalid';
