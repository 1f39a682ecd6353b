import { expect, test } from 'vitest';
import { AppError } from '../../shared/errors.ts';
import { createLog } from './log.ts';
import { redactFields, redactText } from './redact.ts';

const written = (work: (log: ReturnType<typeof createLog>) => void): Record<string, unknown>[] => {
  const lines: string[] = [];
  work(
    createLog({ level: 'trace', format: 'json', destination: { write: (line) => void lines.push(line) } }),
  );
  return lines.map((line) => JSON.parse(line));
};

test.each([
  ['/set-up?token=abc123def456', '/set-up?token=[redacted]'],
  ['/x?a=1&password=hunter2&b=2', '/x?a=1&password=[redacted]&b=2'],
  ['Authorization: Bearer eyJhbGciOi.J9.x_y-z', 'Authorization: Bearer [redacted]'],
  ['key tt_key_AbCdEf012345-_ was used', 'key [redacted key] was used'],
  ['postgres://app:s3cret@db:5432/x', 'postgres://app:[redacted]@db:5432/x'],
  ['mail to ann.lee+x@example.co.uk now', 'mail to [redacted address] now'],
  ['/find?q=ann%40example.com', '/find?q=[redacted address]'],
  ['GET /invitations/AbCdEfGhIjKlMnOpQr', 'GET /invitations/[redacted]'],
])('a secret inside a text is removed: %s', (text, expected) => {
  expect(redactText(text)).toBe(expected);
});

test('a text without secrets stays as it is', () => {
  const text = 'imported 1,000 rows of focus_sample.csv in 1.2 s at 2026-11-22T10:00:00Z';
  expect(redactText(text)).toBe(text);
});

test('secret fields are removed at whatever depth, in lists, too', () => {
  const deep = { a: { b: { c: { d: [{ password: 'x', kept: 1 }] } } } };
  expect(redactFields(deep)).toEqual({ a: { b: { c: { d: [{ password: '[redacted]', kept: 1 }] } } } });
});

test('a circular value is cut, not followed for ever', () => {
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  expect(JSON.stringify(redactFields(circle))).toContain('[deeper]');
});

test('an error keeps its kind, code, and message with that of its cause; what else hangs on it stays out', () => {
  const cause = Object.assign(new TypeError('row refused'), {
    code: '23514',
    detail: 'Failing row contains (Ann Lee)',
    rawPacket: Buffer.from('secret bytes'),
  });
  const [line] = written((log) =>
    log.error({ err: new AppError('internal', { detail: 'It failed.', cause }) }, 'x'),
  );
  expect(line).toMatchObject({
    err: { type: 'AppError', message: 'It failed.: row refused', code: 'internal' },
  });
  expect(JSON.stringify(line)).not.toMatch(/Ann Lee|secret bytes|rawPacket/);
});

test('what a child logger carries is redacted, too', () => {
  const [line] = written((log) => log.child({ token: 'abc', runId: 'r1' }).info('hello'));
  expect(line).toMatchObject({ token: '[redacted]', runId: 'r1' });
});
