import { z } from 'zod';

/** Where to go after signing in. */
export const returnSchema = z.object({ returnTo: z.string().max(4000).optional() });

/**
 * Only places inside this console: `//host` and `/\host` are other sites to a browser, and a link to the
 * sign-in page must not be able to send anybody there.
 */
export const safeReturn = (returnTo: string | undefined): string => {
  if (returnTo === undefined || !returnTo.startsWith('/')) return '/';
  const { origin, pathname, search, hash } = new URL(returnTo, placeholder);
  // Dots are resolved by now: "/.//host" has become the path "//host", which is another site again.
  return origin === placeholder && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
};

/** Any origin does: what matters is whether the address leaves it, as a browser reads it. */
const placeholder = 'https://console.invalid';
