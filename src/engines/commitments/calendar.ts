export const dayHours = 24;
/** A month of a price list: 8,760 hours ÷ 12. */
export const hoursPerMonth = 730;
export const hoursPerYear = 8760;
