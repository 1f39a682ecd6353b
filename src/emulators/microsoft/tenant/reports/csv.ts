export type Cell = string | number | null;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** One line of CSV (RFC 4180); null is an empty cell. */
export const csvLine = (cells: readonly Cell[]): string =>
  cells
    .map((cell) => (cell === null ? '' : typeof cell === 'number' ? String(cell) : quoted(cell)))
    .join(',');

/** Usage reports write flags in these two ways. */
export const trueFalse = (flag: boolean): string => (flag ? 'True' : 'False');
export const yesNo = (flag: boolean): string => (flag ? 'Yes' : 'No');
