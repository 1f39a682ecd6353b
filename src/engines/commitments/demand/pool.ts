/**
 * Where demand belongs. A pool is what a flexible commitment covers as a whole (`aws/compute`); a series is what a locked
 * one is locked to (`aws/compute/m5/us-east-1`).
 */
export interface Pool {
  readonly name: string;
  readonly series: string;
  /** False where the export does not tell what the machine is: the series then gathers the unknown. */
  readonly isTypeKnown: boolean;
}

const longestPart = 120;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they would break lines of the output
const controls = /[\u0000-\u001f\u007f-\u009f]+/g;

/** A part of a series' name: no blanks, slashes or control characters, which would part it otherwise. */
const partOf = (text: string): string =>
  text
    .replace(controls, ' ')
    .trim()
    .replace(/[\s/\\]+/g, '-')
    .slice(0, longestPart);

/** A name as a part: `Azure SQL Database` is `azure-sql-database`. */
export const slugOf = (name: string): string => partOf(name).toLowerCase();

export const unknownPart = 'unknown';

/** A pool and one of its series; a lock without a value (usage without a region) is `unknown`. */
export const poolOf = (name: string, locks: readonly (string | null)[]): Pool => ({
  name,
  series: [name, ...locks.map((lock) => (lock === null ? unknownPart : partOf(lock) || unknownPart))].join(
    '/',
  ),
  isTypeKnown: locks[0] !== unknownPart,
});
