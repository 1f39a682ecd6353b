/** Longer than this no service of Microsoft asks to wait: reports count in windows of ten minutes. */
const credibleMs = 3_600_000;

/**
 * How long the answer asks to wait, in milliseconds; null where it says nothing that can be believed: no header,
 * text, nothing positive, a date that has passed, or more than an hour. Seconds or an HTTP date (RFC 9110, 10.2.3).
 */
export const retryAfterMs = (headers: Readonly<Record<string, string>>, now: Date): number | null => {
  const text = (headers['retry-after'] ?? '').trim();
  if (text === '' || text.length > 64) return null;
  const waitMs = /^\d{1,12}(\.\d{1,6})?$/.test(text) ? Number(text) * 1000 : untilMs(text, headers.date, now);
  return waitMs > 0 && waitMs <= credibleMs ? Math.ceil(waitMs) : null;
};

/** Measured from the answer's own `Date`, so that a difference of clocks shortens no wait. */
const untilMs = (text: string, answeredAt: string | undefined, now: Date): number => {
  if (!/[A-Za-z]{3}/.test(text)) return Number.NaN;
  const until = Date.parse(text);
  const answered = answeredAt === undefined ? Number.NaN : Date.parse(answeredAt);
  // A date has whole seconds: without the server's clock the fraction that was cut off is waited too.
  return Number.isNaN(answered) ? until + 1000 - now.getTime() : until - answered;
};
