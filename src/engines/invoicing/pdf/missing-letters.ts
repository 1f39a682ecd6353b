import { AppError } from '../../../shared/errors.ts';
import type { InvoiceFacts } from '../invoice-facts.ts';

/** The first text with one of these letters, and where it stands: `lines[2].name`. */
const placeOf = (
  value: unknown,
  letters: ReadonlySet<string>,
  path = '',
): { readonly path: string; readonly text: string } | undefined => {
  if (typeof value === 'string')
    return [...value.normalize('NFKC')].some((letter) => letters.has(letter))
      ? { path, text: value }
      : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, below] of Object.entries(value)) {
    const here = Array.isArray(value) ? `${path}[${key}]` : `${path}${path === '' ? '' : '.'}${key}`;
    const found = placeOf(below, letters, here);
    if (found) return found;
  }
  return undefined;
};

const codeOf = (letter: string): string =>
  `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;

/**
 * Refuses an invoice with letters that would be printed as empty boxes: nobody could read them, and PDF/A forbids it
 * (ISO 19005-3, 6.2.11.8).
 *
 * @throws AppError `invalid_input`; `meta.path` is the place, `meta.found` the text
 */
export const refuseMissingLetters = (facts: InvoiceFacts, missing: ReadonlySet<string>): void => {
  if (missing.size === 0) return;
  const place = placeOf(facts, missing);
  const shownLetters = [...missing].slice(0, 10).map((letter) => `${letter} (${codeOf(letter)})`);
  throw new AppError('invalid_input', {
    detail: `The typeface has no ${shownLetters.join(', ')}${missing.size > 10 ? ' and others' : ''}.`,
    fix: 'Name a font file that has these letters with --font, or write UBL or CII.',
    meta: { path: place?.path ?? '', found: place?.text ?? '' },
  });
};
