import { admittedUrl } from '../clouds.ts';
import type { GraphPage, NextLink, PagedSource } from '../contract.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { maxLinkLength, pageSchema, shaped } from './graph-answer.ts';
import type { GraphAnswer } from './graph-attempt.ts';
import { callGraph } from './graph-call.ts';
import type { GraphContext } from './graph-context.ts';
import { definitions, firstUrl, firstVariant } from './graph-sources.ts';
import { type Position, recovered } from './page-recovery.ts';

/** A source of a million users has two thousand pages of 500; of 120, some eight thousand. */
const maxPages = 50_000;
/** Reads a source page by page, following the links that Graph gives. */
export async function* readPages(
  context: GraphContext,
  source: PagedSource,
  resumeAt: NextLink | undefined,
): AsyncGenerator<GraphPage, void> {
  const variant = firstVariant(source);
  let users = 0;
  let position: Position = {
    url:
      resumeAt === undefined
        ? firstUrl(context.endpoints.graphOrigin, source, variant)
        : admittedLink(context, resumeAt),
    variant:
      resumeAt === undefined
        ? variant
        : { ...variant, withSignIn: variant.withSignIn && carriesSignIn(resumeAt) },
    landed: resumeAt === undefined ? 0 : 1,
    restarts: 0,
    restarted: false,
    premiumRefusals: 0,
  };
  const seen = new Set<string>();
  for (let count = 0; count < maxPages; count += 1) {
    const answer = await callGraph(context, {
      what: definitions[source].path,
      url: position.url,
      headers: definitions[source].headers ?? {},
      cost: definitions[source].cost,
      lane: 'page',
    });
    if (answer.status !== 200) {
      position = await recovered(context, source, position, answer);
      if (position.landed === 0) seen.clear();
      continue;
    }
    const page = pageOf(context, source, position, answer);
    if (page.nextLink !== null) notSeenBefore(seen, page.nextLink, source);
    if (source === 'users') {
      users = page.restarted ? page.items.length : users + page.items.length;
      context.budget.sawUsers(users);
    }
    yield page;
    if (page.nextLink === null) return;
    position = {
      ...position,
      url: page.nextLink,
      landed: position.landed + 1,
      restarted: false,
      premiumRefusals: 0,
    };
  }
  throw new MicrosoftError('malformed_answer', { detail: `${source} does not end.`, meta: { source } });
}

const pageOf = (
  context: GraphContext,
  source: PagedSource,
  position: Position,
  answer: GraphAnswer,
): GraphPage => {
  const { value, '@odata.nextLink': link } = shaped(pageSchema, answer.json, definitions[source].path);
  return {
    source,
    body: answer.body,
    items: value,
    nextLink: link === undefined ? null : admittedLink(context, link),
    readAt: answer.readAt,
    restarted: position.restarted,
    withSignInActivity: source === 'users' ? position.variant.withSignIn : null,
    signInMissing: position.variant.signInMissing,
  };
};

/** The link as given, once it is known to lead to this connection's Graph: the token travels with it. */
const admittedLink = (context: GraphContext, link: string): string => {
  if (link.length > maxLinkLength)
    throw new MicrosoftError('malformed_answer', { detail: 'A link is too long.' });
  const url = admittedUrl(context.endpoints, 'graph', link);
  if (!url.pathname.startsWith('/v1.0/')) {
    throw new MicrosoftError('egress_refused', { detail: 'A link leads out of version 1.0 of Graph.' });
  }
  return link;
};

const notSeenBefore = (seen: Set<string>, link: string, source: PagedSource): void => {
  if (seen.has(link)) {
    throw new MicrosoftError('malformed_answer', { detail: `The pages of ${source} go round in a circle.` });
  }
  seen.add(link);
};

/** Graph keeps the selection in the link, in clear or inside the token; only clear says that it is not there. */
const carriesSignIn = (link: string): boolean =>
  !/[?&](\$|%24)select=/i.test(link) || /signInActivity/i.test(link);
