/** Receives how much is done, from 0 to 1 and never less than before, and what is being done. */
export type ReportProgress = (fraction: number, message: string) => void;

/** The parts of an import, in order, and their share of its time as measured on ten million rows. */
const parts = {
  hash: { share: 0.04, message: 'Reading the files' },
  check: { share: 0.08, message: 'Checking their structure' },
  read: { share: 0.76, message: 'Converting the rows' },
  describe: { share: 0.06, message: 'Checking the rows against FOCUS' },
  write: { share: 0.06, message: 'Writing billing periods' },
} as const;
export type ProgressPart = keyof typeof parts;

const startOf = (part: ProgressPart): number => {
  let start = 0;
  for (const [name, { share }] of Object.entries(parts)) {
    if (name === part) break;
    start += share;
  }
  return start;
};

/** Turns the progress of parts into one fraction. */
export const createProgress = (report: ReportProgress | undefined) => {
  let reported = 0;
  const at = (part: ProgressPart, fraction: number): void => {
    const { share, message } = parts[part];
    const total = startOf(part) + share * Math.min(1, Math.max(0, fraction));
    if (total < reported) return;
    reported = total;
    report?.(Math.min(1, total), message);
  };
  return {
    at,
    /** For a part that knows its fraction. */
    part: (part: ProgressPart) => (fraction: number) => at(part, fraction),
    /** For a part that is told the bytes it reads. */
    bytes: (part: ProgressPart, totalBytes: number) => {
      let read = 0;
      return (bytes: number) => {
        read += bytes;
        at(part, totalBytes === 0 ? 1 : read / totalBytes);
      };
    },
  };
};

export type Progress = ReturnType<typeof createProgress>;
