import { MicrosoftError, type MicrosoftProblem } from '../../connectors/microsoft/microsoft-error.ts';
import { readSource } from './read-source.ts';
import { endSource, isEnded, type OpenSource, type Reading, type SourceEnd } from './reading.ts';
import { breaksConnection } from './stop-connection.ts';
import { isRequired } from './sync-plan.ts';

/** Reports side by side: each is held in memory as a whole. */
const reportsAtOnce = 3;

/** Passes by itself: a later try goes on where this one stopped. */
const temporary: readonly MicrosoftProblem[] = ['throttled', 'unavailable', 'circuit_open'];

/**
 * Reads every source that has not ended yet, side by side. What a source is
 * refused ends that source; what the whole connection is refused ends the reading. With `isLastTry`, a source that
 * would only be asked for later counts as failed, unless nothing can be judged without it.
 * @throws what ended the reading; a temporary failure only after every other source was read
 */
export const readTenant = async (
  reading: Reading,
  abort: AbortController,
  isLastTry: boolean,
): Promise<void> => {
  const open = reading.sources.filter((source) => !isEnded(source));
  const later: MicrosoftError[] = [];
  const attempt = async (source: OpenSource): Promise<void> => {
    try {
      reading.signal.throwIfAborted();
      await readSource(reading, source);
    } catch (error) {
      const end = reading.signal.aborted ? undefined : endOf(source, error, isLastTry);
      if (end) return endSource(reading, source, end);
      if (isTemporary(error) && !reading.signal.aborted) return void later.push(error);
      abort.abort(error);
      throw error;
    } finally {
      source.settled = true;
    }
  };
  const first = open.filter(({ planned }) => planned.kind === 'paged' || planned.kind === 'settings');
  const settled = await Promise.allSettled([
    readDirectory(first, open, attempt),
    inTurns(
      open.filter(({ planned }) => planned.kind === 'report'),
      reportsAtOnce,
      attempt,
    ),
  ]);
  reading.signal.throwIfAborted();
  const failed = settled.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  // The latest moment that Microsoft named: before it nothing is asked again.
  const [worst] = later.toSorted((a, b) => (b.retryAt?.getTime() ?? 0) - (a.retryAt?.getTime() ?? 0));
  if (worst) throw worst;
};

/** Mailboxes are asked for while users still come in; only what licences contain must be known before. */
const readDirectory = async (
  first: readonly OpenSource[],
  open: readonly OpenSource[],
  attempt: (source: OpenSource) => Promise<void>,
): Promise<void> => {
  const isLicences = ({ planned }: OpenSource): boolean => planned.name === 'subscribedSkus';
  const licences = first.find(isLicences);
  const others = Promise.all(first.filter((source) => !isLicences(source)).map(attempt));
  // Awaited below; until then a failure is not unhandled.
  others.catch(() => undefined);
  if (licences) await attempt(licences);
  const mailboxes = open.find(({ planned }) => planned.kind === 'mailboxes');
  if (mailboxes && (!licences || isEnded(licences))) await attempt(mailboxes);
  await others;
};

const inTurns = async <T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> => {
  const waiting = [...items];
  const turn = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
};

export const isTemporary = (error: unknown): error is MicrosoftError =>
  error instanceof MicrosoftError && temporary.includes(error.problem);

/** How a refusal ends its source; undefined where it ends more than that, or may pass. */
const endOf = ({ planned }: OpenSource, error: unknown, isLastTry: boolean): SourceEnd | undefined => {
  if (!(error instanceof MicrosoftError) || isRequired(planned)) return undefined;
  const { problem, detail } = error;
  if (breaksConnection(error) || (isTemporary(error) && !isLastTry)) return undefined;
  const isMissing = problem === 'permission_missing' || problem === 'not_found';
  return { state: isMissing ? 'missing' : 'failed', reason: { code: problem, detail } };
};
