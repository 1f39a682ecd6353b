import type { RequestContext } from '../../platform/http/context.ts';
import type { SignedIn } from '../../platform/http/gatekeeper.ts';
import type { RateLimits } from '../../platform/http/rate-limits.ts';
import { AppError } from '../../shared/errors.ts';
import type { Clock } from '../../shared/time.ts';
import { type Auth, addressHeader } from './auth.ts';

/** Signs people in and out, and says who is calling. */
export interface Sessions {
  /** Starts a session and sets its cookie on the answer. */
  start(context: RequestContext, email: string, password: string): Promise<{ personId: string }>;
  end(context: RequestContext): Promise<void>;
  signedIn(headers: Headers): Promise<SignedIn | undefined>;
}

const wrongPassword = (): AppError =>
  new AppError('unauthenticated', {
    detail: 'The e-mail address or the password is not right.',
    fix: 'Check both; a forgotten password can be replaced by a link sent by mail, or with `trimtab user` on the server.',
  });

const withAddress = (context: RequestContext): Headers => {
  const headers = new Headers(context.headers);
  headers.set(addressHeader, context.address);
  return headers;
};

const passCookies = (context: RequestContext, headers: Headers): void => {
  for (const cookie of headers.getSetCookie()) context.setHeader('set-cookie', cookie);
};

const currentToken = async (auth: Auth, headers: Headers): Promise<string | undefined> =>
  headers.has('cookie') ? (await auth.api.getSession({ headers }))?.session.token : undefined;

/** Sessions over better-auth, limited per account and per address. */
export const createSessions = (deps: { auth: Auth; rateLimits: RateLimits; clock: Clock }): Sessions => ({
  start: async (context, email, password) => {
    const before = await currentToken(deps.auth, context.headers);
    await deps.rateLimits.spend('signInAddress', context.address);
    await deps.rateLimits.spend('signInAccount', email);
    const { headers, response } = await deps.auth.api
      .signInEmail({ body: { email, password }, headers: withAddress(context), returnHeaders: true })
      .catch((error: unknown) => {
        // better-auth answers 401 for an unknown address and for a wrong password alike.
        if ((error as { statusCode?: number }).statusCode === 401) throw wrongPassword();
        throw error;
      });
    await deps.rateLimits.forgive('signInAccount', email);
    // Whoever signs in anew leaves no earlier session of this browser behind (session fixation).
    if (before) await (await deps.auth.$context).internalAdapter.deleteSession(before);
    passCookies(context, headers);
    return { personId: response.user.id };
  },
  end: async (context) => {
    const { headers } = await deps.auth.api.signOut({ headers: context.headers, returnHeaders: true });
    passCookies(context, headers);
  },
  signedIn: async (headers) => {
    if (!headers.get('cookie')?.includes('trimtab.session_token')) return undefined;
    const found = await deps.auth.api.getSession({ headers });
    if (!found) return undefined;
    const { user, session } = found;
    const confirmedAt = (session as { confirmedAt?: Date | null }).confirmedAt ?? session.createdAt;
    return {
      person: { id: user.id, name: user.name, email: user.email },
      session: { id: session.id, token: session.token, confirmedAt: new Date(confirmedAt) },
    };
  },
});
