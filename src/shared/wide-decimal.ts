import { Exact } from './money.ts';

/**
 * Decimal arithmetic that rounds no product of a calculation that shows every digit. Numbers of files have up to 80
 * digits, and some four of them are multiplied (quantity × rate × discount × price rule), so that about 300 digits meet.
 * Only a quotient is rounded.
 */
export const Wide = Exact.clone({ precision: 500 });
