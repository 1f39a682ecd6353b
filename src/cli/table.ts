import { printable } from './run-command.ts';

export interface TableColumn {
  readonly header: string;
  /** `decimal` puts the points below each other. */
  readonly align?: 'left' | 'right' | 'decimal';
}

const fractionLength = (cell: string): number => {
  const point = cell.indexOf('.');
  return point === -1 ? 0 : cell.length - point;
};

/** Not by spreading: a table may have more rows than a call may have arguments. */
const longestOf = (lengths: readonly number[], atLeast: number): number =>
  lengths.reduce((longest, length) => Math.max(longest, length), atLeast);

/** Pads decimals on the right so that their points meet once they are aligned to the right. */
const alignPoints = (cells: readonly string[]): readonly string[] => {
  const longest = longestOf(cells.map(fractionLength), 0);
  return cells.map((cell) => (cell === '' ? cell : cell + ' '.repeat(longest - fractionLength(cell))));
};

/** An aligned table for a person, each line without blanks at its end, ending in a line end. */
export const renderTable = (
  columns: readonly TableColumn[],
  rows: readonly (readonly string[])[],
): string => {
  const laidOut = columns.map(({ header, align = 'left' }, index) => {
    const raw = rows.map((row) => printable(row[index] ?? ''));
    const cells = align === 'decimal' ? alignPoints(raw) : raw;
    const width = longestOf(
      cells.map(({ length }) => length),
      header.length,
    );
    const pad = (cell: string): string => (align === 'left' ? cell.padEnd(width) : cell.padStart(width));
    return { lines: [pad(header), '-'.repeat(width), ...cells.map(pad)] };
  });
  const lines = Array.from({ length: rows.length + 2 }, (_, line) =>
    laidOut
      .map((column) => column.lines[line] ?? '')
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
};
