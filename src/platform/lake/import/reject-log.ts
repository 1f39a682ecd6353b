import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { neutralised } from '../../export/formula.ts';

/** Something wrong with a row, which is why it is not in the lake. */
export interface Reject {
  /** What the person called the file. */
  readonly file: string;
  /** From 1 below the header, counted in records. */
  readonly row: number;
  /** Null where the whole row is unsound. */
  readonly column: string | null;
  /** The beginning of what was found. */
  readonly value: string;
  readonly reason: string;
}

/** Collects every reject in a CSV file and the first few in memory. */
export interface RejectLog {
  add(reject: Reject): Promise<void>;
  /** Entries so far; a row with several faults has several. */
  entries(): number;
  sample(): readonly Reject[];
  /** Finishes the file; it does not exist when there was nothing to write. */
  close(): Promise<void>;
}

const longestSample = 50;

/** The values are somebody else's text, and the list is opened in a spreadsheet. */
const field = (raw: string): string => {
  const text = neutralised(raw);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/** Starts the list of rejects of an import; the file is created with the first entry. */
export const createRejectLog = (path: string): RejectLog => {
  const sample: Reject[] = [];
  let entries = 0;
  let output: ReturnType<typeof createWriteStream> | undefined;
  let written: Promise<void> = Promise.resolve();

  const open = (): ReturnType<typeof createWriteStream> => {
    const stream = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    written = finished(stream);
    // Whoever writes next or closes receives it.
    written.catch(() => undefined);
    stream.write('file,row,column,value,reason\n');
    return stream;
  };

  return {
    add: async (reject) => {
      entries += 1;
      if (sample.length < longestSample) sample.push(reject);
      output ??= open();
      const { file, row, column, value, reason } = reject;
      const line = [file, String(row), column ?? '', value, reason].map(field).join(',');
      if (!output.write(`${line}\n`)) await Promise.race([once(output, 'drain'), written]);
    },
    entries: () => entries,
    sample: () => sample,
    close: async () => {
      output?.end();
      await written;
    },
  };
};
