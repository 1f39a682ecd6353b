import { readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { InvoiceFonts } from '../engines/invoicing/pdf/typeface.ts';
import { AppError } from '../shared/errors.ts';

const require = createRequire(import.meta.url);

const largestFontBytes = 64 * 1024 * 1024;

/** How font files begin: TrueType, OpenType, and both as WOFF and WOFF 2. */
const beginnings: ReadonlySet<string> = new Set(['00010000', '74727565', '4f54544f', '774f4646', '774f4632']);

const refuse = (path: string, found: string): AppError =>
  new AppError('invalid_input', {
    detail: `--font ${path}: ${found}`,
    fix: 'Name a single font file: .ttf, .otf, .woff or .woff2, not a collection (.ttc).',
  });

const readFont = async (path: string): Promise<Uint8Array> => {
  try {
    const { size } = await stat(path);
    if (size > largestFontBytes)
      throw refuse(path, `found ${size} bytes, expected ${largestFontBytes} at most.`);
    const bytes = await readFile(path);
    if (!beginnings.has(bytes.subarray(0, 4).toString('hex'))) throw refuse(path, 'found no font.');
    return bytes;
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw refuse(path, `${error instanceof Error ? error.message : String(error)}.`);
  }
};

/**
 * Reads the typeface of printed invoices from its package: Inter (SIL Open Font License 1.1), which has Latin, Greek and
 * Cyrillic letters and digits of one width; and the files for letters that it lacks.
 *
 * @throws AppError `invalid_input` where a file is no font
 */
export const readInvoiceFonts = async (paths: readonly string[] = []): Promise<InvoiceFonts> => {
  const [regular, strong, others] = await Promise.all([
    readFile(require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf')),
    readFile(require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf')),
    Promise.all(paths.map(readFont)),
  ]);
  return { regular, strong, others };
};
