import type { UsageReport } from '../../../shared/connections/consent.ts';
import { BrokenAnswer } from '../egress.ts';
import { MicrosoftError } from '../microsoft-error.ts';
import { retryAfterMs } from '../throttle/retry-after.ts';
import { type GraphAnswer, isTransient } from './graph-attempt.ts';
import { backoff, type GraphContext } from './graph-context.ts';
import { isWholeCsv } from './report-text.ts';

/** A broken download is tried again at the same address; then a new one has to be asked for. */
const triesPerAddress = 3;

/** The file, whole; null where the download kept breaking or the address is no longer good. */
export const contentOf = async (
  context: GraphContext,
  name: UsageReport,
  answer: GraphAnswer,
): Promise<Buffer | null> => {
  if (answer.status === 200) return isWholeCsv(answer.body) ? answer.body : null;
  const { location } = answer.headers;
  if (location === undefined)
    throw new MicrosoftError('malformed_answer', { detail: `${name} has no address.` });
  for (let attempt = 0; attempt < triesPerAddress; attempt += 1) {
    const outcome = await download(context, location);
    if (outcome.body !== null) return outcome.body;
    if (outcome.reason === 'gone') return null;
    const waitMs = outcome.waitMs ?? backoff(context, attempt);
    context.onEvent({
      type: 'retrying',
      what: `download of ${name}`,
      reason: outcome.reason,
      attempt: attempt + 1,
      waitMs,
    });
    await context.sleep(waitMs, context.signal);
  }
  return null;
};

type Download =
  | { readonly body: Buffer }
  | {
      readonly body: null;
      readonly reason: string;
      /** As the host asks; null where it does not. */
      readonly waitMs: number | null;
    };

const broken = (reason: string, waitMs: number | null = null): Download => ({ body: null, reason, waitMs });

const download = async (context: GraphContext, url: string): Promise<Download> => {
  try {
    const answer = await context.egress.send({
      destination: 'report',
      url,
      signal: context.signal,
      maxBytes: context.limits.maxReportBytes,
    });
    if (isTransient(answer.status)) {
      return broken(`status ${answer.status}`, retryAfterMs(answer.headers, context.clock.now()));
    }
    if (answer.status !== 200) return broken('gone');
    return isWholeCsv(answer.body) ? { body: answer.body } : broken('the file ends half way');
  } catch (error) {
    if (error instanceof BrokenAnswer) return broken(error.message);
    throw error;
  }
};
