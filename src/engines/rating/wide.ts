import { Exact } from '../../shared/money.ts';

/**
 * Decimal arithmetic that rounds no product of rating: a quantity and a rate have up to 20 digits before the point and
 * 60 behind it, a discount 60 more and a price rule another 20, so that some 300 digits can meet in one line. Only a
 * quotient is rounded.
 */
export const Wide = Exact.clone({ precision: 500 });
