import type { PagedSource, SignInMissing } from '../contract.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { refusalError, refusalOf } from './graph-answer.ts';
import type { GraphAnswer } from './graph-attempt.ts';
import { backoff, type GraphContext } from './graph-context.ts';
import { definitions, firstUrl, plainPageSize, smallPageSize, type Variant } from './graph-sources.ts';

/** How far the reading of a source has come. */
export interface Position {
  readonly url: string;
  readonly variant: Variant;
  /** Pages of this run, since the last restart; a resumed run stands on those that were landed before. */
  readonly landed: number;
  readonly restarts: number;
  /** The next page is to say that the source begins again. */
  readonly restarted: boolean;
  readonly premiumRefusals: number;
}

/** More than this in one run, and the source does not stand still long enough to be read. */
const maxRestarts = 3;

/** Where to go on after a refusal: smaller pages, without sign-in times, from the beginning. Throws where nowhere. */
export const recovered = async (
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
  const { limits } = context;
  const allowed = position.landed > 0 ? limits.maxAttempts : limits.premiumAttempts;
  if (refusals < allowed) {
    const waitMs = backoff(context, refusals - 1);
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
