import { admittedUrl } from '../clouds.ts';
import type { GraphPage, NextLink, PagedSource, SignInMissing } from '../contract.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { backoffMs } from '../wait.ts';
import { maxLinkLength, pageSchema, refusalError, refusalOf, shaped } from './graph-answer.ts';
import { callGraph, type GraphAnswer, type GraphContext } from './graph-call.ts';
import {
  definitions,
  firstUrl,
  firstVariant,
  plainPageSize,
  smallPageSize,
  type Variant,
} from './graph-sources.ts';

/** A source of a million users has two thousand pages of 500; of 120, some eight thousand. */
const maxPages = 50_000;
/** More than this in one run, and the source does not stand still long enough to be read. */
const maxRestarts = 3;

interface Position {
  readonly url: string;
  readonly variant: Variant;
  /** Pages of this run, since the last restart; a resumed run stands on those that were landed before. */
  readonly landed: number;
  readonly restarts: number;
  /** The next page is to say that the source begins again. */
  readonly restarted: boolean;
  readonly premiumRefusals: number;
}

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

/** Where to go on after a refusal: smaller pages, without sign-in times, from the beginning. Throws where nowhere. */
const recovered = async (
  context: GraphContext,
  source: PagedSource,
  position: Position,
  answer: GraphAnswer,
): Promise<Position> => {
  const { code, message } = refusalOf(answer.json);
  if (
    answer.status === 400 &&
    /more than 120 users/i.test(message) &&
    position.variant.pageSize !== smallPageSize
  ) {
    context.onEvent({ type: 'page_size_reduced', source, pageSize: smallPageSize });
    return begunAgain(
      context,
      source,
      position,
      { ...position.variant, pageSize: smallPageSize },
      'page size',
    );
  }
  if (answer.status === 403 && isNotPremium(code, message) && position.variant.withSignIn) {
    return withoutPremium(context, source, position);
  }
  // Which of the two permissions is missing shows without the one for sign-in times.
  if (answer.status === 403 && position.variant.withSignIn && position.landed === 0) {
    return withoutSignIn(context, source, position, 'permission_missing');
  }
  if (position.landed > 0 && isExpiredLink(answer.status, code, message)) {
    return begunAgain(context, source, position, position.variant, 'the link to the next page has expired');
  }
  const { permission } = definitions[source];
  throw refusalError(answer.status, answer.json, { what: definitions[source].path, permission });
};

/**
 * The refusal comes now and then from tenants that do have P1, so it must be heard several times in a row; once
 * a page was read with sign-in times, the tenant has it, and only the limit of tries ends the waiting.
 */
const withoutPremium = async (
  context: GraphContext,
  source: PagedSource,
  position: Position,
): Promise<Position> => {
  const refusals = position.premiumRefusals + 1;
  const { limits, random } = context;
  const allowed = position.landed > 0 ? limits.maxAttempts : limits.premiumAttempts;
  if (refusals < allowed) {
    const waitMs = backoffMs(
      refusals - 1,
      { baseMs: limits.backoffBaseMs, capMs: limits.backoffCapMs },
      random,
    );
    context.onEvent({
      type: 'retrying',
      what: definitions[source].path,
      reason: 'not premium?',
      attempt: refusals,
      waitMs,
    });
    await context.sleep(waitMs, context.signal);
    return { ...position, premiumRefusals: refusals };
  }
  return withoutSignIn(context, source, position, 'not_premium');
};

const withoutSignIn = (
  context: GraphContext,
  source: PagedSource,
  position: Position,
  reason: SignInMissing,
): Position => {
  context.onEvent({ type: 'sign_in_missing', reason });
  const variant = { withSignIn: false, signInMissing: reason, pageSize: plainPageSize };
  return begunAgain(context, source, position, variant, `sign-in times: ${reason}`);
};

const begunAgain = (
  context: GraphContext,
  source: PagedSource,
  position: Position,
  variant: Variant,
  reason: string,
): Position => {
  const restarted = position.restarted || position.landed > 0;
  if (position.restarts >= maxRestarts) {
    throw new MicrosoftError('unavailable', {
      detail: `${source} had to be begun again too often.`,
      meta: { source },
    });
  }
  if (restarted) context.onEvent({ type: 'source_restarted', source, reason });
  return {
    url: firstUrl(context.endpoints.graphOrigin, source, variant),
    variant,
    landed: 0,
    restarts: position.restarts + 1,
    restarted,
    premiumRefusals: 0,
  };
};

const isNotPremium = (code: string, message: string): boolean =>
  /NonPremiumTenant/i.test(code) || /premium license/i.test(message);

/** `Directory_ExpiredPageToken` and the like; 410 says it by itself (Microsoft Graph, paging). */
const isExpiredLink = (status: number, code: string, message: string): boolean =>
  status === 410 ||
  (status === 400 && /(skip|page)\s?token|expired|InvalidRequest.*token/i.test(`${code} ${message}`));
