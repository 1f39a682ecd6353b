import { expect, test } from 'vitest';
import { lookAtReport } from './report-look.ts';

const hash = (letter: string): string => letter.repeat(32).toUpperCase();

test('a report says its day and how many rows it has, byte order mark and quotes or not', () => {
  const text =
    '\uFEFFReport Refresh Date,User Principal Name,Assigned Products\r\n2026-11-20,ada@example.test,"A, B"\r\n2026-11-20,"o""hara@example.test",C\r\n';
  expect(lookAtReport(Buffer.from(text))).toEqual({ rows: 2, refreshedOn: '2026-11-20', concealed: false });
});

test('hashes in place of most names mean that the tenant conceals them; a few odd names do not', () => {
  const report = (names: readonly string[]): Buffer =>
    Buffer.from(
      ['Report Refresh Date,Owner Principal Name', ...names.map((name) => `2026-11-20,${name}`)].join('\n'),
    );
  expect(lookAtReport(report([hash('a'), hash('b'), '(Unknown)'])).concealed).toBe(true);
  expect(lookAtReport(report([hash('a'), 'ada@example.test', 'bo@example.test'])).concealed).toBe(false);
  expect(lookAtReport(report(['ada@example.test'])).rows).toBe(1);
});

test('a report of nobody, of nothing or of another day format is no report of a day', () => {
  expect(lookAtReport(Buffer.alloc(0))).toEqual({ rows: 0, refreshedOn: null, concealed: false });
  const odd = lookAtReport(Buffer.from('Report Refresh Date,User Principal Name\n9999-99-99,x\n'));
  expect(odd).toEqual({ rows: 1, refreshedOn: null, concealed: false });
});
