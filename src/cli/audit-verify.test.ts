import { expect, test } from 'vitest';
import { renderReport } from './audit-verify.ts';

const whole = { ok: true, chains: 2, entries: 8, checkpoints: 3, checkpointsNotInFile: 0, faults: [] };

test('a whole log is one line', () => {
  expect(renderReport(whole)).toBe('The audit log is whole: 8 entries in 2 chains, 3 signed checkpoints.\n');
});

test('a fault is shown with its chain and entry', () => {
  const text = renderReport({
    ...whole,
    ok: false,
    faults: [
      {
        kind: 'edited',
        chain: 'organisation-1',
        sequence: 7,
        checkpoint: null,
        detail: 'Entry 7 was changed.',
      },
    ],
  });
  expect(text).toMatch(/TAMPERED WITH: 1 fault /);
  expect(text).toMatch(/edited +organisation-1 +7 +Entry 7 was changed\./);
});

test('checkpoints that wait for the file are mentioned', () => {
  expect(renderReport({ ...whole, checkpointsNotInFile: 2 })).toMatch(
    /2 checkpoints are not in the file yet/,
  );
});
