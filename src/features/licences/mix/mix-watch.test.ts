import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { watchMix } from './mix-watch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const limits = { solveSeconds: 120, graceSeconds: 30, allSeconds: 1800 };
const watched = () => {
  const stopped: unknown[] = [];
  return { stopped, watch: watchMix({ stop: (error) => void stopped.push(error) }, limits) };
};
const pass = (seconds: number) => vi.advanceTimersByTime(seconds * 1000);

it('a search that goes on beyond its limit has its thread ended, with what to do', () => {
  const { stopped, watch } = watched();
  watch.onSolving(true);
  pass(149);
  expect(stopped).toEqual([]);
  pass(1);
  expect(stopped).toMatchObject([
    { code: 'unprocessable', detail: expect.stringContaining('120 seconds'), fix: expect.any(String) },
  ]);
});

it('each search has all of its time, and none may last for ever together', () => {
  const { stopped, watch } = watched();
  for (let search = 0; search < 12; search += 1) {
    watch.onSolving(true);
    pass(149);
    watch.onSolving(false);
  }
  expect(stopped).toEqual([]);
  pass(12);
  expect(stopped).toMatchObject([{ detail: 'The cheapest mix was not found within 1800 seconds.' }]);
});

it('nothing is ended once the mix is there', () => {
  const { stopped, watch } = watched();
  watch.onSolving(true);
  watch.end();
  pass(3600);
  expect(stopped).toEqual([]);
});
