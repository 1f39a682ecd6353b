import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
  rootRouteId,
} from '@tanstack/react-router';
import { asProblem } from '../ui/api/problem.ts';
import type { PlainPage } from '../ui/feature.ts';
import { SkeletonPage } from '../ui/feedback/skeletons.tsx';
import { type Me, meQuery } from '../ui/session/session.ts';
import { parseSearch, writeSearch } from '../ui/state/search-codec.ts';
import { features } from './features.ts';
import { FailedPage } from './frame/failed-page.tsx';
import { NotFoundPage, NowherePage } from './frame/not-found-page.tsx';
import { PublicFrame, Root } from './frame/root.tsx';
import { lastOrganisation } from './last-organisation.ts';
import { startPathOf } from './navigation.ts';
import { permitted } from './permitted.tsx';

interface Context {
  readonly queryClient: QueryClient;
}

const root = createRootRouteWithContext<Context>()({ component: Root, notFoundComponent: NowherePage });

/** Whoever is signed in; others go to the sign-in page and come back. */
const signedIn = async (client: QueryClient, href: string): Promise<Me> => {
  try {
    return await client.ensureQueryData(meQuery);
  } catch (error) {
    if (asProblem(error).code !== 'unauthenticated') throw error;
    throw redirect({ to: '/sign-in', search: { returnTo: href === '/' ? undefined : href } as never });
  }
};

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const me = await signedIn(context.queryClient, location.href);
    const organisation = lastOrganisation(me.organisations);
    throw redirect({ to: organisation === undefined ? '/start' : `/o/${organisation.organisationId}` });
  },
});

/** Nobody needs the shell to sign in; it loads together with the first page inside of it. */
const signedInFrames = () => import('./frame/signed-in.tsx');

const publicFrame = createRoute({ getParentRoute: () => root, id: 'public', component: PublicFrame });
const personalFrame = createRoute({
  getParentRoute: () => root,
  id: 'personal',
  component: lazyRouteComponent(signedInFrames, 'PersonalFrame'),
  beforeLoad: async ({ context, location }) => void (await signedIn(context.queryClient, location.href)),
});
const organisationFrame = createRoute({
  getParentRoute: () => root,
  path: '/o/$organisationId',
  component: lazyRouteComponent(signedInFrames, 'OrganisationFrame'),
  notFoundComponent: NotFoundPage,
  beforeLoad: async ({ context, location, params }) => {
    const me = await signedIn(context.queryClient, location.href);
    const membership = me.organisations.find((each) => each.organisationId === params.organisationId);
    // Somebody else's organisation and one that does not exist look the same.
    if (membership === undefined) throw notFound({ routeId: rootRouteId });
    return { membership };
  },
});

const organisationHome = createRoute({
  getParentRoute: () => organisationFrame,
  path: '/',
  beforeLoad: ({ context }) => {
    const start = startPathOf(context.membership.permissions);
    throw redirect({
      to: start === undefined ? '/account' : `/o/${context.membership.organisationId}/${start}`,
    });
  },
});

const pages = features.flatMap((feature) =>
  feature.pages.map((page) =>
    createRoute({
      getParentRoute: () => organisationFrame,
      path: page.path,
      component: lazyRouteComponent(async () => ({ default: permitted(page, await page.load()) })),
    }),
  ),
);

const plainPages = (kind: PlainPage['kind']) =>
  features
    .flatMap((feature) => feature.plainPages ?? [])
    .filter((page) => page.kind === kind)
    .map((page) =>
      createRoute({
        getParentRoute: () => (kind === 'public' ? publicFrame : personalFrame),
        path: page.path,
        component: lazyRouteComponent(async () => ({ default: await page.load() })),
      }),
    );

const tree = root.addChildren([
  home,
  publicFrame.addChildren(plainPages('public')),
  personalFrame.addChildren(plainPages('personal')),
  organisationFrame.addChildren([organisationHome, ...pages]),
]);

/** The console's addresses. State lives in the search parameters, read by `useSearchState`. */
export const createConsoleRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queryClient },
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
    defaultPendingComponent: SkeletonPage,
    defaultErrorComponent: FailedPage,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });
