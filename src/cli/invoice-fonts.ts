import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { InvoiceFonts } from '../engines/invoicing/pdf/canvas.ts';

const require = createRequire(import.meta.url);

/**
 * Reads the typeface of printed invoices from its package: Inter (SIL Open Font License 1.1), which has Latin, Greek and
 * Cyrillic letters and digits of one width.
 */
export const readInvoiceFonts = async (): Promise<InvoiceFonts> => {
  const [regular, strong] = await Promise.all([
    readFile(require.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf')),
    readFile(require.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf')),
  ]);
  return { regular, strong };
};
