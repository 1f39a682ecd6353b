import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createConnection } from './connection.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const made = (answers: readonly boolean[]) => {
  const ask = vi.fn<() => Promise<boolean>>();
  for (const answer of answers) ask.mockResolvedValueOnce(answer);
  const connection = createConnection({ ask, waitMs: (attempt) => 100 * (attempt + 1) });
  const heard: boolean[] = [];
  connection.subscribe(() => heard.push(connection.isSilent()));
  return { ask, connection, heard };
};

it('asks a silent server with growing pauses until it is back, and says both once', async () => {
  const { ask, connection, heard } = made([false, false, true]);
  connection.silent();
  connection.silent();
  await vi.advanceTimersByTimeAsync(100);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(199);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ask).toHaveBeenCalledTimes(3);
  expect(heard).toEqual([true, false]);
});

it('asks no more once a call was answered', async () => {
  const { ask, connection, heard } = made([]);
  connection.silent();
  connection.answered();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ask).not.toHaveBeenCalled();
  expect(heard).toEqual([true, false]);
});

it('leaves a server alone that answers', async () => {
  const { ask, connection, heard } = made([]);
  connection.answered();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(ask).not.toHaveBeenCalled();
  expect(heard).toEqual([]);
});

it('believes a broken stream only when the server does not answer', async () => {
  const fine = made([true]);
  fine.connection.doubted();
  await vi.advanceTimersByTimeAsync(0);
  expect(fine.heard).toEqual([]);
  const away = made([false]);
  away.connection.doubted();
  await vi.advanceTimersByTimeAsync(0);
  expect(away.heard).toEqual([true]);
});
