import { mod97 } from './check-digits.ts';

/** An IBAN as it travels: no spaces, capital letters. */
export const compactIban = (text: string): string => text.replace(/\s/g, '').toUpperCase();

/** Whether this is an IBAN: ISO 13616 format and MOD 97-10. */
export const isIban = (text: string): boolean => {
  const compact = compactIban(text);
  return (
    /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(compact) && mod97(compact.slice(4) + compact.slice(0, 4)) === 1
  );
};

/** An IBAN in groups of four, as people read it. */
export const spacedIban = (text: string): string => compactIban(text).replace(/(.{4})(?=.)/g, '$1 ');
