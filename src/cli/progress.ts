import type { CommandIo } from './run-command.ts';

export interface Progress {
  /** Says what is being done and how much of it is; drawn a few times per second. */
  show(what: string, fraction?: number): void;
  /** Clears the line, before anything else is written. */
  clear(): void;
}

const clearLine = '\r\u001b[2K';
const intervalMs = 100;
const barWidth = 24;

const draw = (what: string, fraction: number | undefined): string => {
  if (fraction === undefined) return `${what} …`;
  const share = Math.min(1, Math.max(0, fraction));
  const full = Math.round(share * barWidth);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  return `${what} ${'█'.repeat(full)}${'░'.repeat(barWidth - full)} ${percent}`;
};

/** One line on standard error that is redrawn in place; nothing at all when no person watches. */
export const createProgress = (io: CommandIo, now: () => number = () => performance.now()): Progress => {
  if (!io.interactive) return { show: () => undefined, clear: () => undefined };
  let drawnAt = Number.NEGATIVE_INFINITY;
  let last = '';
  return {
    show: (what, fraction) => {
      if (what === last && now() - drawnAt < intervalMs) return;
      drawnAt = now();
      last = what;
      io.stderr.write(clearLine + draw(what, fraction));
    },
    clear: () => {
      io.stderr.write(clearLine);
    },
  };
};
