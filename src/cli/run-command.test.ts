import { Readable, Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { AppError } from '../shared/errors.ts';
import { createProgress } from './progress.ts';
import { type CommandIo, exitCodeOf, runCommand } from './run-command.ts';
import { renderTable } from './table.ts';

const watched = (interactive = false) => {
  const written = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write: (chunk, _encoding, done) => {
        written[name] += String(chunk);
        done();
      },
    });
  const io: CommandIo = {
    stdin: Readable.from([]),
    stdout: into('stdout'),
    stderr: into('stderr'),
    interactive,
  };
  return { io, written };
};

describe('a command', () => {
  it('that is done writes its answer and exits with 0', async () => {
    const { io, written } = watched();
    expect(await runCommand(async () => '{"a":1}\n', io)).toBe(0);
    expect(written).toEqual({ stdout: '{"a":1}\n', stderr: '' });
  });

  it('that is given bad input exits with 2, explains it, and prints nothing else', async () => {
    const { io, written } = watched();
    const error = new AppError('invalid_input', {
      detail: 'a.csv, row 3: found x\u001b[2J',
      fix: 'Correct it.',
    });
    expect(await runCommand(() => Promise.reject(error), io)).toBe(2);
    expect(written).toEqual({
      stdout: '',
      stderr: 'trimtab: a.csv, row 3: found x\ufffd[2J\n  Correct it.\n',
    });
  });

  it('that fails itself exits with 1, and with 130 when it was interrupted', async () => {
    const { io, written } = watched();
    expect(await runCommand(() => Promise.reject(new Error('disk full')), io)).toBe(1);
    expect(written.stderr).toContain('disk full');
    expect(
      await runCommand(() => Promise.reject(new AppError('unavailable', { detail: 'Later.' })), io),
    ).toBe(1);
    const stopped = AbortSignal.abort(new Error('interrupted'));
    expect(await runCommand(() => Promise.reject(new Error('interrupted')), io, stopped)).toBe(130);
  });

  it('whose reader went away ends quietly', async () => {
    const { io } = watched();
    const closed = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })),
    });
    expect(await runCommand(async () => 'text', { ...io, stdout: closed })).toBe(0);
  });

  it('tells bad input from failing work by the code', () => {
    expect(exitCodeOf('not_found')).toBe(2);
    expect(exitCodeOf('unprocessable')).toBe(2);
    expect(exitCodeOf('internal')).toBe(1);
  });
});

describe('a table', () => {
  it('aligns texts to the left, counts to the right and decimals at the point', () => {
    const table = renderTable(
      [{ header: 'Name' }, { header: 'Rows', align: 'right' }, { header: 'Cost', align: 'decimal' }],
      [
        ['AWS', '942', '-18.006'],
        ['Microsoft', '7', '2'],
        ['\u001b[1mOracle', '', ''],
      ],
    );
    expect(table).toBe(
      [
        'Name        Rows     Cost',
        '----------  ----  -------',
        'AWS          942  -18.006',
        'Microsoft      7    2',
        '\ufffd[1mOracle',
        '',
      ].join('\n'),
    );
  });
});

describe('progress', () => {
  it('is drawn only when a person watches, at most ten times a second', () => {
    const hidden = watched();
    createProgress(hidden.io).show('Reading', 0.5);
    expect(hidden.written.stderr).toBe('');
    const shown = watched(true);
    let nowMs = 0;
    const progress = createProgress(shown.io, () => nowMs);
    progress.show('Reading', 0.5);
    progress.show('Reading', 0.6);
    nowMs = 100;
    progress.show('Reading', 0.75);
    expect(shown.written.stderr.match(/\d+ %/g)).toEqual(['50 %', '75 %']);
    progress.clear();
    expect(shown.written.stderr.endsWith('\r\u001b[2K')).toBe(true);
  });
});
