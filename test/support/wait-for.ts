/** Looks again and again until it sees what it waits for; fails with what it saw last. */
export const waitFor = async <T>(
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
  timeoutMs = 10_000,
): Promise<T> => {
  const endsAt = Date.now() + timeoutMs;
  for (;;) {
    const seen = await look();
    if (isThere(seen)) return seen;
    if (Date.now() > endsAt) throw new Error(`not within ${timeoutMs} ms; last: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};
