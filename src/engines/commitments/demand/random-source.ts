/** A source of numbers from 0 to below 1; the same source gives the same numbers again. */
export type RandomSource = () => number;
