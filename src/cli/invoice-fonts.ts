import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { InvoiceFonts } from '../engines/invoicing/pdf/canvas.ts';

const { resolve } = createRequire(import.meta.url);

/** Inter (SIL Open Font License 1.1), which has Latin, Greek and Cyrillic letters and digits of one width. */
const files = {
  regular: '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  strong: '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
};

/** Reads the typeface of printed invoices from its package. */
export const readInvoiceFonts = async (): Promise<InvoiceFonts> => {
  const [regular, strong] = await Promise.all([
    readFile(resolve(files.regular)),
    readFile(resolve(files.strong)),
  ]);
  return { regular, strong };
};
