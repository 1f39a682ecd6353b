/** Characters that XML cannot hold and spreadsheets drop: dropped first, they could hide a formula's first character. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are exactly what is meant
const dropped = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/** What begins a formula, also in the full width that East Asian spreadsheets accept. */
const triggers = '=+\\-@＝＋－＠';

/** At the beginning, behind blanks and quotes that a spreadsheet may skip. */
const atStart = new RegExp(`^([\\s"]*)([${triggers}])`);
/**
 * A spreadsheet whose list separator is another one (German: semicolon) splits a cell of ours in the middle,
 * quotes or not, and what follows the separator becomes the beginning of a cell.
 */
const afterSeparator = new RegExp(`([,;\\t\\r\\n|])([\\s"]*)([${triggers}])`, 'g');

/**
 * A text that no spreadsheet runs as a formula (CWE-1236; OWASP, "CSV Injection"): a formula's first character
 * gets an apostrophe before it, a tab or line end at the beginning as well.
 */
export const neutralised = (text: string): string => {
  const clean = text.replace(dropped, '').replace(afterSeparator, "$1$2'$3");
  if (atStart.test(clean)) return clean.replace(atStart, "$1'$2");
  return /^[\t\r\n]/.test(clean) ? `'${clean}` : clean;
};
